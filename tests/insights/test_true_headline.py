"""The headline never says more than is there, whatever became of the pairs: reckoned anew here, pair by pair."""

import datetime as dt
import re
from collections import Counter

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from insights.figures.cycle import figures_of
from insights.figures.scope import cycles_of, scope_for
from insights.figures.wording import judgement, reconciled, verdict
from insights.models import Snapshot
from pairings.models import Pairing
from programs.models import Cycle, Program
from sessions.models import Meeting, Rhythm
from tests import factories as make
from tests.insights.conftest import forget_what_is_kept
from tests.insights.story import hold_meetings, hold_round, more_pairs

PAIRS, GOAL = 8, 4
STATES = ["active", "paused", "closing", "completed", "ended"]
NOBODY_MET = [("active", 0, False)] * 6
ALL_PAUSED = [("paused", 3, False)] * 6
COMPLETED_UNMET = [("completed", 0, False)] * 5 + [("completed", 9, False)]

a_pair = st.tuples(st.sampled_from(STATES), st.integers(0, GOAL + 3), st.booleans())
a_program = st.lists(a_pair, max_size=PAIRS)


@pytest.fixture
def pairs(cast):
    """Eight pairs of a cycle of their own, whose program aims at four meetings; half of its days are over."""
    cycle = make.CycleFactory(program__sponsor=cast.lena, program__meetings_goal=GOAL)
    return make.PairingFactory.create_batch(PAIRS, cycle=cycle)


@given(became=a_program, state=st.sampled_from(["running", "closing", "closed"]), gone=st.integers(0, 20))
@example(became=NOBODY_MET, state="running", gone=10)
@example(became=NOBODY_MET[:1], state="running", gone=10)
@example(became=ALL_PAUSED, state="running", gone=10)
@example(became=COMPLETED_UNMET, state="closing", gone=20)
@example(became=[], state="running", gone=0)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_it_never_flatters(cast, pairs, became, state, gone):
    with transaction.atomic():
        cycle = arrange(pairs, became, state, gone)
        figures = figures_of(scope_for(cast.lena, cycle), cycle)
        check(figures, became, state, gone)
        transaction.set_rollback(True)


def arrange(pairs, became, state, gone) -> Cycle:
    """`became`: state, meetings held and whether it slips, for each pair that has begun. `gone` tenths of the cycle
    are over, of which there are ten."""
    forget_what_is_kept()
    now, cycle = timezone.now(), pairs[0].cycle
    first = now.date() - dt.timedelta(days=gone * 10)
    Cycle.objects.filter(pk=cycle.pk).update(state=state, starts_on=first, ends_on=first + dt.timedelta(days=100))
    Pairing.objects.filter(cycle=cycle).update(state="expired", opened_at=None)
    for pairing, (what, held, slips) in zip(pairs, became, strict=False):
        opened_at = now - dt.timedelta(days=gone * 10)
        Pairing.objects.filter(pk=pairing.pk).update(state=what, opened_at=opened_at)
        hold_meetings([pairing], days_ago=range(1, held + 1))
        hold_meetings([pairing], days_ago=[9], state="missed")
        if slips:
            Rhythm.objects.create(pairing=pairing, lapses=2, slipping_since=now)
    return cycles_of(Program.objects.filter(pk=cycle.program_id)).get()


def check(figures, became, state, gone):
    said, (word, _tone) = verdict(figures), judgement(figures)
    assert "grew" not in said.replace("whether both sides grew more confident", ""), "no review has closed"
    assert figures.pairs.began == len(became)
    if len(became) < 5:
        assert word == "", "a handful is not judged"
        assert re.findall(r"\d+", said) == (
            [str(len(became)), str(sum(held for _s, held, _x in became))] * bool(became)
        )
        return
    well = sum(bool(held) and (what == "completed" or (what in ("active", "closing") and not slips))
               for what, held, slips in became)  # fmt: skip
    aim, toward = GOAL * len(became), sum(min(held, GOAL) for _what, held, _slips in became)
    numbers = [int(number) for number in re.findall(r"\d+", said)]
    all_paused = all(what == "paused" for what, _held, _slips in became)
    assert numbers == [*([] if all_paused else [well]), len(became), toward, aim]
    assert reckoned(reconciled(figures)) == len(became)
    share = well / len(became)
    due = aim if state == "closed" else aim * min(gone, 10) / 10
    if word == "On course":
        assert min(share, toward / max(due - 1, 1)) >= 0.8
    if word == "Needs a look":
        assert min(share, toward / max(due - 1, 1)) >= 0.5
    if word == "Too early to say":
        assert well == toward == 0
        assert due < len(became)


def reckoned(sentence: str) -> int:
    """What the parts add up to; that is also what the sentence says."""
    parts, _equals, total = sentence.partition(" = ")
    found = Counter(int(part.split()[0]) for part in parts.split(" + "))
    assert sum(found.elements()) == int(total.split()[0])
    return int(total.split()[0])


def test_twenty_pairs_are_reconciled_on_the_page(cast, page):
    pairs = [cast.pairing, cast.other_pairing, *more_pairs(cast, 18)]
    hold_meetings(pairs)
    for pairing in pairs[:2]:
        Rhythm.objects.create(pairing=pairing, lapses=2, slipping_since=pairing.opened_at)
    Pairing.objects.filter(pk=pairs[2].pk).update(state="paused", paused_at=timezone.now())
    html = page(cast.lena, f"/insights/programs/{cast.program.pk}/")
    assert "17 of 20 pairs meet as planned, 40 of the 160 meetings aimed at have been held" in html
    assert "17 as planned + 2 slipping + 1 paused = 20 pairs." in html
    assert "8 meetings of each pair: 40 of 160 held." in html


def test_one_pair_that_meets_often_makes_up_for_nobody(cast, page):
    Program.objects.update(meetings_goal=2)
    hold_meetings([cast.pairing], days_ago=range(1, 20))
    more_pairs(cast, 4)
    html = page(cast.lena, f"/insights/programs/{cast.program.pk}/")
    assert "1 of 6 pairs meet as planned, 2 of the 12 meetings aimed at have been held" in html
    assert "In trouble" in html


def test_the_targets_of_the_set_up_stand_beside_the_figures(cast, page):
    Program.objects.update(success_measures="Nine of ten pairs meet\n\nEvery leader posts once a week")
    html = page(cast.lena, f"/insights/programs/{cast.program.pk}/")
    assert html.count('<li dir="auto">') == 2
    Program.objects.update(success_measures=" ")
    assert "No signs of success were written down" in page(cast.lena, f"/insights/programs/{cast.program.pk}/")


def test_a_review_that_shows_growth_lends_nothing_to_pairs_that_do_not_meet(cast, page):
    more_pairs(cast, 8)
    hold_round(cast.cycle)
    assert Snapshot.objects.exists()
    assert not Meeting.objects.exists()
    html = page(cast.lena, f"/insights/programs/{cast.program.pk}/")
    assert "0 of 10 pairs meet as planned, 0 of the 80 meetings aimed at have been held" in html
    assert ">On course<" not in html
