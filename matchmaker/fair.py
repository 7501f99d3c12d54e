"""The fair option: raise the lowest pair as far as possible without losing a pair, and only then the total.

A floor is reachable when the pairs at or above it still give the largest number of pairs, and of people with a partner
where that counts: the two are reached together, so their sum tells. Floors are searched by
halving; that the next higher one is out of reach is proven by a certificate of its own, like the choice itself.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from .blocks import Watch, nobody
from .certify import Certificate, certify
from .instance import CLOSED, Instance
from .solve import solve
from .table import Cells


@dataclass(frozen=True, slots=True)
class Fairness:
    """No free pair lies below `floor`. At `next_floor`, the next score that any pair has, at most `most_pairs_there`
    pairs are possible, fewer than there are, or as many with fewer people who have a partner: all None when no pair
    scores higher. Pins do not count: they are kept at any score."""

    floor: int
    next_floor: int | None
    most_pairs_there: int | None


def find_fairness(instance: Instance, best: Cells, watch: Watch = nobody) -> Fairness:
    """The highest floor at which as many pairs and first partners are still possible as the `best` choice has."""
    floors = np.unique(instance.free(slice(None)))
    floors = floors[floors >= 0].tolist()
    if not floors:
        return Fairness(0, None, None)
    wanted, most_pairs = len(best[0]) + instance.firsts(best), 0
    reachable, too_high = 0, len(floors)
    while too_high - reachable > 1:
        watch("raising", len(floors) - (too_high - reachable), len(floors))
        middle = (reachable + too_high) // 2
        there = _best_at(instance, floors[middle], watch)
        if there.most_pairs + there.firsts >= wanted:
            reachable = middle
        else:
            too_high, most_pairs = middle, there.most_pairs
    if too_high == len(floors):
        return Fairness(floors[reachable], None, None)
    return Fairness(floors[reachable], floors[too_high], most_pairs)


def above(instance: Instance, floor: int) -> Instance:
    """The instance with every free pair below the floor closed."""
    return replace(instance, score=_only(instance, instance.score >= floor, instance.score))


def _best_at(instance: Instance, floor: int, watch: Watch) -> Certificate:
    """The proven largest number of pairs, and of first partners, at or above a floor."""
    counted = replace(instance, score=_only(instance, instance.score >= floor, np.int16(0)))
    solution = solve(counted, watch=watch)
    return certify(counted, solution.chosen, solution.prices)


def _only(instance: Instance, kept: NDArray[np.bool_], score: NDArray[np.int16] | np.int16) -> NDArray[np.int16]:
    kept[instance.pinned] = True
    return np.where(kept, score, np.int16(CLOSED)).astype(np.int16)
