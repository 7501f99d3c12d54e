"""What follows when a cycle moves on or back: upper apps register what changes with it, in the same transaction."""

from collections.abc import Callable

from programs.models import Cycle

Follow = Callable[[Cycle, str], None]

_follows: list[Follow] = []


def register(follow: Follow) -> None:
    """Call `follow(cycle, to_state)` inside the transaction that moves a cycle; `cycle` carries the new state."""
    if follow not in _follows:
        _follows.append(follow)


def follow_up(cycle: Cycle, to_state: str) -> None:
    """Let every upper app do its part."""
    for follow in _follows:
        follow(cycle, to_state)
