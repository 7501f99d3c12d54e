from dataclasses import replace
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker import CRITERIA, PRESETS, Policy, ProblemError, check_pair, most_points, share_out

from .people import NO_RULES, junior, problem, senior

PAIR = ("kavya", "jack")
CODES = [criterion.code for criterion in CRITERIA]
NOTHING = dict.fromkeys(CODES, 0)
ONLY = {code: NOTHING | {code: 1} for code in CODES}


def points(part, one=None, other=None):
    policy = replace(NO_RULES, weights=ONLY[part])
    case = problem([one or junior()], [other or senior()], policy=policy)
    return check_pair(case, PAIR).score


@pytest.mark.parametrize(
    ("can", "wants", "expected"),
    [
        ({"ai": 5}, {"ai": 1}, 1000),
        ({"ai": 4}, {"ai": 5}, 800),
        ({"ai": 5}, {"ai": 5, "law": 5}, 500),
        ({"law": 5}, {"ai": 4, "law": 1}, 200),
        ({"law": 5}, {"ai": 4}, 0),
        ({"ai": 5}, {}, 0),
    ],
)
def test_topics_are_priority_by_proficiency(can, wants, expected):
    assert points("topics", junior(topics=can), senior(topics=wants)) == expected


@pytest.mark.parametrize(
    ("ones", "others", "expected"),
    [
        (("jack",), ("kavya",), 1000),
        (("x", "jack"), (), 400),
        ((), ("x", "y", "kavya"), 300),
        (("a", "b", "c", "d", "e", "f", "jack"), (), 100),
        (("jack", "jack"), (), 500),
        ((), (), 0),
    ],
)
def test_wishes_count_by_rank_on_both_sides(ones, others, expected):
    assert points("wishes", junior(wishes=ones), senior(wishes=others)) == expected


@pytest.mark.parametrize("part", ["department", "location"])
@pytest.mark.parametrize(("one", "other", "expected"), [("a", "b", 1000), ("a", "a", 0), (None, "a", 0), ("", "a", 0)])
def test_a_bridge_needs_two_known_places(part, one, other, expected):
    assert points(part, junior(**{part: one}), senior(**{part: other})) == expected


@pytest.mark.parametrize(("until", "expected"), [(17, 1000), (13, 1000), (11, 500), (9, 0)])
def test_hours_in_common_count_up_to_four(until, expected):
    assert points("overlap", junior(works_from=time(6), works_until=time(until))) == expected


@pytest.mark.parametrize(("languages", "expected"), [({"pt", "en"}, 1000), ({"pt"}, 0), ({}, 0)])
def test_a_shared_language_counts(languages, expected):
    assert points("language", junior(languages=frozenset(languages))) == expected


@given(st.dictionaries(st.sampled_from(CODES), st.integers(0, 100)).filter(lambda some: any(some.values())))
def test_the_most_points_fill_the_scale_in_proportion(weights):
    most = share_out(weights)
    assert sum(most.values()) == 1000
    for code, whole in most.items():
        assert abs(whole - 1000 * weights[code] / sum(weights.values())) < 1


def test_without_weights_every_score_is_zero():
    nothing = replace(NO_RULES, weights=NOTHING)
    assert check_pair(problem(policy=nothing), PAIR).score == 0


def test_a_negative_weight_is_refused():
    with pytest.raises(ProblemError, match="negative"):
        Policy(weights={"topics": -1})


def test_a_weight_of_what_is_no_criterion_is_refused():
    with pytest.raises(ProblemError, match="no criterion shoe_size"):
        check_pair(problem(policy=Policy(weights={"shoe_size": 5})), PAIR)


def test_a_criterion_without_a_weight_of_the_policy_has_its_own():
    one_more = replace(NO_RULES, weights={"new_link": 100})
    assert most_points(problem(policy=one_more))["topics"] == 250


def test_the_balanced_weights_are_the_usual_ones():
    usual = {"topics": 500, "wishes": 150, "department": 150, "location": 50, "overlap": 100, "language": 50}
    assert most_points(problem(policy=NO_RULES)) == share_out(PRESETS["balanced"]) == NOTHING | usual


def test_presets_put_first_what_they_name():
    assert max(share_out(PRESETS["skills_first"]).items(), key=lambda item: item[1])[0] == "topics"
    bridge = share_out(PRESETS["widest_bridge"])
    assert bridge["department"] + bridge["location"] > 500
