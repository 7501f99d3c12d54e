"""How many are asked, and what that means for whoever answers: said before the first key is pressed."""

from dataclasses import dataclass

from sessions.models import Ballot
from sessions.reviews.thresholds import FEWEST_ANSWERS, FEWEST_ASKED

#: Below so many of a side one may be known by one's style, or by what only somebody in one's place can say.
SMALL = 15


@dataclass(frozen=True)
class Group:
    """The people of one side who are asked in a round."""

    side: str
    asked: int
    threshold: int = FEWEST_ANSWERS
    """How many must answer before a figure is printed; a program may have raised it."""

    @property
    def is_too_small(self) -> bool:
        """No figure about this side will be printed."""
        return self.asked < self.fewest_asked

    @property
    def is_small(self) -> bool:
        return self.asked < SMALL

    @property
    def fewest_asked(self) -> int:
        return self.threshold + FEWEST_ASKED - FEWEST_ANSWERS


def group_of(ballot: Ballot) -> Group:
    """Those who are asked on the side of the one who holds the ballot; a person counts once. One query."""
    same_side = Ballot.objects.filter(round=ballot.round_id, side=ballot.side)
    return Group(ballot.side, same_side.values("user").distinct().count(), ballot.round.score_threshold)
