"""The rules of disclosure one by one: each of these falls when its rule is broken."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insights.disclosure import (
    Answerers,
    Cell,
    Earlier,
    Row,
    Turnover,
    earlier_figure,
    merged,
    plan_for,
    row_of,
    step_of,
)

TENTHS, FIFTHS = Row(30, 59, 10), Row(15, 29, 5)


def about(review, first, last, *, left=2, joined=2, row=TENTHS):
    return Earlier(review, first, last, row, Turnover(left, joined))


# What came and went is rounded up


@pytest.mark.parametrize(
    ("left", "joined", "gone", "new", "silent", "told"),
    [
        (2, 2, 0, 0, 60, (2, 2)),
        (3, 0, 0, 0, 60, (5, 5)),
        (0, 3, 0, 0, 60, (5, 5)),
        (2, 5, 0, 0, 60, (5, 5)),
        (6, 0, 4, 1, 60, (6, 3)),
        (4, 0, 0, 0, 6, (6, 6)),
        (55, 0, 0, 0, 60, (60, 60)),
        (61, 0, 0, 0, 60, None),
    ],
)
def test_so_many_more_may_have_come_or_gone(left, joined, gone, new, silent, told):
    found = Turnover.rounded_up(left, joined, gone, new, silent)
    assert found == (told and Turnover(*told))


def people(first, end):
    return frozenset(range(first, end))


@pytest.mark.parametrize(
    ("then", "now", "told"),
    [
        ((people(0, 30), people(0, 20)), (people(2, 42), people(5, 25)), (7, 17)),
        ((people(0, 30), people(0, 20)), (people(2, 42), people(20, 40)), (22, 32)),
        ((people(2, 42), people(20, 40)), (people(0, 30), people(0, 20)), (32, 22)),
        ((people(0, 30), people(0, 23)), (people(2, 42), people(23, 42)), (27, 37)),
        ((people(0, 30), people(0, 20)), (people(0, 30), people(1, 20)), (2, 2)),
    ],
)
def test_it_is_reckoned_from_who_was_asked_and_from_the_ranges_that_are_printed(then, now, told):
    found = earlier_figure(1, (2, 2, FIFTHS), FIFTHS, Answerers(*then), Answerers(*now))
    assert found.turnover == Turnover(*told)


def test_the_same_people_are_compared_where_the_figure_hangs_on_another_one():
    same = Answerers(people(0, 30), people(0, 20))
    assert earlier_figure(1, (2, 2, FIFTHS), FIFTHS, same, same) is None
    assert earlier_figure(1, (2, 2, FIFTHS), FIFTHS, same, same, same_is_free=False).turnover == Turnover(2, 2)


def test_people_who_were_asked_both_times_are_compared_also_where_others_answered():
    then, now = (Answerers(people(0, 40), people(first, first + 20)) for first in (0, 20))
    assert earlier_figure(1, (2, 2, FIFTHS), FIFTHS, then, now) is not None


# Windows


def reached(earlier, row):
    """By trying out: every number that may have answered then and now, and every count that the one allows after the
    other, the reader's own change included."""
    left, joined = earlier.turnover.left, earlier.turnover.joined
    steps = set()
    for n in range(earlier.row.low, earlier.row.high + 1):
        before = [count for count in range(n + 1) if earlier.first <= step_of(count, n, row.steps) <= earlier.last]
        for m in range(max(row.low, n - left), min(row.high, n + joined) + 1):
            after = {c for b in before for c in range(b - left - 1, b + joined + 2) if 0 <= c <= m}
            steps |= {step_of(count, m, row.steps) for count in after}
    return min(steps), max(steps)


@st.composite
def compared(draw):
    row_then, row_now = (Row(low, draw(st.integers(low, 29)), 5) for low in (15, draw(st.integers(15, 20))))
    first = draw(st.integers(0, 4))
    turnover = Turnover(draw(st.integers(0, 9)), draw(st.integers(0, 9)))
    return Earlier(1, first, draw(st.integers(first, 4)), row_then, turnover), row_now


@settings(deadline=None, max_examples=150)
@given(compared())
def test_a_window_is_what_can_be_reached_and_nothing_beside(case):
    earlier, row = case
    if max(row.low - earlier.row.high, 0) > earlier.turnover.joined:
        return
    if max(earlier.row.low - row.high, 0) > earlier.turnover.left:
        return
    low, high = reached(earlier, row)
    assert earlier.window(row) == Cell(low, high, 1)


def test_on_another_scale_and_after_too_great_a_change_nothing_is_told_apart():
    everything = Cell(0, 9, 1)
    assert about(1, 2, 2, row=FIFTHS).window(TENTHS) == everything
    assert Earlier(1, 5, 5, TENTHS, None).window(TENTHS) == everything


def test_windows_that_overlap_are_one_about_the_newer_and_neighbours_are_two():
    assert merged([Cell(4, 6, 1), Cell(0, 4, 2)]) == [Cell(0, 6, 2)]
    assert merged([Cell(0, 4, 2), Cell(4, 6, 1)]) == [Cell(0, 6, 2)]
    assert merged([Cell(0, 9, 1), Cell(2, 3, 2)]) == [Cell(0, 9, 2)]
    assert merged([Cell(3, 4, 2), Cell(0, 2, 1)]) == [Cell(0, 2, 1), Cell(3, 4, 2)]


# What is printed


@pytest.mark.parametrize(
    ("count", "printed"),
    [(0, (0, 0, "less", 1)), (11, (2, 2, "less", 1)), (12, (3, 7, "about", 1)), (31, (3, 7, "about", 1)),
     (32, (8, 8, "more", 1)), (40, (9, 9, "more", 1))],
)  # fmt: skip
def test_what_is_printed_of_a_later_review(count, printed):
    """About as before is all of the window, never the step in which the count lies."""
    figure = plan_for(40, TENTHS, [about(1, 5, 5)]).figure(count)
    assert (figure.first, figure.last, figure.change, figure.since) == printed


def test_every_earlier_review_has_its_window_and_the_newest_is_what_is_compared_with():
    plan = plan_for(40, TENTHS, [about(1, 1, 1, left=0, joined=0), about(2, 8, 8, left=0, joined=0)])
    assert [cell.about for cell in plan.cells if cell.about] == [1, 2]
    between = plan.figure(20)
    assert (between.change, between.since) == ("less", 2)
    assert plan.figure(6).since == 1


def test_where_nothing_may_be_told_apart_nothing_is_printed():
    plan = plan_for(40, TENTHS, [Earlier(1, 5, 5, TENTHS, None)])
    assert [plan.figure(count) for count in range(41)] == [None] * 41


def test_what_is_no_answer_has_its_row_as_if_many_had_been_asked():
    assert row_of(12, None) == Row(10, 14, 3)
    assert row_of(60, None) == Row(60, 600, 20)
