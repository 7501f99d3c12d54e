"""What follows when a cycle moves on or back: upper apps register what changes with it, in the same transaction."""

from collections.abc import Callable

from frame.ports import Hook
from programs.models import Cycle

Follow = Callable[[Cycle, str], None]

followers: Hook[Follow] = Hook(
    "programs.cycle_changes.followers",
    "What follows when a cycle moves on or back, called inside the transaction with the cycle in its new state.",
)


def follow_up(cycle: Cycle, to_state: str) -> None:
    """Let every upper app do its part."""
    for follow in followers:
        follow(cycle, to_state)
