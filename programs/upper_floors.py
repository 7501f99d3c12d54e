"""What programs ask of the apps above them, and what these register: what follows when somebody leaves a cycle or a
cycle moves, what keeps a cycle from moving, whether people are shown before they are paired, and numbers about
programs."""

import uuid
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from django.utils.functional import Promise

from frame.ports import Hook, Port
from people.models import User
from programs.models import Cycle, Participant, Program, Question

if TYPE_CHECKING:
    from programs.closeness import NearPairs

FollowCycleChange = Callable[[Cycle, str], None]
followers: Hook[FollowCycleChange] = Hook(
    "programs.upper_floors.followers",
    "What follows when a cycle moves on or back, called inside the transaction with the cycle in its new state.",
)
Count = Callable[[list[uuid.UUID], User], Mapping[uuid.UUID, int]]


class PairingsForPrograms(Protocol):
    """The pairings app: who is a party of the pairs of a program, and what must follow or wait for them."""

    def parties_in(self, program: Program) -> set[uuid.UUID]:
        """The mentors and leaders of all pairings of the program, whatever became of them, with their assistants and
        line managers, those of lately too. Nobody where there are no pairings. A fixed number of queries."""

    def partners_of(self, user: User, program: Program) -> set[uuid.UUID]:
        """Everybody who is a party of a pairing in the program of which `user` is a party, or is close to one."""

    def reads_of(self, user: User, program: Program, *, close_person: User) -> bool:
        """Whether `user` may look after a pairing of the program that `close_person` is a party of, or close to a
        party of."""

    def only_reads(self, user: User, program: Program, *, staying: Collection[User]) -> bool:
        """Whether `user` may look after a pairing that is not over and of which all those staying are parties."""

    def near_pairs(self, user: User) -> "NearPairs":
        """What `user` knows of the pairings they are a party of, and who is near them without one. One query."""

    def paired_places(self, cycle: Cycle) -> set[uuid.UUID]:
        """The participants of a cycle who are asked for a pairing, or are in one that is open. One query."""

    def partners_elsewhere(self, cycle: Cycle, users: Any) -> Mapping[uuid.UUID, int]:
        """How many partners each of these people (ids, or a query of them) has in other cycles, of any program; those
        without any are left out. One query."""

    def end_of_place(self, participant: Participant, by: User | None) -> None:
        """End what hangs on a place, inside the transaction that withdraws a participant."""

    def partners_of_place(self, participant: Participant) -> list[User]:
        """The other ones of the pairings of a place that both have agreed to and that are not over. One query."""

    def hand_over_place(self, leaver: Participant, successor: Participant) -> None:
        """Let a successor take over the pairings that end with a place, inside the transaction that replaces its
        holder: they are asked with the one who stays."""

    def open_waiting(self, program: Program) -> None:
        """Open the pairs that only the orientation kept from beginning, inside the transaction that asks for none."""

    def obstacle(self, cycle: Cycle, to_state: str) -> str | Promise:
        """Why a cycle cannot move on or back to a state, in a sentence; empty where it can."""


class ProposalsForPrograms(Protocol):
    """The proposals app: how pairs come about in a program."""

    def may_find_each_other(self, program: Program) -> bool:
        """Whether name, job and shared topics of a participant reach possible partners. One query."""

    def weight_of(self, question: Question) -> int:
        """How much the answers to a question count, or would; what a new one gets for one that is not saved."""

    def set_weight(self, question: Question, weight: int, seen: int | None) -> bool:
        """Have the answers to a question count so much, from 0 to 100, inside the transaction of the caller; whether
        that is a change. Raises Conflict where it is no more what was `seen`, Refused where nothing would count."""


proposals: Port[ProposalsForPrograms] = Port(ProposalsForPrograms, needed_by="programs", provided_by="proposals")
pairings: Port[PairingsForPrograms] = Port(PairingsForPrograms, needed_by="programs", provided_by="pairings")


def follow_cycle_change(cycle: Cycle, to_state: str) -> None:
    """Let every upper app do its part."""
    for follow in followers:
        follow(cycle, to_state)


@dataclass(frozen=True)
class Figure:
    """`count(program_ids, reader)` gives the number for each program in one query; what is left out counts as 0.

    What the reader has no rights of the program team on is not in it.
    """

    code: str
    label: str | Promise
    count: Count
    position: int = 10


figures: Hook[Figure] = Hook(
    "programs.upper_floors.figures",
    "Numbers on the list and the overview of programs, each counted for many programs at once.",
    key=lambda figure: figure.code,
)


def all_figures() -> list[Figure]:
    return sorted(figures, key=lambda figure: figure.position)


def figures_for(programs: Iterable[Program], reader: User) -> dict[uuid.UUID, list[tuple[str | Promise, int]]]:
    """(label, number) pairs per program, one query per figure."""
    ids = [program.pk for program in programs]
    counts_by_label = [(figure.label, figure.count(ids, reader)) for figure in all_figures()] if ids else []
    return {pk: [(label, numbers.get(pk, 0)) for label, numbers in counts_by_label] for pk in ids}
