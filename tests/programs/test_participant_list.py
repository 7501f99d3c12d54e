"""The table of people of a cycle."""

import pytest
from django.urls import reverse

from programs import services
from programs.models import TopicChoice
from tests import factories as make


def listed(client, cycle, query=""):
    page = client.get(reverse("participant_list", args=[cycle.program_id]) + query)
    return [row.record.user.last_name for row in page.context["table"].page.object_list]


@pytest.fixture
def people(cycle):
    sales = make.DepartmentFactory(name="Sales")
    anna = make.ParticipantFactory(
        cycle=cycle, state="applied", user__first_name="Anna", user__last_name="Alm", user__department=sales
    )
    bert = make.ParticipantFactory(
        cycle=cycle, side="senior", state="approved", user__first_name="Bert", user__last_name="Berg", user__level=6
    )
    return anna, bert


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Alm", "Berg"]),
        ("?sort=-name", ["Berg", "Alm"]),
        ("?q=bert", ["Berg"]),
        ("?q=nobody", []),
        ("?side=junior", ["Alm"]),
        ("?state=approved", ["Berg"]),
        ("?level=6", ["Berg"]),
        ("?side=junior&state=approved", []),
    ],
)
def test_search_filters_and_sorting(query, expected, cast, sign_in, cycle, people):
    assert listed(sign_in(cast.priya), cycle, query) == expected


def test_filter_by_department_and_topic(cast, sign_in, cycle, people):
    client, (anna, bert) = sign_in(cast.priya), people
    topic = cycle.program.topics.first()
    TopicChoice.objects.create(participant=bert, topic=topic, rating=4)
    assert listed(client, cycle, f"?department={anna.user.department_id}") == ["Alm"]
    assert listed(client, cycle, f"?topic={topic.pk}") == ["Berg"]


def test_people_of_another_program_never_show(cast, sign_in, cycle, people, foreign):
    make.ParticipantFactory(cycle=foreign.cycles.get(), user__last_name="Elsewhere")
    assert "Elsewhere" not in sign_in(cast.priya).get(reverse("participant_list", args=[cycle.program_id])).text


def test_the_chips_count(cast, sign_in, cycle, people):
    page = sign_in(cast.priya).get(reverse("participant_list", args=[cycle.program_id]))
    assert [chip["label"] for chip in page.context["chips"]] == [
        "Mentor 1",
        "Leader 1",
        "To be approved 1",
        "Approved 1",
    ]


def test_the_link_can_be_copied_while_enrolment_is_open(cast, sign_in, cycle, people):
    client = sign_in(cast.priya)
    url = reverse("participant_list", args=[cycle.program_id])
    assert cycle.enrolment_token in client.get(url).text
    services.start_cycle(cycle=cycle)
    assert cycle.enrolment_token in client.get(url).text
    services.close_enrolment(cycle=cycle)
    assert cycle.enrolment_token not in client.get(url).text


def test_an_empty_cycle_leads_to_inviting(cast, sign_in, cycle):
    assert "Invite leaders first" in sign_in(cast.priya).get(reverse("participant_list", args=[cycle.program_id])).text


def test_demand_and_supply(cast, sign_in, cycle, people):
    anna, bert = people
    prompts, automation = cycle.program.topics.all()
    anna.applied_at = bert.applied_at = cycle.created_at
    anna.save(), bert.save()
    TopicChoice.objects.create(participant=anna, topic=prompts, rating=5)
    TopicChoice.objects.create(participant=bert, topic=automation, rating=5)
    chart = sign_in(cast.priya).get(reverse("participant_topics", args=[cycle.program_id])).context["charts"][0]
    assert chart.rows == [("Prompts", 0, 1, 1), ("Automation", 1, 0, 0)]
    assert "Automation" in chart.sentence
    assert chart.n == 2
