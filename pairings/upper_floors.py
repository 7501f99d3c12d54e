"""What pairings ask of the apps above them, and what these do, in the same transaction, when a pairing opens, is
paused, goes on or ends."""

from collections.abc import Sequence
from typing import Protocol

from frame.ports import Port
from pairings.models import Pairing
from people.models import User
from programs.models import Participant

OPENED, PAUSED, RESUMED, ENDED = "opened", "paused", "resumed", "ended"


class ProposalsForPairings(Protocol):
    """The proposals app: from which places somebody may look for a partner now."""

    def searching_places(self, user: User) -> list[Participant]: ...


class SessionsForPairings(Protocol):
    """The sessions app: plans and cancels meetings with what becomes of a pairing."""

    def pairings_changed(self, pairings: Sequence[Pairing], change: str) -> None:
        """Called inside the transaction of the change, one of those in `pairings.upper_floors`."""


sessions: Port[SessionsForPairings] = Port(SessionsForPairings, needed_by="pairings", provided_by="sessions")
proposals: Port[ProposalsForPairings] = Port(ProposalsForPairings, needed_by="pairings", provided_by="proposals")


def announce_change(pairings: Sequence[Pairing], change: str) -> None:
    """Let every upper app do its part. The pairings carry their new state."""
    sessions().pairings_changed(pairings, change)
