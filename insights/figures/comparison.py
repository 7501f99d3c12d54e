"""Programs and cycles beside each other: of each cycle what its own dashboard says, and no sum over several."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Count
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from insights.figures.cycle import Figures, headline_figures
from insights.figures.scope import scope_for
from insights.figures.wording import HIDDEN, judgement, share_words, verdict
from people.models import User
from programs.closeness import TeamScope
from programs.models import Cycle, Participant, Program

if TYPE_CHECKING:
    from insights.figures.scope import DatedCycle

#: Those who have a place, or had one to the end.
TAKING_PART = (Participant.State.APPROVED, Participant.State.ACTIVE, Participant.State.COMPLETED)


@dataclass(frozen=True)
class Row:
    """One cycle. A small one says no more than how many pairs have begun and how many meetings were held, and `people`
    is None except for those who run the program."""

    cycle: Cycle
    figures: Figures
    people: int | None

    @property
    def verdict(self) -> str:
        return verdict(self.figures)

    @property
    def judgement(self) -> tuple[str, str]:
        return judgement(self.figures)

    @property
    def both_rose(self) -> str:
        """In what share of pairs both sides grew more confident; empty while no review has been closed."""
        results = self.figures.results
        return share_words(results["both_rose"]) if results else ""

    @property
    def values(self) -> list[Any]:
        """The row as a file has it; what is not shown says so."""
        figures, pairs = self.figures, self.figures.pairs

        def shown(number: int) -> object:
            return str(HIDDEN) if figures.is_small else number

        people = str(HIDDEN) if self.people is None else self.people
        return [
            self.cycle.program.name, self.cycle.name, capfirst(self.cycle.get_state_display()),
            self.cycle.starts_on, self.cycle.ends_on, people, pairs.began, shown(pairs.well),
            figures.held, shown(pairs.toward_goal), shown(figures.aim), shown(pairs.completed),
            str(HIDDEN) if figures.is_small else self.both_rose, self.judgement[0], self.verdict,
        ]  # fmt: skip


def header() -> list[str]:
    return [
        _("Program"), _("Cycle"), _("State"), _("First day"), _("Last day"), _("People"), _("Pairs that have begun"),
        _("Pairs as planned or completed"), _("Meetings held"), _("Held toward the aim"), _("Meetings aimed at"),
        _("Pairs completed"), _("Both sides grew more confident"), _("In a word"), _("In a sentence"),
    ]  # fmt: skip


def rows_of(cycles: Sequence[DatedCycle], user: User) -> list[Row]:
    """What `user` may know of each of these cycles, in their order; the pairs and people near `user` are not counted.
    Seven queries, whatever their number."""
    if not cycles:
        return []
    figures, people = headline_figures(scope_for(user, *cycles), cycles), people_of(cycles, user)
    run = Program.objects.managed_by(user).filter(pk__in={cycle.program_id for cycle in cycles})
    run_ids = set(run.order_by().values_list("pk", flat=True))
    return [
        Row(cycle, figures[cycle.pk], people.get(cycle.pk, 0) if is_told(cycle, figures[cycle.pk], run_ids) else None)
        for cycle in cycles
    ]


def is_told(cycle: Cycle, figures: Figures, run_ids: Collection[UUID]) -> bool:
    """Whether one reads how many take part: those who run the program have their list of them."""
    return not figures.is_small or cycle.program_id in run_ids


def people_of(cycles: Sequence[Cycle], user: User) -> dict[UUID, int]:
    """How many take part in each cycle, without those whose state `user` is not shown."""
    places = Participant.objects.filter(cycle__in=cycles, state__in=TAKING_PART).exclude(TeamScope(user).hidden)
    return dict(places.order_by().values_list("cycle").annotate(Count("pk")))


def lines_of(cycles: Sequence[DatedCycle], user: User) -> Iterator[list[Any]]:
    yield header()
    for row in rows_of(cycles, user):
        yield row.values
