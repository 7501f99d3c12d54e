"""All scores at once say the same as one pair after the other."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings

from matchmaker import CRITERIA, Policy, check_pairs
from matchmaker.encoding import build_table
from matchmaker.grading import grade

from .people import NO_RULES, junior, problem, senior
from .strategies import problems

NOTHING = {criterion.code: 0 for criterion in CRITERIA}


def one_by_one(case):
    pairs = [(one.id, other.id) for one in case.juniors for other in case.seniors]
    return [check.score if check.is_allowed else -1 for check in check_pairs(case, pairs)]


@settings(max_examples=150, deadline=None)
@given(problems)
def test_it_is_the_score_of_every_allowed_pair_and_nothing_else(case):
    assert grade(build_table(case)).ravel().tolist() == one_by_one(case)


@pytest.mark.parametrize("topics", [3, 25, 60])
@pytest.mark.parametrize("most", [1, 7, 50, 999])
def test_topics_are_rounded_like_whole_numbers(topics, most):
    draw = random.Random(topics)
    words = [f"t{k}" for k in range(topics)]

    def some():
        return {word: draw.randint(1, 5) for word in draw.sample(words, draw.randint(1, topics))}

    policy = replace(NO_RULES, weights=NOTHING | {"topics": most, "department": 1000 - most})
    people = (junior(f"j{k:02}", topics=some()) for k in range(60)), (senior(f"s{k}", topics=some()) for k in range(9))
    case = problem(*map(list, people), policy=policy)
    assert grade(build_table(case)).ravel().tolist() == one_by_one(case)


def test_many_blocks_are_put_together_in_order():
    juniors = [junior(f"j{k:04}", level=1 + k % 5, topics={"ai": 1 + k % 5}) for k in range(1500)]
    case = problem(juniors, [senior("a"), senior("b", level=5)], policy=Policy(minimum_level_gap=3))
    assert grade(build_table(case)).ravel().tolist() == one_by_one(case)
