"""The engine alone: scores, solution, proof and three alternatives each, against scipy's bare dense solver."""

import random
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from matchmaker import Problem
from matchmaker.alternatives import find_alternatives
from matchmaker.certify import certify
from matchmaker.encoding import build_table
from matchmaker.grading import grade
from matchmaker.instance import Instance
from matchmaker.propose import counts_first
from matchmaker.solve import Solution, resolve, solve
from tests.benchmarks.matching.people import crowd
from tests.benchmarks.result import Result, peak_mb

ROUNDS = 3
CHANGES = 40
NOTHING = np.array([], dtype=np.intp), np.array([], dtype=np.intp)
ALL_OF_IT = "scores, solution, proof and three alternatives for each of"


def timed(work: Callable[..., Any], *arguments: Any) -> tuple[float, Any]:
    """Seconds, and what came of it."""
    start = time.perf_counter()
    found = work(*arguments)
    return time.perf_counter() - start, found


def match(problem: Problem) -> tuple[Instance, Solution]:
    """Everything of a match but the words; fails unless it is proven best."""
    table = build_table(problem)
    places = table.juniors.capacity, table.seniors.capacity
    instance = Instance(grade(table), *places, NOTHING, counts_first=counts_first(table))
    solution = solve(instance)
    assert certify(instance, solution.chosen, solution.prices).is_optimal
    find_alternatives(table, instance, solution.chosen, solution.prices)
    return instance, solution


def median_of_matches(problem: Problem) -> tuple[float, Instance, Solution]:
    runs = [timed(match, problem) for _ in range(ROUNDS)]
    instance, solution = runs[-1][1]
    return statistics.median(took for took, _ in runs), instance, solution


def dense_solver(instance: Instance, rounds: int = ROUNDS) -> float:
    """Seconds of scipy's solver alone on the same scores, a closed pair worth nothing."""
    worth = np.where(instance.score >= 0, instance.score + np.float64(instance.bonus), 0)
    return statistics.median(timed(lambda: linear_sum_assignment(worth, maximize=True))[0] for _ in range(rounds))


def changes(instance: Instance, solution: Solution) -> Iterator[float]:
    """Seconds for one pin or one forbidden pair after the other, each re-optimised and proven anew."""
    draw = random.Random(3)
    for number in range(CHANGES):
        place = draw.randrange(len(solution.chosen[0]))
        row, column = (int(side[place]) for side in solution.chosen)
        if number % 2:
            column = int(draw.choice(np.flatnonzero(instance.score[row] >= 0)))
            changed = replace(instance, pinned=(np.array([row]), np.array([column])))
            yield timed(_again, changed, solution)[0]
        else:
            kept, instance.score[row, column] = instance.score[row, column], -1
            yield timed(_again, replace(instance), solution)[0]
            instance.score[row, column] = kept


def _again(changed: Instance, before: Solution) -> None:
    found = resolve(changed, before, NOTHING)
    assert certify(changed, found.chosen, found.prices).is_optimal


def measure() -> Iterator[Result]:
    took, *_ = median_of_matches(crowd(1000))
    yield Result("match 1,000 × 1,000", took, 0.5, 1.0, f"{ALL_OF_IT} 2,000 people, against half a second")
    took, instance, _ = median_of_matches(crowd(5000))
    bare = dense_solver(instance)
    yield Result("match 5,000 × 5,000", took, bare, 0.8, f"{ALL_OF_IT} 10,000 people, against scipy's bare solver")
    yield from _ten_thousand()


def _ten_thousand() -> Iterator[Result]:
    problem, several = crowd(10_000), crowd(10_000, places=True)
    before = peak_mb()
    took, instance, solution = median_of_matches(problem)
    memory = peak_mb() - before
    with_places, *_ = median_of_matches(several)
    each = sorted(changes(instance, solution))
    bare = dense_solver(instance)
    yield Result(
        "match 10,000 × 10,000", took, bare, 0.5, f"{ALL_OF_IT} 20,000 people, against scipy's bare solver", memory
    )
    yield Result(
        "memory of that, MB",
        memory,
        500,
        1.0,
        "what the process holds at most beyond the people, against 500 MB",
        memory,
    )
    yield Result(
        "several places each",
        with_places,
        took,
        1.0,
        "10,000 × 10,000, a third with two or three places, against one each",
    )
    yield Result(
        "one pin or forbid",
        each[int(0.95 * len(each))],
        bare,
        1 / 50,
        f"95th percentile of {CHANGES} changes at 10,000 × "
        f"10,000, re-optimised and proven (median {statistics.median(each):.2f} s), against scipy's bare solver",
    )
