"""How many must have been asked, or have answered, before anything of a review is shown, and the ranges in which it is
told how many have. Below models and gate."""

from itertools import pairwise

#: No figure about a side of which fewer people were asked, or fewer answered the question.
FEWEST_ASKED = 7
FEWEST_ANSWERS = 5
#: No comments of fewer different people; a side from which fewer than the second number comment is of its own kind.
FEWEST_COMMENTERS = 10
FEWEST_OF_A_KIND = 3
#: Besides those who ask for a change under their name, so many of a side must have answered before a figure about it is
#: printed or hidden for another reason: the reader, one who has, and one who has not.
FEWEST_BESIDE_NAMED = 3
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
