"""What follows when a pairing opens, is paused, goes on or ends: upper apps register it, for the same transaction.

changes.register(cancel_planned_meetings)              # in AppConfig.ready()

def cancel_planned_meetings(pairings, change):
    if change == changes.ENDED: …
"""

from collections.abc import Callable, Sequence

from pairings.models import Pairing

OPENED, PAUSED, RESUMED, ENDED = "opened", "paused", "resumed", "ended"

Follow = Callable[[Sequence[Pairing], str], None]

_follows: list[Follow] = []


def register(follow: Follow) -> None:
    """Call `follow(pairings, change)` inside the transaction of every change; `change` is one of the four above."""
    if follow not in _follows:
        _follows.append(follow)


def follow_up(pairings: Sequence[Pairing], change: str) -> None:
    """Let every upper app do its part. The pairings carry their new state."""
    for follow in _follows:
        follow(pairings, change)
