import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from matchmaker.certify import CertificateError, certify
from matchmaker.instance import Instance
from matchmaker.prices import Prices, find_prices
from matchmaker.solve import solve

from .strategies import best_of, instances

SCORE = np.array([[900, 500, 10], [800, 600, 20], [-1, 300, 30]], dtype=np.int16)
BEST = np.array([0, 1, 2]), np.array([0, 1, 2])
PINNED = np.array([0]), np.array([0])
ONCE = np.array([1, 1, 1])


@pytest.fixture
def instance():
    return Instance(SCORE, ONCE, ONCE, PINNED)


def cells(*pairs):
    both = np.array(pairs, dtype=np.intp).reshape(-1, 2)
    return both[:, 0], both[:, 1]


def test_the_best_choice_is_proven(instance):
    certificate = certify(instance, BEST, find_prices(instance, BEST))
    assert (certificate.most_pairs, certificate.highest_total, certificate.gap) == (3, 1530, 0)


@pytest.mark.parametrize(
    ("chosen", "fault"),
    [
        (cells((0, 0), (1, 1), (1, 1)), "twice"),
        (cells((0, 0), (1, 1), (1, 2)), "more pairs than places"),
        (cells((0, 0), (1, 1), (2, 1)), "more pairs than places"),
        (cells((1, 1), (2, 0)), "not allowed"),
        (cells((1, 0), (0, 1), (2, 2)), "pinned pair is missing"),
    ],
)
def test_what_is_not_permitted_is_rejected(instance, chosen, fault):
    with pytest.raises(CertificateError, match=fault):
        certify(instance, chosen, find_prices(instance, BEST))


@pytest.mark.parametrize("chosen", [cells((0, 0), (1, 2), (2, 1)), cells((0, 0), (1, 1)), cells((0, 0))])
def test_a_worse_choice_leaves_a_gap(instance, chosen):
    for priced in (BEST, chosen):
        certificate = certify(instance, chosen, find_prices(instance, priced))
        assert certificate.gap > 0
        assert not certificate.is_optimal


@pytest.mark.parametrize("change", [-7, 7])
@pytest.mark.parametrize("person", range(3))
def test_a_wrong_price_leaves_a_gap(change, person):
    # One senior too many, and the juniors' prices as high as can be, so that none can move without the others'.
    score = np.array([[900, 500, 899], [800, 600, 599]], dtype=np.int16)
    instance = Instance(score, ONCE[:2], ONCE, cells())
    juniors, seniors = np.array([2900, 2800]), np.array([1, 0, 0])
    chosen = solve(instance).chosen
    assert certify(instance, chosen, Prices(juniors, seniors)).gap == 0
    seniors[person] = abs(seniors[person] + change)
    assert certify(instance, chosen, Prices(juniors, seniors)).gap > 0


def test_a_negative_price_is_refused(instance):
    prices = find_prices(instance, BEST)
    with pytest.raises(ValueError, match="negative"):
        certify(instance, BEST, Prices(prices.juniors, prices.seniors - 10**6))


def test_a_rule_lifted_after_the_proof_leaves_a_gap(instance):
    prices = find_prices(instance, BEST)
    score = SCORE.copy()
    score[1, 2] = 1000
    assert certify(Instance(score, ONCE, ONCE, PINNED), BEST, prices).gap > 0


@settings(max_examples=150, deadline=None)
@given(instances(), st.data())
def test_no_prices_prove_less_than_the_best(instance, data):
    rows, columns = instance.score.shape
    amount = st.integers(0, 2 * instance.bonus)
    prices = Prices(
        np.array(data.draw(st.lists(amount, min_size=rows, max_size=rows))),
        np.array(data.draw(st.lists(amount, min_size=columns, max_size=columns))),
    )
    people, pairs, total = best_of(instance)
    bound = certify(instance, solve(instance).chosen, prices).bound
    assert bound >= (people + pairs) * instance.bonus + total


@settings(max_examples=150, deadline=None)
@given(instances(), st.data())
def test_leaving_out_any_pair_is_noticed(instance, data):
    rows, columns = solve(instance).chosen
    pinned = set(zip(*instance.pinned, strict=True))
    loose = [k for k, cell in enumerate(zip(rows, columns, strict=True)) if cell not in pinned]
    assume(loose)
    kept = np.arange(len(rows)) != data.draw(st.sampled_from(loose))
    worse = rows[kept], columns[kept]
    assert certify(instance, worse, find_prices(instance, worse)).gap > 0
