"""The figures of a set of pairs, and of what simpler ways would have given."""

from itertools import product

import pytest
from hypothesis import given, settings

from matchmaker import CRITERIA, Policy, propose
from matchmaker.encoding import build_table
from matchmaker.grading import grade
from matchmaker.instance import Instance
from matchmaker.quality_report import best_first, first_come

from .people import NO_RULES, junior, problem, senior
from .strategies import instances, problems

WISHES = Policy(
    minimum_level_gap=0,
    reporting_distance=0,
    needs_shared_topic=False,
    minimum_overlap_hours=0,
    weights={one.code: int(one.code == "wishes") for one in CRITERIA},
)


def cells(case, choose):
    table = build_table(case)
    none = table.cells(())
    instance = Instance(grade(table), table.juniors.capacity, table.seniors.capacity, none)
    rows, columns = choose(table, instance)
    return {(table.juniors.ids[r], table.seniors.ids[c]) for r, c in zip(rows, columns, strict=True)}


def test_it_counts_topics_departments_and_the_lowest():
    juniors = [junior("a", topics={"ai": 3, "law": 2}, department="sales"), junior("b", department="law")]
    seniors = [senior("x", topics={"ai": 5, "law": 5}, department="law", wishes=("a",)), senior("y", department="law")]
    figures = propose(problem(juniors, seniors)).figures
    assert (figures.pairs, figures.wanted, figures.covered, figures.across) == (2, 3, 3, 1)
    assert figures.lowest == min(pair.score for pair in propose(problem(juniors, seniors)).pairs)


def test_pairs_who_would_rather_swap_are_counted():
    # x wants b and b wants x, but the whole is better off with a, who has nobody else.
    juniors = [junior("a", wishes=("x",)), junior("b", wishes=("x", "y"))]
    seniors = [senior("x", wishes=("b", "a")), senior("y", wishes=("b",))]
    result = propose(problem(juniors, seniors, policy=WISHES))
    assert {(pair.junior, pair.senior) for pair in result.pairs} == {("a", "x"), ("b", "y")}
    scores = {(pair.junior, pair.senior): pair.score for pair in result.pairs}
    assert scores["b", "y"] < 1000
    assert result.figures.would_swap == 1


@settings(max_examples=80, deadline=None)
@given(problems)
def test_would_swap_counts_every_pair_that_both_prefer(case):
    result = propose(case)
    table = build_table(case)
    score = dict(zip(product(table.juniors.ids, table.seniors.ids), grade(table).ravel().tolist(), strict=True))
    capacity = {person.id: person.capacity for person in case.juniors + case.seniors}
    chosen = {(pair.junior, pair.senior): pair.score for pair in result.pairs}

    def has(person):
        own = [points for pair, points in chosen.items() if person in pair]
        return min(own) if len(own) == capacity[person] and own else -1

    wanted = [pair for pair, points in score.items() if pair not in chosen and points > max(map(has, pair))]
    assert result.figures.would_swap == len(wanted)


def test_first_come_takes_the_best_that_is_left():
    juniors = [junior("a", wishes=("x", "y"), arrived=2), junior("b", wishes=("x",), arrived=0)]
    seniors = [senior("x", wishes=("a",), arrived=3), senior("y", arrived=4)]
    case = problem(juniors, seniors, policy=WISHES)
    assert cells(case, first_come) == {("b", "x"), ("a", "y")}


def test_a_leader_who_came_first_chooses_first():
    juniors = [junior("a", arrived=1), junior("b", arrived=2)]
    case = problem(juniors, [senior("x", wishes=("b",), capacity=2, arrived=0), senior("y", arrived=3)], policy=WISHES)
    assert cells(case, first_come) == {("b", "x"), ("a", "x")}


@settings(max_examples=150, deadline=None)
@given(instances())
def test_greedy_takes_the_highest_score_again_and_again(instance):
    left, other_left = (side.copy() for side in instance.places_left)
    free = instance.free(slice(None))
    expected = {*zip(*(side.tolist() for side in instance.pinned), strict=True)}
    for _, row, column in sorted((-int(free[cell]), *cell) for cell in product(*map(range, free.shape))):
        if free[row, column] >= 0 and left[row] and other_left[column]:
            expected.add((row, column))
            left[row] -= 1
            other_left[column] -= 1
    rows, columns = best_first(instance)
    assert {*zip(rows.tolist(), columns.tolist(), strict=True)} == expected


@settings(max_examples=60, deadline=None)
@given(problems)
def test_no_simpler_way_has_more_pairs_or_a_higher_total_with_as_many(case):
    result = propose(case)
    for other in result.comparisons.values():
        assert worth(case, other) <= worth(case, result.figures)


def worth(case, figures):
    """What is aimed for, the most important first."""
    people = figures.people if case.policy.one_partner_first else 0
    return people, figures.pairs, figures.total


@pytest.mark.parametrize("way", ["first_come", "greedy"])
def test_simpler_ways_lose_people_whom_the_best_set_keeps(way):
    juniors = [junior("a", wishes=("x",)), junior("b", wishes=("x",), topics={"law": 5})]
    seniors = [senior("x", topics={"ai": 5, "law": 1}), senior("y")]
    result = propose(problem(juniors, seniors, policy=Policy(minimum_overlap_hours=0)))
    assert (result.figures.pairs, result.comparisons[way].pairs) == (2, 1)


def test_nobody_has_figures_of_nothing():
    figures = propose(problem([], [], policy=NO_RULES)).figures
    assert (figures.pairs, figures.total, figures.lowest, figures.would_swap) == (0, 0, None, 0)
