"""What programs ask of the apps above them."""

import uuid
from collections.abc import Collection
from typing import Protocol

from frame.ports import Port
from people.models import User
from programs.models import Program


class PairingsForPrograms(Protocol):
    """The pairings app: who is a party of the pairs of a program, and who is not."""

    def parties_in(self, program: Program) -> set[uuid.UUID]:
        """The mentors and leaders of all pairings of the program, whatever became of them, with their assistants and
        line managers, those of lately too. Nobody where there are no pairings. A fixed number of queries."""

    def partners_of(self, user: User, program: Program) -> set[uuid.UUID]:
        """Everybody who is a party of a pairing in the program of which `user` is a party, or is close to one."""

    def reads_of(self, user: User, program: Program, *, near: User) -> bool:
        """Whether `user` may look after a pairing of the program that `near` is a party of, or close to a party of."""

    def only_reads(self, user: User, program: Program, *, staying: Collection[User]) -> bool:
        """Whether `user` may look after a pairing that is not over and of which all those staying are parties."""


pairings: Port[PairingsForPrograms] = Port(PairingsForPrograms, needed_by="programs", provided_by="pairings")
