"""What notifications ask of the apps above them."""

import uuid
from collections.abc import Collection, Iterable
from typing import Protocol

from frame.ports import Port
from notifications.kinds import Context
from people.models import User


class ProgramsForNotifications(Protocol):
    """The programs app: whose messages a coordinator looks after."""

    def coordinated(self, user: User) -> Collection[uuid.UUID]:
        """The programs that somebody coordinates; HR's wider rights are the outbox's own matter."""

    def names_of(self, ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
        """What programs are called, by id; ids that nobody knows are left out."""

    def all_names(self) -> dict[uuid.UUID, str]:
        """What the programs there are are called, by id."""

    def sample_names(self, program: uuid.UUID) -> Context:
        """What a sample message of a program need not invent: its name, what it is for, its dates; under the names
        that contexts of messages have for them. Empty for a program that is not there any more."""

    def contacts_of(self, program_id: uuid.UUID) -> Iterable[User]:
        """Those who run a program and can be written to, by name; nobody for an id that is not known."""


programs: Port[ProgramsForNotifications] = Port(
    ProgramsForNotifications, needed_by="notifications", provided_by="programs"
)
