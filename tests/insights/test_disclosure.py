"""What may be told apart: the scale and the windows, against every assignment of answers there is."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insights.disclosure import (
    Answerers,
    Cell,
    Earlier,
    Row,
    Turnover,
    cells_of,
    earlier_figure,
    plan_for,
    row_of,
    step_of,
    steps_for,
)
from tests.insights.brute_force import forced


def scale(n, asked=10**6):
    row = row_of(n, asked)
    return [(cell.low, cell.high) for cell in cells_of(n, row.steps)]


# The scale


@pytest.mark.parametrize(
    ("n", "cells"),
    [
        (5, [(0, 2), (3, 5)]),
        (6, [(0, 2), (3, 6)]),
        (7, [(0, 3), (4, 7)]),
        (8, [(0, 3), (4, 8)]),
        (9, [(0, 4), (5, 9)]),
        (10, [(0, 3), (4, 6), (7, 10)]),
        (15, [(0, 2), (3, 5), (6, 8), (9, 11), (12, 15)]),
    ],
)
def test_the_steps_of_small_groups(n, cells):
    assert scale(n) == cells


@pytest.mark.parametrize(("n", "steps"), [(9, 2), (10, 3), (14, 3), (15, 5), (29, 5), (30, 10), (59, 10), (60, 20)])
def test_how_many_steps_there_are(n, steps):
    assert steps_for(n) == steps
    assert len(scale(n)) == steps


@pytest.mark.parametrize("n", range(5, 401))
def test_no_step_is_narrower_than_three_counts(n):
    cells = scale(n)
    assert all(high - low >= 2 for low, high in cells)
    assert [low for low, _ in cells[1:]] == [high + 1 for _, high in cells[:-1]]
    assert (cells[0][0], cells[-1][1]) == (0, n)


# How many answered


@pytest.mark.parametrize(
    ("n", "asked", "row"),
    [
        (4, 50, None),
        (5, 6, None),
        (6, 6, None),
        (5, 7, (5, 7)),
        (7, 7, (5, 7)),
        (10, 10, (5, 10)),
        (10, 11, (5, 11)),
        (10, 12, (10, 12)),
        (9, 12, (5, 9)),
        (29, 100, (15, 29)),
        (60, 61, (30, 61)),
        (99, 120, (60, 120)),
    ],
)
def test_how_many_answered_is_a_row(n, asked, row):
    found = row_of(n, asked)
    assert (found and (found.low, found.high)) == row


@pytest.mark.parametrize(
    ("n", "asked", "fewest", "row"),
    [(7, 40, 8, None), (8, 40, 8, (8, 9)), (8, 9, 8, None), (11, 40, 12, None), (12, 40, 12, (12, 14))],
)
def test_a_raised_threshold_is_the_lowest_row(n, asked, fewest, row):
    found = row_of(n, asked, fewest)
    assert (found and (found.low, found.high)) == row


@settings(deadline=None)
@given(st.integers(5, 200), st.integers(0, 100), st.integers(5, 50))
def test_the_row_never_says_that_all_or_all_but_one_answered(n, silent, fewest):
    row = row_of(n, n + silent, fewest)
    if row:
        assert row.low <= n <= row.high
        assert row.low <= n + silent - 2
        assert all(row_of(other, n + silent, fewest) == row for other in range(row.low, row.high + 1))


# One review


@pytest.mark.parametrize("n", range(5, 13))
def test_one_review_forces_nobody(n):
    people = frozenset(range(n))
    assert not [cell for cell in scale(n) if forced([(people, counts(cell))])]


@pytest.mark.parametrize("n", range(5, 201))
def test_one_review_forces_nobody_in_larger_groups(n):
    """By counting: whoever knows one answer is left with more than "nobody of the others" and "everybody"."""
    for low, high in scale(n):
        for own in (0, 1):
            left = {count - own for count in range(low, high + 1)} & set(range(n))
            assert left - {0}
            assert left - {n - 1}


def counts(cell):
    low, high = cell
    return frozenset(range(low, high + 1))


def test_the_brute_force_finds_what_used_to_be_printed():
    """Five of whom one agrees, rounded to 5 %: everybody sees exactly one, and the one sees the others."""
    assert forced([(frozenset(range(5)), frozenset({1}))])


def test_fixed_steps_give_away_a_sixth_who_joins():
    five, six = frozenset(range(5)), frozenset(range(6))
    assert forced([(five, counts((0, 2))), (six, counts((3, 6)))])
    row = Row(5, 9, 2)
    then = earlier_figure(1, (0, 0, row), row, Answerers(five, five), Answerers(six, six))
    assert plan_for(6, row, [then]).cells == [Cell(0, 6, about=1)]


def test_steps_of_two_counts_give_way_to_a_reader_who_changes_their_answer():
    """Narrower ends than three counts break as soon as the reader's two answers are laid side by side."""
    people = frozenset(range(5))
    assert forced([(people, frozenset({0, 1})), (people, frozenset({0, 1}))])
    assert not forced([(people, counts((0, 2))), (people, counts((3, 5)))])


# Two reviews and three


def plans(groups, asked):
    """All sequences of (people, figure) that reviews of these groups of people, one after the other, may have printed;
    of each of them `asked` were asked."""
    told = [[]]
    for people, all_asked in zip(groups, asked, strict=True):
        now, row = Answerers(all_asked, people), row_of(len(people), len(all_asked))
        longer = []
        for story in told:
            pasts = [
                earlier_figure(before, (then.first, then.last, then.row), row, Answerers(asked[before - 1], who), now)
                for before, (who, then) in enumerate(story, start=1)
                if then and row
            ]
            plan = plan_for(len(people), row, [one for one in pasts if one])
            longer += [[*story, (people, figure)] for figure in {plan.figure(one.low) for one in plan.cells} or {None}]
        told = longer
    return told


def histories(*groups):
    """What may have been printed, whether everybody is asked each time or only those who answer, and two more."""
    everybody = frozenset().union(*groups) | {"silent", "too"}
    yield from plans(groups, [everybody] * len(groups))
    yield from plans(groups, [group | {"silent", "too"} for group in groups])


def breaks(groups):
    for story in histories(*groups):
        rounds = [(people, counts((shown.cell.low, shown.cell.high))) for people, shown in story if shown]
        if rounds and (found := forced(rounds)):
            return found
    return ""


def turnovers(smallest, largest, most):
    """Two groups: n people, of whom some leave and others join."""
    for n, left, joined in itertools.product(range(smallest, largest + 1), range(most + 1), range(most + 1)):
        yield frozenset(range(n)), frozenset(range(left, n + joined))


@pytest.mark.parametrize("n", range(5, 9))
def test_two_reviews_force_nobody(n):
    assert not [found for groups in turnovers(n, n, 3) if len(groups[1]) >= 5 and (found := breaks(groups))]


@pytest.mark.slow
@pytest.mark.parametrize("n", range(9, 13))
def test_two_reviews_of_more_people_force_nobody(n):
    assert not [found for groups in turnovers(n, n, 3) if (found := breaks(groups))]


def test_fixed_steps_would_force_somebody_in_many_of_these():
    """What the windows are for."""
    broken = 0
    for then, now in turnovers(5, 8, 2):
        cells = itertools.product(scale(max(5, len(then))), scale(max(5, len(now))))
        broken += any(forced([(then, counts(one)), (now, counts(other))]) for one, other in cells)
    assert broken > 10


def mixed(people):
    """Any groups of at least five of some people."""
    return st.frozensets(st.integers(0, people - 1), min_size=5, max_size=people)


@settings(deadline=None, max_examples=40)
@given(st.lists(mixed(7), min_size=2, max_size=3))
def test_reviews_with_returners_force_nobody(groups):
    assert not breaks(groups)


@settings(deadline=None)
@given(st.lists(mixed(10), min_size=3, max_size=4))
def test_what_is_possible_of_many_reviews_follows_from_the_oldest(groups):
    """The proof of the windows, as a property: a later cell contains everything that the earlier one could become, or
    nothing of it."""
    for story in histories(*groups):
        for (then, before), (now, after) in itertools.combinations(story, 2):
            if before is None or after is None or then == now or not then & now:
                continue
            low, high = before.cell.low - len(then - now) - 1, before.cell.high + len(now - then) + 1
            window = {count for count in range(len(now) + 1) if low <= count <= high}
            cell = set(range(after.cell.low, after.cell.high + 1))
            assert window <= cell or not window & cell


TWENTY = Row(15, 22, 5)


def test_more_people_leave_room_for_less_about_and_more():
    row = Row(30, 59, 10)
    earlier = Earlier(1, 5, 5, row, Turnover(2, 2))
    assert cells_of(40, 10, [earlier.window(row)])[2:5] == [
        Cell(8, 11), Cell(12, 31, about=1), Cell(32, 35)
    ]  # fmt: skip


def compared(then, now, asked_then, asked_now):
    return earlier_figure(1, (2, 2, TWENTY), TWENTY, Answerers(asked_then, then), Answerers(asked_now, now))


def test_the_same_people_need_no_window():
    people, asked = frozenset(range(20)), frozenset(range(22))
    assert compared(people, people, asked, asked) is None


def test_people_who_were_never_asked_together_need_no_window():
    first, second = frozenset(range(22)), frozenset(range(22, 44))
    assert compared(first, second, first, second) is None


def test_somebody_who_is_asked_and_does_not_answer_is_reckoned_with():
    people, asked = frozenset(range(20)), frozenset(range(22))
    assert compared(people, people, asked, asked | {"new"}).turnover == Turnover(2, 3)


def test_a_window_tells_no_more_than_how_many_were_asked_and_about_how_many_changed():
    asked = frozenset(range(30))
    windows = {
        compared(frozenset(range(20)), frozenset(range(left, 20 + joined)), asked, asked).window(TWENTY)
        for left in range(3) for joined in range(1, 3)
    }  # fmt: skip
    assert len(windows) == 1


earlier_ones = st.lists(
    st.builds(
        lambda review, first, width, left, joined: Earlier(
            review, first, min(first + width, 9), Row(30, 59, 10), Turnover(left, joined)
        ),
        st.integers(1, 9), st.integers(0, 9), st.integers(0, 6), st.integers(0, 6), st.integers(0, 6),
    ),
    max_size=4,
)  # fmt: skip


@settings(deadline=None)
@given(st.integers(30, 59), earlier_ones)
def test_cells_cover_all_counts_once_and_none_is_narrow(n, earlier):
    cells = plan_for(n, Row(30, 59, 10), earlier).cells
    assert [count for cell in cells for count in range(cell.low, cell.high + 1)] == list(range(n + 1))
    assert all(cell.width >= 3 for cell in cells)


@settings(deadline=None)
@given(st.integers(30, 59), earlier_ones)
def test_no_two_cells_are_printed_alike(n, earlier):
    """Or a label would stand for more counts than the gate has reckoned with."""
    plan = plan_for(n, Row(30, 59, 10), earlier)
    if len(plan.cells) > 1:
        shown = [plan.figure(cell.low) for cell in plan.cells]
        labels = {(one.first, one.last, one.change, one.since) for one in shown}
        assert len(labels) == len(plan.cells)


@settings(deadline=None)
@given(st.integers(5, 300))
def test_a_step_is_where_the_share_lies(n):
    for count in range(n + 1):
        step = step_of(count, n, steps_for(n))
        assert step / steps_for(n) <= count / n <= (step + 1) / steps_for(n)
