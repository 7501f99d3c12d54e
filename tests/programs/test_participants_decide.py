"""Approving, declining and the waiting list, singly and in bulk."""

import re

import pytest
from django.urls import reverse

from notifications.models import Delivery
from programs.models import Participant
from tests import factories as make


def url(cycle, decision, query=""):
    return reverse("participants_decide", args=[cycle.program_id, decision]) + query


@pytest.fixture
def applied(cycle):
    return make.ParticipantFactory.create_batch(3, cycle=cycle, state="applied")


def states(cycle):
    return sorted(cycle.participants.values_list("state", flat=True))


@pytest.mark.parametrize(
    ("decision", "state"), [("approve", "approved"), ("waitlist", "waitlisted"), ("decline", "declined")]
)
def test_each_decision_moves_and_tells(decision, state, cast, sign_in, cycle, applied):
    sign_in(cast.priya).post(url(cycle, decision), {"who": [place.pk for place in applied]})
    assert states(cycle) == [state] * 3
    assert Delivery.objects.filter(kind="enrolment_decided", channel="email").count() == 3


def test_the_check_page_changes_nothing_and_says_who_stays(cast, sign_in, cycle, applied):
    invited = make.ParticipantFactory(cycle=cycle, state="invited")
    query = f"?who={applied[0].pk}&who={invited.pk}"
    page = sign_in(cast.priya).get(url(cycle, "approve", query))
    assert page.context["fitting"] == [applied[0]]
    assert page.context["left_out"] == [invited]
    assert states(cycle) == ["applied", "applied", "applied", "invited"]


def test_all_that_fit_the_filters(cast, sign_in, cycle, applied):
    make.ParticipantFactory(cycle=cycle, state="applied", side="senior")
    page = sign_in(cast.priya).get(url(cycle, "approve", "?all=1&side=senior"))
    assert [place.side for place in page.context["fitting"]] == ["senior"]


def test_all_are_decided_about_without_naming_each(cast, sign_in, cycle):
    make.ParticipantFactory.create_batch(205, cycle=cycle, state="applied")
    make.ParticipantFactory(cycle=cycle, state="invited")
    client = sign_in(cast.priya)
    page = client.get(url(cycle, "approve", "?all=1"))
    assert (len(page.context["fitting"]), page.context["count"], "and 5 more" in page.text) == (200, 205, True)
    assert 'name="who"' not in page.text
    client.post(url(cycle, "approve", "?all=1"), {"expected": page.context["expected"]})
    assert states(cycle) == ["approved"] * 205 + ["invited"]


def test_who_has_applied_since_one_looked_is_not_decided_about_unseen(cast, sign_in, cycle, applied):
    client = sign_in(cast.priya)
    page = client.get(url(cycle, "approve", "?all=1"))
    make.ParticipantFactory(cycle=cycle, state="applied")
    answer = client.post(url(cycle, "approve", "?all=1"), {"expected": page.context["expected"]}, follow=True)
    assert "The list has changed since you looked." in answer.text
    assert answer.context["count"] == 4
    assert states(cycle) == ["applied"] * 4


def test_a_filter_that_cannot_be_read_never_means_everybody(cast, sign_in, cycle, applied):
    url = reverse("participants_decide", args=[cycle.program_id, "approve"]) + f"?cycle={cycle.pk}&all=1&level=many"
    answer = sign_in(cast.priya).get(url)
    assert answer.status_code == 302
    assert answer.url.endswith(f"?cycle={cycle.pk}")


def test_twice_is_once(cast, sign_in, cycle, applied):
    client = sign_in(cast.priya)
    for _n in range(2):
        answer = client.post(url(cycle, "approve"), {"who": applied[0].pk}, follow=True)
    assert "decided about already" in answer.text
    assert Delivery.objects.filter(kind="enrolment_decided").count() == 2


def test_an_invited_person_cannot_be_approved(cast, sign_in, cycle):
    invited = make.ParticipantFactory(cycle=cycle, state="invited")
    sign_in(cast.priya).post(url(cycle, "approve"), {"who": invited.pk})
    assert states(cycle) == ["invited"]


def test_people_of_another_program_are_not_touched(cast, sign_in, cycle, foreign):
    other = make.ParticipantFactory(cycle=foreign.cycles.get(), state="applied")
    sign_in(cast.priya).post(url(cycle, "approve"), {"who": other.pk})
    other.refresh_from_db()
    assert other.state == "applied"


def test_nobody_ticked_goes_back_with_a_word(cast, sign_in, cycle, applied):
    answer = sign_in(cast.priya).get(url(cycle, "approve"), follow=True)
    assert "Nobody is ticked" in answer.text


def test_nonsense_ids_and_decisions(cast, sign_in, cycle, applied):
    client = sign_in(cast.priya)
    assert client.get(url(cycle, "approve", "?who=x"), follow=True).status_code == 200
    assert client.get(url(cycle, "promote")).status_code == 404


def test_bulk_needs_few_queries(cast, cycle, django_assert_max_num_queries):
    from programs import services

    ids = [place.pk for place in make.ParticipantFactory.create_batch(60, cycle=cycle, state="applied")]
    with django_assert_max_num_queries(8):
        assert services.approve_participants(cycle=cycle, participant_ids=ids, by=cast.priya) == 60
    assert Participant.objects.filter(cycle=cycle, decided_by=cast.priya).count() == 60


def seniors(cycle, number, capacity=1, state="approved"):
    return make.ParticipantFactory.create_batch(number, cycle=cycle, side="senior", capacity=capacity, state=state)


def test_more_mentors_than_places_are_said_with_figures_and_a_way_on(cast, sign_in, cycle):
    seniors(cycle, 2)
    make.ParticipantFactory(cycle=cycle, side="junior", state="approved")
    make.ParticipantFactory.create_batch(4, cycle=cycle, side="junior", state="applied")
    client = sign_in(cast.priya)
    text = client.get(url(cycle, "approve", "?all=1&side=junior")).text
    sentence = "Then there are 5 mentors for 2 places with leaders: at least 3 would have nobody. Now it is 1 for 2."
    assert sentence in text
    (waitlist,) = re.findall(r'href="([^"]*/waitlist/[^"]*)"', text)
    assert client.get(waitlist.replace("&amp;", "&")).context["count"] == 4
    assert f"cycle={cycle.pk}&amp;side=senior&amp;state=approved" in text
    assert sentence not in client.get(url(cycle, "decline", "?all=1&side=junior")).text


@pytest.mark.parametrize(("capacity", "is_short"), [(1, True), (2, False)])
def test_places_count_and_not_heads(cast, sign_in, cycle, capacity, is_short):
    seniors(cycle, 1, capacity)
    make.ParticipantFactory.create_batch(2, cycle=cycle, side="junior", state="applied")
    text = sign_in(cast.priya).get(url(cycle, "approve", "?all=1")).text
    assert ("would have nobody" in text) is is_short


def test_whoever_makes_a_shortage_smaller_is_not_warned(cast, sign_in, cycle):
    """Five mentors for one leader are too many; one leader more makes it better."""
    seniors(cycle, 1)
    make.ParticipantFactory.create_batch(5, cycle=cycle, side="junior", state="approved")
    seniors(cycle, 1, state="applied")
    assert "would have nobody" not in sign_in(cast.priya).get(url(cycle, "approve", "?all=1&side=senior")).text
