from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker import Help, ProblemError, Reason, Removal, Side, Unmatched, check_pair, count_possible, propose

from . import oracle
from .people import NO_RULES, junior, problem, senior
from .strategies import problems


def pair_of(name):
    return frozenset({("kavya", name)})


def test_the_unmatched_are_told_which_rule_removed_how_many():
    seniors = [senior("low", level=3), senior("far", topics={"law": 1}), senior("both", level=3)]
    seniors[2] = replace(seniors[2], topics={})
    (kavya, *_) = propose(problem(None, seniors)).unmatched
    assert kavya == Unmatched(
        "kavya",
        Side.JUNIOR,
        candidates=3,
        allowed=0,
        removals=(Removal(Reason.LEVEL_GAP, 2, 1), Removal(Reason.SHARED_TOPIC, 2, 1)),
        helps=(Help(Reason.SHARED_TOPIC, None, 1), Help(Reason.LEVEL_GAP, 1, 1)),
    )


def test_what_the_team_reads_is_named_and_the_rest_protected():
    seniors = [senior(name) for name in ("declined", "private", "twice")]
    case = problem(
        None,
        seniors,
        declines=pair_of("declined") | pair_of("twice"),
        protected=pair_of("private") | pair_of("twice"),
    )
    (kavya, *_) = propose(case).unmatched
    assert kavya.removals == (Removal(Reason.DECLINED, 2, 1), Removal(Reason.PROTECTED, 2, 1))


def test_whose_note_it_is_changes_nothing():
    hers = problem(protected=frozenset({("kavya", "jack")}))
    his = problem(protected=frozenset({("jack", "kavya")}))
    assert propose(hers) == propose(his)
    assert check_pair(hers, ("kavya", "jack")) == check_pair(his, ("kavya", "jack"))


def test_a_candidate_who_went_to_somebody_else_counts_as_allowed():
    (left,) = propose(problem([junior("a", wishes=("jack",)), junior("b")])).unmatched
    assert (left.person, left.candidates, left.allowed, left.removals) == ("b", 1, 1, ())


def test_people_without_a_place_are_not_unmatched():
    assert [left.person for left in propose(problem([junior(capacity=0)])).unmatched] == ["jack"]


def test_a_pair_of_strangers_cannot_be_checked():
    with pytest.raises(ProblemError, match="takes no part"):
        check_pair(problem(), ("jack", "kavya"))


def test_alternatives_are_the_best_allowed_others():
    seniors = [senior(name, topics={"ai": n}) for n, name in enumerate("abcde", start=1)]
    seniors[1] = replace(seniors[1], topics={"ai": 1, "law": 5})
    case = problem([junior(wishes=("e", "d", "c"))], seniors, forbidden=pair_of("d"))
    result = propose(case)
    others = result.alternatives[Side.JUNIOR]["kavya"]
    assert [other.person for other in others] == ["c", "a", "b"]
    assert [other.score for other in others] == sorted((o.score for o in others), reverse=True)
    assert result.alternatives[Side.SENIOR]["e"] == ()


def is_lower(forced, result):
    return result.fairness is not None and forced.fairness.floor < result.fairness.floor


@settings(max_examples=40, deadline=None)
@given(problems, st.data())
def test_an_alternative_loses_at_least_what_it_says(case, data):
    result = propose(case)
    offered = [(person, other) for person, others in result.alternatives[Side.JUNIOR].items() for other in others]
    for person, other in offered[:4]:
        forced = propose(replace(case, pinned=frozenset({(person, other.person)})))
        if other.costs_a_pair:
            is_fewer = case.counts_people and forced.people < result.people
            assert len(forced.pairs) < len(result.pairs) or is_fewer or is_lower(forced, result)
            assert other.least_loss == 0
        elif len(forced.pairs) == len(result.pairs) and (forced.people == result.people or not case.counts_people):
            assert result.total - forced.total >= other.least_loss >= 0


@settings(max_examples=40, deadline=None)
@given(problems)
def test_pools_count_people_with_an_allowed_partner(case):
    allowed = {
        (one.id, other.id) for one in case.juniors for other in case.seniors if oracle.is_allowed(case, one, other)
    }
    pools = count_possible(case)
    assert pools == propose(case).pools
    assert pools.juniors == len({one for one, _ in allowed})
    assert pools.seniors == len({other for _, other in allowed})


def test_a_whole_roster_can_be_counted_with_everybody_on_both_sides():
    roster = [junior(f"p{k}", level=k % 7) for k in range(1400)]
    policy = replace(NO_RULES, minimum_level_gap=5)
    pools = count_possible(problem(roster, roster, policy=policy))
    assert (pools.juniors, pools.seniors) == (400, 400)
