"""Sums over groups, taken together, never tell about fewer than k people."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from insights.disclosure import is_safe

people = st.frozensets(st.integers(0, 9), max_size=10)


def tells_about_few(groups, k):
    """By the definition: some combination gives a weight to 1 to k-1 people. Tries every set of so few."""
    everybody = sorted(frozenset().union(*groups))
    sums = np.array([[person in group for person in everybody] for group in groups], dtype=float)
    whole = np.linalg.matrix_rank(sums) if everybody else 0
    for few in itertools.combinations(range(len(everybody)), min(k - 1, len(everybody))):
        others = np.delete(sums, few, axis=1)
        left = np.linalg.matrix_rank(others) if others.size else 0
        if left < whole:
            return True
    return False


@given(st.lists(people, min_size=1, max_size=4), st.integers(2, 4))
def test_what_is_safe_tells_about_no_few_by_the_definition(groups, k):
    if is_safe(groups, k):
        assert not tells_about_few(groups, k)


@pytest.mark.parametrize(
    ("groups", "safe"),
    [
        ([range(10)], True),
        ([range(4)], False),
        ([range(10), range(10)], True),
        ([range(10), range(11)], False),
        ([range(10), range(15)], True),
        ([range(10), range(10, 20)], True),
        # Pairwise they differ by enough, but the first and the second less the third are twice the few.
        ([[*range(6), 20, 21], [20, 21, *range(10, 16)], [*range(6), *range(10, 16)]], False),
    ],
)
def test_groups_that_differ_by_few_are_not_safe(groups, safe):
    assert is_safe([set(group) for group in groups], 5) is safe


rounds = st.lists(st.frozensets(st.integers(0, 11)), min_size=1, max_size=5)


@given(rounds, st.integers(3, 5))
def test_rounds_published_one_by_one_stay_safe_together(answering, k):
    """As the gate does: the sum over a round is added only where all that are out stay safe."""
    published = []
    for group in answering:
        if is_safe([*published, group], k):
            published.append(group)
    assert not published or not tells_about_few(published, k)
