"""What people ask of the apps above them."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from django.db.models import QuerySet

from frame.ports import Port

if TYPE_CHECKING:
    from people.audit.readers import HiddenPair
    from people.models import DataCopy, HeldAct, LegalHold, User


class NotificationsForPeople(Protocol):
    """The notifications app: who hears of what the team does to accounts and roles."""

    def tell(self, acts: Sequence[HeldAct], event: str) -> None:
        """Owe the messages about acts that need two, inside the transaction of the event: "asked", "approved", "done",
        "refused", "withdrawn" or "expired". The acts are of one kind and were asked for together."""

    def tell_of_reset(self, person: User) -> None:
        """Say in the product that their second factor was taken away."""

    def tell_of_hold(self, hold: LegalHold, *, by: User) -> None:
        """Tell the other HR admins who may see it that a hold was placed, inside the transaction of that; of lifting
        one `tell` tells."""

    def tell_of_copy(self, copy: DataCopy) -> None:
        """Say to its owner that the copy of their data can be fetched, inside the transaction that makes it ready."""


class ProgramsForPeople(Protocol):
    """The programs app: who does what for a program, and whom that lets them look up."""

    def charges_of(self, user_id: uuid.UUID) -> QuerySet[Any, Any]:
        """What somebody does for programs, as rows (duty, program); read with their roles."""

    def coordinator(self, user: User) -> bool:
        """Whether somebody coordinates a program."""

    def coordinated(self, user: User) -> Collection[uuid.UUID]:
        """The programs that somebody coordinates."""

    def names_of(self, ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
        """What programs are called, by id."""

    def people_of(self, user: User) -> QuerySet[Any, Any]:
        """The ids of those whom a coordinator may look up, as a query."""

    def coordinators_among(self, person: User, people: Collection[User]) -> Iterable[User]:
        """Those of `people` who look after `person`, and read what there is of former times. One query."""

    def sponsors_among(self, person: User, people: Collection[User]) -> Iterable[User]:
        """Those of `people` who read figures that count the pairs of `person`, as sponsors. One query."""

    def all_coordinators(self) -> set[uuid.UUID]:
        """The ids of all who look after anybody. One query."""

    def people_have_left(self, user_ids: Collection[uuid.UUID]) -> None:
        """Let go of their places and charges, inside the transaction in which they are deactivated."""

    def readers_among(self, people: Collection[uuid.UUID]) -> set[uuid.UUID]:
        """Those who coordinate, or are the person of trust of, a program with pairings. A fixed number of queries for
        each program that has one of them."""

    def takes_own_reader(self, reader: uuid.UUID, *, by: User) -> bool:
        """Whether `reader` looks after a pairing that `by` is a party of, or close to a party of."""


class PairingsForPeople(Protocol):
    """The pairings app: who is a party of one pairing with whom."""

    def paired(self, user_id: uuid.UUID, word: str) -> QuerySet[Any, Any]:
        """A row (word, pairing) for each that person may know of; read with their roles."""

    def parties_with(self, person_id: uuid.UUID, others: Collection[uuid.UUID]) -> set[uuid.UUID]:
        """Those of `others` who are parties of a pairing that the person is a party of. A fixed number of queries."""

    def pairs_near(self, user: User) -> Iterable[HiddenPair]:
        """The pairings that somebody is near one of the two of."""

    def titles_of(self, pairings: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
        """What these pairings are called, by id; ids that are no pairing's are left out. One query."""

    def people_of(self, pairings: Collection[uuid.UUID]) -> set[uuid.UUID]:
        """The two of each of these pairings, by their ids. One query."""

    def paired_with(self, user: User) -> set[uuid.UUID]:
        """Those with whom somebody is or was in a pairing that they may know of, by their ids. One query."""


class ProposalsForPeople(Protocol):
    """The proposals app: looks at pairings again. Called inside the transaction of the change."""

    def people_changed(self, user_ids: Collection[uuid.UUID], is_line_changed: bool) -> None:
        """People have changed in what pairs are judged by (`people.change_hooks.WATCHED`); with their line, those below
        them have, too."""

    def conflicts_changed(self, pairs: Collection[tuple[uuid.UUID, uuid.UUID | None]]) -> None:
        """Two are kept apart now, or no longer. Told as pairs and not as people: what is looked at again must not tell
        whose a private one is."""


notifications: Port[NotificationsForPeople] = Port(
    NotificationsForPeople, needed_by="people", provided_by="notifications"
)
programs: Port[ProgramsForPeople] = Port(ProgramsForPeople, needed_by="people", provided_by="programs")
pairings: Port[PairingsForPeople] = Port(PairingsForPeople, needed_by="people", provided_by="pairings")
proposals: Port[ProposalsForPeople] = Port(ProposalsForPeople, needed_by="people", provided_by="proposals")
