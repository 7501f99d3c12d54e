"""Each rule alone decides about a pair: on it forbids, off or satisfied it allows."""

from dataclasses import replace
from datetime import time
from itertools import pairwise

import pytest

from matchmaker import ANY_DISTANCE, Policy, Reason, check_pair, propose

from .people import NO_RULES, junior, pairs, problem, senior

PAIR = ("kavya", "jack")
US = frozenset({PAIR})
SWAPPED = frozenset({PAIR[::-1]})
CHAIN = {"kavya": "ana", "ana": "ben", "ben": "jack"}


def rule(**switch):
    return replace(NO_RULES, **switch)


NIGHT = {"works_from": time(17), "works_until": time(23)}
# reason, the problem in which it forbids, the change that allows
FLIPS = [
    (Reason.LEVEL_GAP, problem([junior(level=5)]), {"policy": Policy(minimum_level_gap=1)}),
    (Reason.LEVEL_GAP, problem([junior(level=None)]), {"policy": Policy(minimum_level_gap=0)}),
    (Reason.LEVEL_GAP, problem([junior(level=5)]), {"juniors": (junior(level=4),)}),
    (Reason.REPORTING_LINE, problem(managers={"kavya": "jack"}), {"managers": {}}),
    (Reason.REPORTING_LINE, problem(managers={"jack": "kavya"}), {"managers": {}}),
    (
        Reason.REPORTING_LINE,
        problem(managers={"kavya": "ana", "ana": "jack"}),
        {"policy": Policy(reporting_distance=1)},
    ),
    (
        Reason.REPORTING_LINE,
        problem(managers={"kavya": "jack"}),
        {"policy": Policy(reporting_distance=0)},
    ),
    (
        Reason.REPORTING_LINE,
        problem(managers=CHAIN, policy=Policy(reporting_distance=ANY_DISTANCE)),
        {"policy": Policy()},
    ),
    (
        Reason.SAME_MANAGER,
        problem(managers=dict.fromkeys(PAIR, "ana"), policy=Policy(forbids_same_manager=True)),
        {"policy": Policy()},
    ),
    (
        Reason.SHARED_TOPIC,
        problem([junior(topics={"law": 5})]),
        {"policy": Policy(needs_shared_topic=False)},
    ),
    (Reason.EARLIER_PAIR, problem(earlier_pairs=US), {"policy": Policy(forbids_repeats=False)}),
    (Reason.EARLIER_PAIR, problem(earlier_pairs=SWAPPED), {"earlier_pairs": frozenset()}),
    (Reason.OPEN_PAIR, problem(open_pairs=US, policy=NO_RULES), {"open_pairs": frozenset()}),
    (Reason.CONFLICT, problem(conflicts=SWAPPED, policy=NO_RULES), {"conflicts": frozenset()}),
    (
        Reason.PROTECTED,
        problem(protected=SWAPPED, policy=NO_RULES),
        {"protected": frozenset()},
    ),
    (Reason.DECLINED, problem(declines=SWAPPED, policy=NO_RULES), {"declines": frozenset()}),
    (Reason.FORBIDDEN, problem(forbidden=US, policy=NO_RULES), {"forbidden": frozenset()}),
    (
        Reason.SHARED_LANGUAGE,
        problem([junior(languages=frozenset({"pt"}))], policy=Policy(needs_shared_language=True)),
        {"policy": Policy()},
    ),
    (Reason.WORKING_HOURS, problem([junior(**NIGHT)]), {"policy": Policy(minimum_overlap_hours=0)}),
    (Reason.WORKING_HOURS, problem([junior(time_zone=None)]), {"policy": Policy(minimum_overlap_hours=0)}),
    (
        Reason.WORKING_HOURS,
        problem([junior(time_zone="America/New_York")], policy=Policy(minimum_overlap_hours=3.5)),
        {"policy": Policy(minimum_overlap_hours=3)},
    ),
    (Reason.NO_FREE_PLACE, problem([junior(capacity=0)]), {"juniors": (junior(),)}),
    (Reason.NO_FREE_PLACE, problem(None, [senior(capacity=0)]), {"seniors": (senior(),)}),
    (
        Reason.SAME_PERSON,
        problem([junior("jack")], policy=NO_RULES),
        {"juniors": (junior(),)},
    ),
]


@pytest.mark.parametrize(("reason", "case", "change"), FLIPS)
def test_the_rule_alone_decides(reason, case, change):
    pair = case.juniors[0].id, case.seniors[0].id
    assert check_pair(case, pair).reasons == (reason,)
    assert not check_pair(case, pair).is_allowed
    assert check_pair(replace(case, **change), PAIR).is_allowed
    assert pairs(propose(case)) == set()
    assert pairs(propose(replace(case, **change))) == {PAIR}


def test_any_distance_has_no_end():
    names = ["kavya", *(f"m{k}" for k in range(150)), "jack"]
    case = problem(managers=dict(pairwise(names)), policy=Policy(reporting_distance=ANY_DISTANCE))
    assert pairs(propose(case)) == set()
    assert pairs(propose(replace(case, policy=Policy(reporting_distance=98)))) == {PAIR}


def test_every_reason_is_flipped():
    assert {reason for reason, _, _ in FLIPS} == set(Reason)


def test_a_circle_of_managers_ends():
    case = problem(managers={"kavya": "ana", "ana": "kavya"}, policy=Policy(reporting_distance=ANY_DISTANCE))
    assert pairs(propose(case)) == {PAIR}


def test_the_head_of_the_organisation_has_no_mentor_when_any_distance_counts():
    case = problem(managers=CHAIN, policy=Policy(reporting_distance=ANY_DISTANCE))
    assert propose(case).pools.seniors == 0


@pytest.mark.parametrize(("places", "expected"), [(1, 1), (2, 2), (3, 3), (5, 3)])
def test_places_on_one_side_bound_the_pairs(places, expected):
    juniors = [junior(name) for name in "abc"]
    assert len(propose(problem(juniors, [senior(capacity=places)])).pairs) == expected
