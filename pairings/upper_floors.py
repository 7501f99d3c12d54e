"""What pairings ask of the apps above them, and what these do, in the same transaction, when a pairing opens, is
paused, goes on or ends."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any, Protocol

from frame.ports import Port
from pairings.models import Pairing
from pairings.querysets import PairingQuerySet
from people.models import User
from programs.models import Cycle, Participant

OPENED, PAUSED, RESUMED, ENDED = "opened", "paused", "resumed", "ended"


class ProposalsForPairings(Protocol):
    """The proposals app: from which places somebody may look for a partner now, which pairs break a rule, who could
    take the other side, and how many more changes of partners a cycle allows."""

    def searching_places(self, user: User) -> list[Participant]: ...

    def may_change_sides(self, participant: Participant) -> bool:
        """Whether somebody of the cycle could be matched with them if they took the other side, going by levels. Two
        queries."""

    def broken_pairings(self, pairings: PairingQuerySet) -> dict[uuid.UUID, str]:
        """Those that break a hard rule as things are now, by id, with the rule in words for the program team."""

    def outlook_for(self, cycle: Cycle, reader: User) -> dict[str, Any]:
        """What `pairings/parts/outlook.html` shows to one of the team."""

    def ask_for_outlook(self, *, cycle: Cycle) -> None:
        """Have it worked out anew."""


class SessionsForPairings(Protocol):
    """The sessions app: plans and cancels meetings with what becomes of a pairing, counts those held, and closes
    reviews."""

    def pairings_changed(self, pairings: Sequence[Pairing], change: str) -> None:
        """Called inside the transaction of the change, one of those in `pairings.upper_floors`."""

    def held_counts(self, pairings: PairingQuerySet) -> dict[uuid.UUID, int]:
        """How many meetings each of these pairings has held; those without one are left out. One query."""

    def planned_starts(self, pairing: Pairing) -> list[dt.datetime]:
        """When the meetings of the pairing begin that are planned and to come (aware UTC), in order. One query."""

    def planned_from(self, pairings: PairingQuerySet, day: dt.date | None) -> list[Any]:
        """The meetings of these pairings that are planned for `day` (a date in the organisation's zone) or later, in
        order, each with `pk` and `starts_at`. One query."""

    def review_open_until(self, cycle: Cycle) -> dt.date | None:
        """The last day of the review of the cycle that is open; None without one."""

    def close_review(self, cycle: Cycle, by: User | None) -> bool:
        """Close the review of a cycle that is open, with what was answered; False when its answers cannot be read
        now."""


sessions: Port[SessionsForPairings] = Port(SessionsForPairings, needed_by="pairings", provided_by="sessions")
proposals: Port[ProposalsForPairings] = Port(ProposalsForPairings, needed_by="pairings", provided_by="proposals")


def announce_change(pairings: Sequence[Pairing], change: str) -> None:
    """Let every upper app do its part. The pairings carry their new state."""
    sessions().pairings_changed(pairings, change)
