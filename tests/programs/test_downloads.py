"""What the pages of a program show can be taken along, and nothing that they do not show."""

import pytest
from django.urls import reverse

from people.models import AuditEntry
from programs.models import Answer, Question, Todo, TopicChoice
from tests import factories as make
from tests.downloads import assert_file_costs_the_same, lines_of

KINDS = ["csv", "xlsx"]


@pytest.fixture
def answered(cycle):
    """Somebody who has rated the first topic, and answered a question of several and one about lived experience."""
    place = make.ParticipantFactory(cycle=cycle, user__first_name="Ida", user__last_name="Berg", state="applied")
    TopicChoice.objects.create(participant=place, topic=cycle.program.topics.first(), rating=4)
    tools = Question.objects.create(
        program=cycle.program, text="Which tools?", kind="choices", options=["A", "B", "=C"]
    )
    lived = Question.objects.create(program=cycle.program, text="Which faith?", kind="text", is_lived=True)
    Answer.objects.create(participant=place, question=tools, text="A\n=C")
    Answer.objects.create(participant=place, question=lived, text="canary-faith")
    return place


def people(client, cycle, kind="csv", **query):
    url = reverse("participant_list", args=[cycle.program_id])
    header, *rows = lines_of(client.get(url, {"cycle": cycle.pk, "download": kind, **query}))
    return [dict(zip(header, row, strict=True)) for row in rows]


@pytest.mark.parametrize("kind", KINDS)
def test_people_of_a_cycle_with_what_they_answered(cast, sign_in, cycle, answered, kind):
    rows = people(sign_in(cast.priya), cycle, kind)
    row = next(row for row in rows if row["Name"] == "Ida Berg")
    assert (str(row[cycle.program.topics.first().name]), row["Which tools?"]) == ("4", "A;' =C")
    assert "canary-faith" not in str(rows)
    assert "Which faith?" not in row


def test_answers_of_those_near_the_reader_are_empty(cast, sign_in, cycle, answered):
    topic = cycle.program.topics.first().name
    answered.user.manager = cast.priya
    answered.user.save()
    row = next(row for row in people(sign_in(cast.priya), cycle) if row["Name"] == "Ida Berg")
    assert (row[topic], row["Which tools?"]) == ("", "")
    own = make.ParticipantFactory(cycle=cycle, user=cast.omar, side="senior")
    TopicChoice.objects.create(participant=own, topic=cycle.program.topics.first(), rating=2)
    row = next(row for row in people(sign_in(cast.omar), cycle) if row["Name"] == cast.omar.name)
    assert row[topic] == "", "nobody reads about themselves as their own team"


def test_topics_wanted_and_offered(cast, sign_in, cycle, answered):
    url = reverse("participant_topics", args=[cycle.program_id])
    header, *rows = lines_of(sign_in(cast.priya).get(url, {"cycle": cycle.pk, "download": "csv"}))
    assert [row[1] for row in rows] == [topic.name for topic in cycle.program.topics.all()]
    assert header[1:] == ["Topic", "Leaders want to learn it", "Mentors can share it", "Partners they can take"]
    assert AuditEntry.objects.get(act="topics.downloaded").actor == cast.priya


def test_what_is_to_be_looked_at_without_what_concerns_the_reader(cast, sign_in):
    for kind, person in (("slipping", cast.noor), ("disputed", cast.omar)):
        todo = Todo.objects.create(program=cast.program, kind=kind, subject_id=cast.pairing.pk, text=f"About {person}")
        todo.concerns.add(person)
    url = reverse("program_detail", args=[cast.program.pk])
    lines = lines_of(sign_in(cast.omar).get(url, {"download": "csv"}))
    assert [line[:2] for line in lines] == [["What", "About"], ["Pair is slipping", f"About {cast.noor}"]]
    assert len(lines_of(sign_in(cast.priya).get(url, {"download": "xlsx"}))) == 3
    assert sign_in(cast.kavya).get(url, {"download": "csv"})["Content-Type"].startswith("text/html")


def test_files_cost_the_same_whatever_their_length(cast, sign_in, cycle):
    def add_place():
        place = make.ParticipantFactory(cycle=cycle, user__department=make.DepartmentFactory())
        TopicChoice.objects.create(participant=place, topic=cycle.program.topics.first(), rating=3)

    def add_todo():
        Todo.objects.create(program=cycle.program, kind="leaver", subject_id=make.UserFactory().pk, text="Somebody")

    client = sign_in(cast.omar)
    assert_file_costs_the_same(client, reverse("participant_list", args=[cycle.program_id]), add_place)
    assert_file_costs_the_same(client, reverse("program_detail", args=[cycle.program_id]), add_todo)


@pytest.mark.parametrize("kind", KINDS)
def test_people_to_invite_as_the_filters_leave_them(cast, sign_in, cycle, kind):
    make.ParticipantFactory(cycle=cycle, user=cast.noor, state="applied")
    url = reverse("invite", args=[cycle.program_id])
    header, *rows = lines_of(sign_in(cast.priya).get(url, {"cycle": cycle.pk, "q": "Aziz", "download": kind}))
    assert list(header) == ["Name", "Department", "Level", "In this cycle"]
    assert [(row[0], row[3]) for row in rows] == [("Noor Aziz", "mentor, to be approved")]
    entry = AuditEntry.objects.get(act="invitable.downloaded")
    assert (entry.actor, entry.details["q"]) == (cast.priya, "some words")
    assert sign_in(cast.kavya).get(url, {"download": "csv"}).status_code in (403, 404)


def test_people_to_invite_do_not_tell_where_somebody_near_stands(cast, sign_in):
    cast.jack.assistants.add(cast.priya)
    url = reverse("invite", args=[cast.program.pk])
    rows = lines_of(sign_in(cast.priya).get(url, {"cycle": cast.cycle.pk, "q": "Nair", "download": "csv"}))
    shown = sign_in(cast.priya).get(url, {"cycle": cast.cycle.pk, "q": "Nair"}).text
    assert ("not shown to you" in rows[1][3]) == ("not shown to you" in shown)
    assert_file_costs_the_same(sign_in(cast.omar), url, lambda: make.UserFactory(department=make.DepartmentFactory()))
