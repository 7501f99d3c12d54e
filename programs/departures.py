"""What follows when somebody leaves a cycle: upper apps register what they must end in the same transaction."""

from collections.abc import Callable

from people.models import User
from programs.models import Participant

Follow = Callable[[Participant, User | None], None]

_follows: list[Follow] = []


def register(follow: Follow) -> None:
    """Call `follow(participant, by)` inside the transaction that withdraws a participant."""
    if follow not in _follows:
        _follows.append(follow)


def follow_up(participant: Participant, by: User | None) -> None:
    """Let every upper app end what hangs on the place."""
    for follow in _follows:
        follow(participant, by)
