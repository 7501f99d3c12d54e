"""Whether sums over groups of people, taken together, tell about too few of them.

Whoever reads the sums over several groups can add and subtract them. A combination tells about those people to
whom it gives a weight other than 0; it must never be fewer than k.
"""

from collections import Counter
from collections.abc import Collection, Hashable, Sequence

import numpy as np

Group = Collection[Hashable]


def is_safe(groups: Sequence[Group], k: int) -> bool:
    """True only if no combination of sums over these groups tells about fewer than `k` people.

    People who are in exactly the same groups always get the same weight. A combination about fewer than `k` gives
    a weight to nobody in a class of at least `k`; if the large classes alone already pin down every combination
    (equal rank), there is none but the one that says nothing. Stricter than need be, never laxer.
    """
    members = [frozenset(group) for group in groups]
    everybody = frozenset[Hashable]().union(*members)
    classes = Counter(tuple(person in group for group in members) for person in everybody)
    large = [pattern for pattern, size in classes.items() if size >= k]
    return rank(large) == rank(list(classes))


def rank(patterns: Sequence[tuple[bool, ...]]) -> int:
    return int(np.linalg.matrix_rank(np.array(patterns, dtype=float))) if patterns else 0
