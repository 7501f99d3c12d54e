"""Going on from any start is as exact as solving anew."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from matchmaker import Start, check_pair, propose
from matchmaker.certify import certify
from matchmaker.instance import Instance
from matchmaker.prices import Prices
from matchmaker.solve import Solution, resolve, solve

from .people import junior, problem, senior
from .strategies import best_of, instances, problems

NOTHING = np.array([], dtype=np.intp), np.array([], dtype=np.intp)


def proof_of(instance, solution):
    certificate = certify(instance, solution.chosen, solution.prices)
    assert certificate.gap == 0
    return certificate.most_firsts, certificate.most_pairs, certificate.highest_total


def mid_size(places=1, seed=11, shape=(120, 110), share=0.3):
    """With more than one place each, first partners count but of every third person."""
    random = np.random.default_rng(seed)
    score = random.integers(0, 1001, shape).astype(np.int16)
    score[random.random(shape) > share] = -1
    capacities = (random.integers(1, places + 1, length) for length in shape)
    firsts = tuple(np.arange(length) % 3 > 0 for length in shape) if places > 1 else None
    return Instance(score, *capacities, NOTHING, counts_first=firsts)


@settings(max_examples=120, deadline=None)
@given(instances(), st.data())
def test_any_choice_and_any_prices_lead_to_the_best(instance, data):
    rows, columns = instance.score.shape
    amount = st.integers(0, 2 * instance.bonus)
    prices = Prices(*(np.array(data.draw(st.lists(amount, min_size=n, max_size=n))) for n in (rows, columns)))
    cells = data.draw(st.sets(st.tuples(st.integers(0, rows - 1), st.integers(0, columns - 1)), max_size=5))
    some = np.array(sorted(cells), dtype=np.intp).reshape(-1, 2)
    found = solve(instance, Solution((some[:, 0], some[:, 1]), prices))
    assert proof_of(instance, found) == best_of(instance)


@pytest.mark.parametrize("places", [1, 3])
def test_a_changed_instance_is_solved_from_the_solution_before(places):
    before = mid_size(places)
    changed = replace(before, score=mid_size(places, seed=12).score)
    assert proof_of(changed, solve(changed, solve(before))) == proof_of(changed, solve(changed))


@pytest.mark.parametrize("places", [1, 3])
def test_a_forbidden_pair_is_replaced_without_looking_at_the_rest(places):
    instance = mid_size(places)
    before = solve(instance)
    for row, column in zip(before.chosen[0][::17], before.chosen[1][::17], strict=True):
        score = instance.score.copy()
        score[row, column] = -1
        changed = replace(instance, score=score)
        assert proof_of(changed, resolve(changed, before, NOTHING)) == proof_of(changed, solve(changed))


@pytest.mark.parametrize("places", [1, 3])
def test_a_pin_is_fitted_in_without_looking_at_the_rest(places):
    instance = mid_size(places)
    before = solve(instance)
    for row, column in np.argwhere(instance.score >= 0)[::397]:
        changed = replace(instance, pinned=(np.array([row]), np.array([column])))
        assert proof_of(changed, resolve(changed, before, NOTHING)) == proof_of(changed, solve(changed))


def test_a_pair_that_is_allowed_again_comes_back():
    instance = mid_size()
    row, column = (int(side[0]) for side in solve(instance).chosen)
    score = instance.score.copy()
    score[row, column] = -1
    without = replace(instance, score=score)
    suspects = np.array([row]), np.array([column])
    found = resolve(instance, solve(without), suspects)
    assert proof_of(instance, found) == proof_of(instance, solve(instance))


def starting_from(result):
    return Start([(pair.junior, pair.senior) for pair in result.pairs], result.proof)


@settings(max_examples=80, deadline=None)
@given(problems, problems)
def test_a_proposal_goes_on_from_any_other(before, after):
    anew, went_on = propose(after), propose(after, start=starting_from(propose(before)))
    assert (len(went_on.pairs), went_on.total) == (len(anew.pairs), anew.total)
    assert went_on.certificate.is_optimal


@settings(max_examples=120, deadline=None)
@given(problems, st.data())
def test_after_a_small_change_it_looks_at_what_was_opened_alone(before, data):
    """A pair pinned or forbidden, somebody left out, or a pair allowed again: the pairs named are enough."""
    before = replace(before, pinned=frozenset(), policy=replace(before.policy, is_fair=False))
    pairs = [(one.id, other.id) for one in before.juniors for other in before.seniors]
    assume(pairs)
    pair = data.draw(st.sampled_from(pairs))
    was_forbidden = replace(before, forbidden=before.forbidden | {pair})
    changes = [
        (before, was_forbidden, ()),
        (was_forbidden, replace(before, forbidden=before.forbidden - {pair}), {pair}),
        (before, replace(before, juniors=tuple(one for one in before.juniors if one.id != pair[0])), ()),
    ]
    if check_pair(before, pair).is_allowed:
        changes.append((before, replace(before, pinned=frozenset({pair})), ()))
    for then, now, opened in changes:
        start = replace(starting_from(propose(then)), opened=opened)
        anew, went_on = propose(now), propose(now, start=start)
        assert went_on.certificate.is_optimal
        assert (len(went_on.pairs), went_on.total) == (len(anew.pairs), anew.total)


def test_nothing_changes_when_nothing_has_changed():
    people = [junior(f"j{k}") for k in range(9)], [senior(f"s{k}", capacity=2) for k in range(4)]
    result = propose(problem(*people))
    assert propose(problem(*people), start=starting_from(result)).pairs == result.pairs


def test_people_who_come_later_find_their_price():
    juniors, seniors = [junior(f"j{k}") for k in range(30)], [senior(f"s{k}") for k in range(30)]
    few = propose(problem(juniors[:10], seniors[:10]))
    more = propose(problem(juniors, seniors), start=starting_from(few))
    assert len(more.pairs) == 30
    assert more.certificate.is_optimal
