"""That a pairing opens, is paused, goes on or ends, for those above who must follow in the same transaction."""

from collections.abc import Sequence

from pairings.models import Pairing
from pairings.upper_floors import sessions

OPENED, PAUSED, RESUMED, ENDED = "opened", "paused", "resumed", "ended"


def follow_up(pairings: Sequence[Pairing], change: str) -> None:
    """Let every upper app do its part. The pairings carry their new state."""
    sessions().pairings_changed(pairings, change)
