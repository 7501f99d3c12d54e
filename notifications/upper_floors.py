"""What notifications ask of the apps above them."""

import uuid
from collections.abc import Collection, Iterable
from typing import Protocol

from frame.ports import Port
from people.models import User


class ProgramsForNotifications(Protocol):
    """The programs app: whose messages a coordinator looks after."""

    def coordinated(self, user: User) -> Collection[uuid.UUID]:
        """The programs that somebody coordinates; HR's wider rights are the outbox's own matter."""

    def names_of(self, ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
        """What programs are called, by id; ids that nobody knows are left out."""


programs: Port[ProgramsForNotifications] = Port(
    ProgramsForNotifications, needed_by="notifications", provided_by="programs"
)
