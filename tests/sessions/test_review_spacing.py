"""Rounds of one program lie apart: from two that are near somebody could tell who has changed their mind."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from frame.errors import Refused
from programs.models import Cycle, Program
from sessions.models import ReviewRound
from sessions.reviews.schedule import coming_round_on, open_and_close_rounds
from sessions.reviews.services import close_round, open_round
from tests import factories as make

TODAY = dt.date(2026, 3, 2)


@pytest.fixture
def first(cast):
    """Open from 2 to 16 March, closed then."""
    opened = open_round(cycle=cast.cycle, today=TODAY)
    close_round(review_round=opened)
    cast.cycle.refresh_from_db()
    return ReviewRound.objects.get()


def test_the_next_round_is_refused_for_sixty_days_after_the_close(cast, first):
    earliest = first.closes_on + dt.timedelta(days=60)
    with pytest.raises(Refused, match="from 15 May 2026 on"):
        open_round(cycle=cast.cycle, today=earliest - dt.timedelta(days=1))
    assert open_round(cycle=cast.cycle, today=earliest).number == 2


def test_a_program_may_ask_for_more_days(cast, first):
    cast.program.review_gap_days = 90
    cast.program.save()
    with pytest.raises(Refused):
        open_round(cycle=cast.cycle, today=first.closes_on + dt.timedelta(days=89))
    assert open_round(cycle=cast.cycle, today=first.closes_on + dt.timedelta(days=90)).number == 2


def test_a_round_by_itself_waits_as_long(cast, first):
    """Every month would be 2 April; the days between two reviews make it 15 May."""
    cast.program.review_months = 1
    cast.program.save()
    cast.cycle.starts_on = dt.date(2026, 1, 15)
    cast.cycle.save()
    assert coming_round_on(cast.cycle) == dt.date(2026, 5, 15)
    open_and_close_rounds(dt.datetime(2026, 5, 14, 10, tzinfo=dt.UTC))
    assert ReviewRound.objects.count() == 1
    open_and_close_rounds(dt.datetime(2026, 5, 15, 10, tzinfo=dt.UTC))
    assert ReviewRound.objects.count() == 2


def test_the_last_round_of_a_cycle_need_not_wait_but_there_is_one_only(cast, first):
    cast.cycle.state = "closing"
    cast.cycle.save()
    last = open_round(cycle=cast.cycle, today=first.closes_on + dt.timedelta(days=1))
    assert last.is_last
    close_round(review_round=last)
    with pytest.raises(Refused, match="too recently"):
        open_round(cycle=cast.cycle, today=last.closes_on + dt.timedelta(days=1))


@pytest.fixture
def overlapping(cast):
    """Another cycle of the program, in which the same two meet."""
    second = make.CycleFactory(program=cast.program, name="Second")
    make.PairingFactory(cycle=second, junior__user=cast.kavya, senior__user=cast.jack)
    return second


def test_another_cycle_of_the_program_waits_as_long(cast, first, overlapping):
    """It asks the same people, and the results of both are compared."""
    earliest = first.closes_on + dt.timedelta(days=60)
    with pytest.raises(Refused, match="from 15 May 2026 on"):
        open_round(cycle=overlapping, today=earliest - dt.timedelta(days=1))
    assert open_round(cycle=overlapping, today=earliest).number == 1


def test_nor_is_it_asked_while_the_other_one_still_is(cast, overlapping):
    """Both would close on one day."""
    asked = open_round(cycle=cast.cycle, today=TODAY)
    with pytest.raises(Refused, match="another cycle is being asked"):
        open_round(cycle=overlapping, today=asked.closes_on)


def test_of_two_cycles_that_are_due_on_one_day_one_waits(cast, overlapping):
    Cycle.objects.update(starts_on=dt.date(2026, 1, 15), state="running")
    open_and_close_rounds(dt.datetime(2026, 4, 15, 10, tzinfo=dt.UTC))
    asked = ReviewRound.objects.get()
    other = Cycle.objects.exclude(pk=asked.cycle_id).get(program=cast.program)
    assert coming_round_on(other) == asked.closes_on + dt.timedelta(days=60)


def test_another_program_is_not_held_up(cast, first):
    pairing = make.PairingFactory()
    assert open_round(cycle=pairing.cycle, today=first.closes_on).number == 1


def test_the_page_says_from_when_instead_of_offering_it(cast, sign_in):
    close_round(review_round=open_round(cycle=cast.cycle, today=timezone.localdate()))
    client = sign_in(cast.priya)
    page = client.get(reverse("program_reviews", args=[cast.program.pk]))
    assert "Another round can be opened from" in page.text
    assert reverse("round_open", args=[cast.program.pk]) not in page.text
    answer = client.post(reverse("round_open", args=[cast.program.pk]), follow=True)
    assert "too recently" in answer.text
    assert ReviewRound.objects.count() == 1


@pytest.mark.parametrize(("days", "is_fine"), [("59", False), ("61", True), ("366", False)])
def test_the_setup_takes_sixty_days_to_a_year(cast, sign_in, days, is_fine):
    client = sign_in(cast.priya)
    url = reverse("setup_reviews", args=[cast.program.pk])
    form = client.get(url).context["form"]
    values = {name: form[name].value() for name in form.fields} | {"review_gap_days": days}
    client.post(url, values)
    cast.program.refresh_from_db()
    assert (cast.program.review_gap_days == int(days)) is is_fine


def test_the_database_takes_no_less_past_the_form(cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        Program.objects.update(review_gap_days=59)


def test_rounds_of_one_day_are_told_apart_by_their_number(cast, sign_in):
    """Opened and closed twice on one day, as a cycle closes."""
    cast.cycle.state = "closing"
    cast.cycle.save()
    for _ in range(3):
        ReviewRound.objects.update(is_last=False)
        close_round(review_round=open_round(cycle=cast.cycle, today=timezone.localdate()))
    assert [found.number for found in cast.cycle.review_rounds.all()] == [3, 2, 1]
    assert sign_in(cast.priya).get(
        reverse("program_reviews", args=[cast.program.pk])
    ).context["last_closed"].number == 3  # fmt: skip
    listed = sign_in(cast.kavya).get(reverse("review_list")).context["past_ballots"]
    assert [ballot.round.number for ballot in listed] == [3, 2, 1]
