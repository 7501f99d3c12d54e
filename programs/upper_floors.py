"""What programs ask of the apps above them."""

import uuid
from collections.abc import Collection
from typing import TYPE_CHECKING, Protocol

from django.utils.functional import Promise

from frame.ports import Port
from people.models import User
from programs.models import Cycle, Participant, Program

if TYPE_CHECKING:
    from programs.closeness import NearPairs


class PairingsForPrograms(Protocol):
    """The pairings app: who is a party of the pairs of a program, and what must follow or wait for them."""

    def parties_in(self, program: Program) -> set[uuid.UUID]:
        """The mentors and leaders of all pairings of the program, whatever became of them, with their assistants and
        line managers, those of lately too. Nobody where there are no pairings. A fixed number of queries."""

    def partners_of(self, user: User, program: Program) -> set[uuid.UUID]:
        """Everybody who is a party of a pairing in the program of which `user` is a party, or is close to one."""

    def reads_of(self, user: User, program: Program, *, near: User) -> bool:
        """Whether `user` may look after a pairing of the program that `near` is a party of, or close to a party of."""

    def only_reads(self, user: User, program: Program, *, staying: Collection[User]) -> bool:
        """Whether `user` may look after a pairing that is not over and of which all those staying are parties."""

    def near_pairs(self, user: User) -> "NearPairs":
        """What `user` knows of the pairings they are a party of. One query."""

    def end_of_place(self, participant: Participant, by: User | None) -> None:
        """End what hangs on a place, inside the transaction that withdraws a participant."""

    def obstacle(self, cycle: Cycle, to_state: str) -> str | Promise:
        """Why a cycle cannot move on or back to a state, in a sentence; empty where it can."""


class ProposalsForPrograms(Protocol):
    """The proposals app: how pairs come about in a program."""

    def may_find_each_other(self, program: Program) -> bool:
        """Whether name, job and shared topics of a participant reach possible partners. One query."""


proposals: Port[ProposalsForPrograms] = Port(ProposalsForPrograms, needed_by="programs", provided_by="proposals")
pairings: Port[PairingsForPrograms] = Port(PairingsForPrograms, needed_by="programs", provided_by="pairings")
