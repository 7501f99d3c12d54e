"""Numbers about programs that upper apps know: each registers how to count its own for many programs at once."""

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

from frame.ports import Hook
from people.models import User
from programs.models import Program

Count = Callable[[list[uuid.UUID], User], Mapping[uuid.UUID, int]]


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
    "programs.program_figures.figures",
    "Numbers on the list and the overview of programs, each counted for many programs at once.",
    key=lambda figure: figure.code,
)


def all_figures() -> list[Figure]:
    return sorted(figures, key=lambda figure: figure.position)


def figures_for(programs: Iterable[Program], reader: User) -> dict[uuid.UUID, list[tuple[str | Promise, int]]]:
    """(label, number) pairs per program, one query per figure."""
    ids = [program.pk for program in programs]
    counted = [(figure.label, figure.count(ids, reader)) for figure in all_figures()] if ids else []
    return {pk: [(label, numbers.get(pk, 0)) for label, numbers in counted] for pk in ids}
