"""Milestones follow from facts, once each; both of a pair decide whether the program sees one, and neither is told what
the other has chosen."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from community.models import Milestone
from community.services import note_milestones, show_milestone
from frame.errors import Refused
from notifications.models import Delivery
from pairings.models import Impact, Objective, Pairing
from programs.models import Program
from sessions.models import ActionItem
from tests import factories as make

TODAY = dt.date(2026, 11, 27)


def meetings(pairing, *states):
    """The oldest first, a week apart, all of them past."""
    for number, state in enumerate(states):
        at = timezone.now() - dt.timedelta(weeks=len(states) - number)
        make.MeetingFactory(pairing=pairing, state=state, starts_at=at)


def reached(pairing):
    note_milestones()
    return set(Milestone.objects.filter(pairing=pairing).values_list("kind", flat=True))


def test_nothing_is_reached_at_the_beginning(cast):
    meetings(cast.pairing, "missed", "cancelled")
    assert reached(cast.pairing) == set()


def test_three_in_a_row_are_three_that_follow_each_other(cast):
    Program.objects.update(meetings_goal=20)
    meetings(cast.pairing, "held", "held", "missed", "held")
    assert reached(cast.pairing) == {"first"}
    meetings(cast.other_pairing, "missed", "held", "held", "held", "cancelled")
    assert reached(cast.other_pairing) == {"first", "three"}


def test_half_way_is_half_of_the_meetings_aimed_at(cast):
    Program.objects.update(meetings_goal=5)
    meetings(cast.pairing, "held", "missed", "held")
    assert "half" not in reached(cast.pairing)
    meetings(cast.pairing, "held")
    assert "half" in reached(cast.pairing)


def an_objective(cast):
    Objective.objects.create(pairing=cast.pairing, title="Two posts a month", progress=100)


def a_promise(cast):
    ActionItem.objects.create(pairing=cast.pairing, kind="commitment", owner="senior", text="Ask first", seen="seen")


def an_impact(cast):
    Impact.objects.create(
        pairing=cast.pairing, author=cast.kavya, measure="Reports", unit="hours_week", before=20, after=5,
        first_on=TODAY, last_on=TODAY, how="Counted", confirmed_at=timezone.now(),
    )  # fmt: skip


def the_end(cast):
    Pairing.objects.filter(pk=cast.pairing.pk).update(state="completed", ended_at=timezone.now())


def the_second_change(cast):
    for weeks, state in ((20, "completed"), (2, "active")):
        day = timezone.localdate() - dt.timedelta(weeks=weeks)
        pairing = make.PairingFactory(cycle=cast.cycle, state=state, starts_on=day)
    cast.pairing = pairing


@pytest.mark.parametrize(("happens", "kind"), [
    (an_objective, "objective"), (a_promise, "promise"), (an_impact, "impact"), (the_end, "completed"),
    (the_second_change, "rotation"),
])  # fmt: skip
def test_each_fact_is_a_milestone(cast, happens, kind):
    happens(cast)
    assert reached(cast.pairing) == {kind}
    assert reached(cast.other_pairing) == set()


def test_the_end_by_a_change_of_partners_is_not_the_end_of_the_cycle(cast):
    the_end(cast)
    Pairing.objects.filter(pk=cast.pairing.pk).update(last_on=TODAY)
    assert reached(cast.pairing) == set()


def test_it_is_noted_once_and_both_are_told_once_in_the_app(cast):
    meetings(cast.pairing, "held")
    assert note_milestones() == 1
    assert note_milestones() == 0
    told = Delivery.objects.filter(kind="milestone_reached")
    assert {(row.recipient_id, row.channel) for row in told} == {(cast.kavya.pk, "in_app"), (cast.jack.pk, "in_app")}


def test_many_pairs_take_as_many_queries_as_few(cast):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            note_milestones()
        return len(queries)

    costs = []
    for many in (1, 12):
        for pairing in [make.PairingFactory(cycle=cast.cycle) for _ in range(many)]:
            meetings(pairing, "held", "held", "held")
        costs.append(cost())
    assert costs[0] == costs[1]


def test_the_two_read_one_warm_sentence(cast, sign_in):
    milestone = Milestone.objects.create(pairing=cast.pairing, kind="first")
    for person in (cast.kavya, cast.jack):
        html = sign_in(person).get(cast.pairing.url).text
        assert str(milestone.warm_words) in html
        assert "Read by: The two of you" in html


def choose(sign_in, person, milestone, shows):
    url = reverse("milestone_show", args=[milestone.pk])
    return sign_in(person).post(url, {"shows": shows}, follow=True)


def test_the_program_sees_it_once_both_show_it(cast, sign_in):
    milestone = Milestone.objects.create(pairing=cast.pairing, kind="first")
    sentence = "Kavya Nair and Jack Whitfield have met for the first time"

    def readers():
        pages = {name: sign_in(person).get(reverse("community")).text for name, person in cast.people.items()}
        return {name for name, page in pages.items() if sentence in " ".join(page.split())}

    choose(sign_in, cast.kavya, milestone, "yes")
    assert readers() == set()
    choose(sign_in, cast.jack, milestone, "yes")
    assert readers() == {"kavya", "jack", "maria", "helen", "priya", "omar", "lena"}
    choose(sign_in, cast.jack, milestone, "no")
    assert readers() == set()


@pytest.mark.parametrize("choice", ["yes", "no"])
def test_neither_is_told_what_the_other_has_chosen(cast, sign_in, choice):
    milestone = Milestone.objects.create(pairing=cast.pairing, kind="first")
    page = sign_in(cast.jack).get(cast.pairing.url).text
    choose(sign_in, cast.kavya, milestone, choice)
    after = sign_in(cast.jack).get(cast.pairing.url).text
    part = '<section class="card mb-3" id="well-done"'
    assert words_of(after, part) == words_of(page, part)
    assert not Delivery.objects.exists()


def words_of(page, part):
    section = page.partition(part)[2].partition("</section>")[0]
    return [line for line in section.splitlines() if "csrf" not in line]


def test_the_answer_is_the_same_whatever_the_other_has_chosen(cast, sign_in):
    first = Milestone.objects.create(pairing=cast.pairing, kind="first")
    second = Milestone.objects.create(pairing=cast.pairing, kind="half", junior_shows=True)
    answers = [choose(sign_in, cast.jack, milestone, "yes").text for milestone in (first, second)]
    said = "Noted. Everyone in the program sees it as soon as both of you show it."
    assert all(said in answer for answer in answers)


def test_nobody_else_decides(cast, sign_in):
    milestone = Milestone.objects.create(pairing=cast.pairing, kind="first")
    for person in (cast.maria, cast.priya, cast.omar, cast.sam):
        assert choose(sign_in, person, milestone, "yes").status_code == 404
    with pytest.raises(Refused):
        show_milestone(milestone=milestone, by=cast.maria, shows=True)
