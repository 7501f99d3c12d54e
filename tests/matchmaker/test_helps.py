"""What would help somebody without a pair: the smallest change of each rule."""

from dataclasses import replace
from datetime import time
from itertools import pairwise

import pytest
from hypothesis import given, settings

from matchmaker import ANY_DISTANCE, Help, Policy, Reason, propose

from .people import junior, problem, senior
from .strategies import problems


def helps(case):
    return propose(case).unmatched[0].helps


def chain(*names):
    return dict(pairwise(names))


FAR = Policy(reporting_distance=ANY_DISTANCE)
LINE = chain("kavya", "ana", "jack")


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        (problem([junior(level=5)]), Help(Reason.LEVEL_GAP, 1, 1)),
        (problem([junior(level=7)]), Help(Reason.LEVEL_GAP, 0, 1)),
        (problem([junior(level=4)], policy=Policy(minimum_level_gap=4)), Help(Reason.LEVEL_GAP, 2, 1)),
        (problem([junior(level=None)]), Help(Reason.LEVEL_GAP, 0, 1)),
        (problem(managers=LINE), Help(Reason.REPORTING_LINE, 1, 1)),
        (problem(managers=chain("jack", "kavya")), Help(Reason.REPORTING_LINE, 0, 1)),
        (problem(managers=chain("kavya", "ana", "ben", "jack"), policy=FAR), Help(Reason.REPORTING_LINE, 2, 1)),
        (problem([junior(topics={"law": 1})]), Help(Reason.SHARED_TOPIC, None, 1)),
        (problem(earlier_pairs=frozenset({("kavya", "jack")})), Help(Reason.EARLIER_PAIR, None, 1)),
        (
            problem(managers=dict.fromkeys(("kavya", "jack"), "ana"), policy=Policy(forbids_same_manager=True)),
            Help(Reason.SAME_MANAGER, None, 1),
        ),
        (
            problem([junior(languages=frozenset({"pt"}))], policy=Policy(needs_shared_language=True)),
            Help(Reason.SHARED_LANGUAGE, None, 1),
        ),
        (problem([junior(works_from=time(15, 30), works_until=time(23))]), Help(Reason.WORKING_HOURS, 1, 1)),
        (problem([junior(works_from=time(18), works_until=time(23))]), Help(Reason.WORKING_HOURS, 0, 1)),
    ],
)
def test_each_rule_says_how_far_it_would_have_to_give_way(case, expected):
    assert helps(case) == (expected,)


@pytest.mark.parametrize("pairs", ["conflicts", "protected", "declines", "forbidden", "open_pairs"])
def test_what_no_rule_can_change_is_no_help(pairs):
    assert helps(problem(**{pairs: frozenset({("kavya", "jack")})})) == ()


def test_somebody_kept_apart_in_confidence_is_never_counted():
    seniors = [senior("jack", level=3), senior("lena", level=3)]
    case = problem(None, seniors, declines=frozenset({("kavya", "lena")}))
    assert helps(case) == (Help(Reason.LEVEL_GAP, 1, 1),)


@settings(max_examples=80, deadline=None)
@given(problems)
def test_a_help_taken_allows_as_many_as_it_says(case):
    setting = {
        Reason.LEVEL_GAP: "minimum_level_gap",
        Reason.REPORTING_LINE: "reporting_distance",
        Reason.WORKING_HOURS: "minimum_overlap_hours",
        Reason.SHARED_TOPIC: "needs_shared_topic",
        Reason.SAME_MANAGER: "forbids_same_manager",
        Reason.EARLIER_PAIR: "forbids_repeats",
        Reason.SHARED_LANGUAGE: "needs_shared_language",
    }
    for left in propose(case).unmatched:
        for offered in left.helps:
            changed = replace(case.policy, **{setting[offered.reason]: offered.value or 0})
            after = propose(replace(case, policy=changed))
            allowed = {other.person: other for other in after.unmatched}
            if left.person in allowed:
                assert allowed[left.person].allowed == left.allowed + offered.allowed
