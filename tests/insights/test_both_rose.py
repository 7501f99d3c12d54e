"""Confidence before, now, and pairings in which both sides grew, printed together: against every way to answer.

The check here counts ways to answer as a sum over people, one after the other, and imports nothing of the gate but
what it prints.
"""

import functools
import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insights.both_rose import Side, cells_that_stand, counted_pairings, is_deniable
from insights.disclosure import Cell, cells_of, steps_for

# What one person may have answered: confident before, confident now, grew.
ANSWERS = [(0, 0, 0), (0, 0, 1), (0, 1, 1), (1, 0, 0), (1, 1, 0), (1, 1, 1)]
NOBODY = ("nobody", 0)


def sums(two):
    """What a pairing adds to: mentors before, now, leaders before, now, pairings in which both grew."""
    one, other = two
    return (one[0], one[1], other[0], other[1], one[2] * other[2])


def alone(side, answer):
    return (*answer[:2], 0, 0, 0) if side == 0 else (0, 0, *answer[:2], 0)


@functools.lru_cache(maxsize=64)
def reachable(pairs, mentors, leaders):
    """All totals that so many pairings, and people of whom only confidence counts, can add up to."""
    if pairs == mentors == leaders == 0:
        start = np.zeros((1,) * 5, dtype=bool)
        start[0, 0, 0, 0, 0] = True
        return start
    if pairs:
        before, steps = (
            reachable(pairs - 1, mentors, leaders),
            {sums(two) for two in itertools.product(ANSWERS, ANSWERS)},
        )
    elif mentors:
        before, steps = reachable(0, mentors - 1, leaders), {alone(0, one) for one in ANSWERS}
    else:
        before, steps = reachable(0, 0, leaders - 1), {alone(1, one) for one in ANSWERS}
    found = np.zeros(tuple(size + 1 for size in before.shape), dtype=bool)
    for step in steps:
        found[tuple(slice(by, by + size) for by, size in zip(step, before.shape, strict=True))] |= before
    return found


def fits(rest, known, box):
    """Whether the others can add to `known` so that all totals lie in `box`."""
    cut = tuple(slice(max(0, low - by), max(0, high - by + 1)) for (low, high), by in zip(box, known, strict=True))
    return bool(rest[cut].any())


def gives_away(box, pairs, extra=(0, 0)):
    """Who can no longer deny what to whom; empty where everybody can. `box` is what is printed, as five ranges."""
    for reader in readers(pairs, extra):
        for own in ANSWERS if reader != NOBODY else [None]:
            for other in others(reader, pairs, extra):
                possible = {one for one in ANSWERS if is_possible(box, pairs, extra, (reader, own), (other, one))}
                kinds = 3 if other[0] != "alone" else 2
                if possible and any(len({one[kind] for one in possible}) < 2 for kind in range(kinds)):
                    return f"{reader} who knows {own} knows {possible} of {other}"
    return ""


def readers(pairs, extra):
    return [NOBODY, ("pair", 0), ("pair", 1), *(("alone", side) for side in (0, 1) if extra[side])]


def others(reader, pairs, extra):
    if reader[0] == "pair":
        yield ("partner", 1 - reader[1])
    if pairs > (reader[0] == "pair"):
        yield from (("another pair", 0), ("another pair", 1))
    yield from (("alone", side) for side in (0, 1) if extra[side] > (reader == ("alone", side)))


def is_possible(box, pairs, extra, reader, other):
    """Whether the reader's and the other's answers agree with what is printed, the rest being free."""
    (who, own), (whom, one) = reader, other
    left, free = list(extra), pairs
    choices = [[]]
    if who[0] == "alone":
        choices = [[alone(who[1], own)]]
        left[who[1]] -= 1
    if whom[0] == "alone":
        choices = [[*known, alone(whom[1], one)] for known in choices]
        left[whom[1]] -= 1
    if who[0] == "pair":
        free -= 1
        partners = [one] if whom[0] == "partner" else ANSWERS
        choices = [[*known, sums(ordered(who[1], own, it))] for known in choices for it in partners]
    if whom[0] == "another pair":
        free -= 1
        choices = [[*known, sums(ordered(whom[1], one, it))] for known in choices for it in ANSWERS]
    rest = reachable(free, *left)
    totals = {tuple(map(sum, zip((0,) * 5, *known, strict=True))) for known in choices}
    return any(fits(rest, total, box) for total in totals)


def ordered(side, own, partner):
    return (own, partner) if side == 0 else (partner, own)


def printed(n, cells=None, extra=(0, 0)):
    """All boxes that may be printed: each of the four shares in a step, and the cells of the pairings that stand."""
    by_side = [cells_of(n + more, steps_for(n + more)) for more in extra]
    for b1, n1, b2, n2 in itertools.product(by_side[0], by_side[0], by_side[1], by_side[1]):
        sides = (Side(n + extra[0], b1, n1), Side(n + extra[1], b2, n2))
        standing = cells_that_stand(cells or cells_of(n, steps_for(n)), n, sides)
        for cell in standing if len(standing) > 1 else []:
            yield tuple((one.low, one.high) for one in (b1, n1, b2, n2, cell))


@pytest.mark.parametrize("n", range(5, 10))
def test_nobody_is_given_away_in_small_groups(n):
    assert not [found for box in printed(n) if (found := gives_away(box, n))]


@pytest.mark.parametrize(("n", "extra"), [(5, (1, 0)), (5, (2, 1)), (6, (0, 3)), (7, (1, 1))])
def test_nobody_is_given_away_where_some_have_no_complete_pairing(n, extra):
    assert not [found for box in printed(n, extra=extra) if (found := gives_away(box, n, extra))]


@pytest.mark.slow
@pytest.mark.parametrize("n", range(10, 13))
def test_nobody_is_given_away_in_thirds(n):
    assert not [found for box in printed(n) if (found := gives_away(box, n))]


def test_fixed_steps_give_away_in_five_pairs():
    """Most were confident and few are: so few pairings can have grown that "half or more" tells about some."""
    cells = cells_of(5, 2)
    low, high = [(one.low, one.high) for one in cells]
    broken = [
        box
        for four in itertools.product([low, high], repeat=4)
        for one in (low, high)
        if gives_away(box := (*four, one), 5)
    ]
    assert broken
    assert not set(broken) & set(printed(5))


cells_at_will = st.integers(5, 8).flatmap(
    lambda n: st.tuples(
        st.just(n), st.lists(st.tuples(st.integers(0, n - 2), st.integers(2, n)), min_size=4, max_size=4)
    )
)


@settings(deadline=None, max_examples=20)
@given(cells_at_will)
def test_the_check_agrees_with_every_way_to_answer(drawn):
    """Also for cells that no scale has, such as those that windows make."""
    n, spans = drawn
    four = [(low, min(n, low + width)) for low, width in spans]
    sides = (Side(n, Cell(*four[0]), Cell(*four[1])), Side(n, Cell(*four[2]), Cell(*four[3])))
    for cell in cells_of(n, steps_for(n)):
        assert is_deniable(cell.low, cell.high, n, sides) == (not gives_away((*four, (cell.low, cell.high)), n))


def test_cells_are_put_together_until_they_stand():
    """Everybody was confident in the one, nobody is in the other: no pairing can have grown, and so nothing is said."""
    few, many = Cell(0, 2), Cell(3, 5)
    assert cells_that_stand([few, many], 5, (Side(5, many, few), Side(5, many, few))) == [Cell(0, 5)]
    six = cells_of(6, 2)
    assert cells_that_stand(six, 6, (Side(6, *six), Side(6, *six))) == six


def test_somebody_with_two_mentors_counts_in_one_pairing():
    complete = {"b": ("maria", "jack"), "a": ("kavya", "jack"), "c": ("ann", "helen")}
    assert counted_pairings(complete) == {"a": ("kavya", "jack"), "c": ("ann", "helen")}
