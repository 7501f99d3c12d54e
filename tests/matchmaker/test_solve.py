import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from scipy.optimize import linear_sum_assignment

from matchmaker import ProblemError, SolverError
from matchmaker import solve as solve_module
from matchmaker.certify import certify
from matchmaker.instance import Instance
from matchmaker.solve import solve

from .strategies import best_of, instances

NO_PINS = np.array([], dtype=np.intp), np.array([], dtype=np.intp)


def one_to_one(score, pinned=NO_PINS):
    rows, columns = score.shape
    return Instance(score, np.ones(rows, dtype=int), np.ones(columns, dtype=int), pinned)


@settings(max_examples=250, deadline=None)
@given(instances())
def test_it_is_the_best_of_all_choices_and_proven(instance):
    solution = solve(instance)
    certificate = certify(instance, solution.chosen, solution.prices)
    people, pairs, total = best_of(instance)
    assert certificate.gap == 0
    assert certificate.value == (people + pairs) * instance.bonus + total
    assert (certificate.most_firsts, certificate.most_pairs, certificate.highest_total) == (people, pairs, total)


@pytest.mark.parametrize(("shape", "share"), [((150, 180), 0.5), ((200, 200), 0.03), ((600, 40), 0.5)])
def test_it_equals_the_dense_assignment(shape, share):
    random = np.random.default_rng(7)
    score = random.integers(0, 1001, shape).astype(np.int16)
    score[random.random(shape) > share] = -1
    instance = one_to_one(score)
    solution = solve(instance)
    worth = np.where(score >= 0, score + np.int64(instance.bonus), 0)
    certificate = certify(instance, solution.chosen, solution.prices)
    assert certificate.value == worth[linear_sum_assignment(worth, maximize=True)].sum()
    assert certificate.is_optimal


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(instances())
def test_without_an_answer_of_the_flow_it_is_just_as_exact(monkeypatch, instance):
    """Augmenting paths over all pairs do the whole work from nothing."""
    monkeypatch.setattr(solve_module, "best_flow", no_flow)
    solution = solve(instance)
    certificate = certify(instance, solution.chosen, solution.prices)
    assert certificate.is_optimal
    assert (certificate.most_firsts, certificate.most_pairs, certificate.highest_total) == best_of(instance)


def test_without_an_answer_of_the_flow_a_mid_size_match_is_proven(monkeypatch):
    monkeypatch.setattr(solve_module, "best_flow", no_flow)
    random = np.random.default_rng(11)
    score = random.integers(0, 1001, (120, 150)).astype(np.int16)
    score[random.random(score.shape) > 0.5] = -1
    instance = one_to_one(score)
    solution = solve(instance)
    assert certify(instance, solution.chosen, solution.prices).is_optimal


def no_flow(instance, cells):
    raise SolverError("no answer")


def test_one_more_pair_outweighs_any_score():
    score = np.array([[1000, 0], [0, -1]], dtype=np.int16)
    assert [side.tolist() for side in solve(one_to_one(score)).chosen] == [[0, 1], [1, 0]]


def test_many_places_on_both_sides_do_not_take_a_pair_twice():
    score = np.array([[900, 1]], dtype=np.int16)
    instance = Instance(score, np.array([3]), np.array([3, 3]), NO_PINS)
    assert [side.tolist() for side in solve(instance).chosen] == [[0, 0], [0, 1]]


def test_a_pin_is_kept_at_any_cost():
    score = np.array([[1000, 0], [0, 1000]], dtype=np.int16)
    chosen = solve(one_to_one(score, (np.array([0]), np.array([1])))).chosen
    assert [side.tolist() for side in chosen] == [[0, 1], [1, 0]]


def test_pins_beyond_the_places_are_refused():
    score = np.zeros((1, 2), dtype=np.int16)
    with pytest.raises(ProblemError, match="more places"):
        solve(one_to_one(score, (np.array([0, 0]), np.array([0, 1]))))


@pytest.mark.parametrize("shape", [(0, 0), (0, 3), (3, 0), (2, 2)])
def test_nobody_to_pair_is_an_empty_answer_and_proven(shape):
    instance = one_to_one(np.full(shape, -1, dtype=np.int16))
    solution = solve(instance)
    assert len(solution.chosen[0]) == 0
    assert certify(instance, solution.chosen, solution.prices).gap == 0
