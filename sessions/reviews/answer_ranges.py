"""How many of a side have answered, as it may be told: a range, while a round is open and when it has closed.

The same scale for both, and for each side by itself: a second figure about the same people, as a share of all, would
together with the ranges leave one number only. Pure: no database, no framework.
"""

from itertools import pairwise

from sessions.reviews.thresholds import FEWEST_ANSWERS, FEWEST_BESIDE_NAMED

#: Where ranges begin.
BEGINNINGS = (FEWEST_ANSWERS, 10, 15, 30, 60)
#: So many more must have been asked than a range begins with: "10 or more" of 11 is nearly "everybody".
SPARE = 2


def range_of(n: int, asked: int, fewest: int = FEWEST_ANSWERS) -> tuple[int, int] | None:
    """The range that `n` of `asked` fall into; None for fewer than `fewest`, or where too few were asked for any.

    A range may not begin later than two below the number asked; the one before it then goes up to everybody.
    """
    lows = sorted({max(low, fewest) for low, following in with_following() if following > fewest})
    lows = [low for low in lows if low <= asked - SPARE]
    if not lows or n < lows[0]:
        return None
    low = max(low for low in lows if low <= n)
    above = [other for other in lows if other > low]
    return low, min(above) - 1 if above else asked


def is_safe_beside_named(n: int, asked: int, named: int) -> bool:
    """Whether it may be told of a side that enough have answered, `n` of `asked`, where `named` of them are known to
    have by the change that they ask for: told or not, of everybody else both stay possible."""
    fewest = named + FEWEST_BESIDE_NAMED
    return n >= fewest and fewest <= asked - SPARE


def with_following() -> list[tuple[int, int]]:
    """Each beginning with the one that follows."""
    return list(pairwise([*BEGINNINGS, 10**9]))
