"""How far the work on an import has come: at which step it is, and how much of that one is done.

It goes through the cache: applying is one transaction, whose writes nobody else sees before it ends.
"""

from dataclasses import dataclass
from uuid import UUID

from django.core.cache import cache
from django.db import models
from django.utils.translation import gettext_lazy as _

from roster.models import RosterImport

EVERY = 2000
"""So many rows are read between two reports."""
KEEP_S = 3600


class Step(models.IntegerChoices):
    """The steps in their order, as the page says them. Checking and applying read and compare alike."""

    READ = 1, _("The file is read.")
    COMPARE = 2, _("Its rows are compared with the people there are.")
    WRITE = 3, _("The changes are written.")
    FOLLOW = 4, _("Reporting lines and pairings are looked at, and the import is closed.")


LAST = {RosterImport.State.CHECKING: Step.WRITE, RosterImport.State.APPLYING: Step.FOLLOW}
KEPT = _("The preview is written.")


@dataclass(frozen=True)
class Progress:
    """Step `number` of `steps`; `percent` is of this step alone, and None while it cannot be told."""

    number: int
    steps: int
    words: str
    percent: int | None


def report(roster_id: UUID, step: Step, done: int = 0, total: int = 0) -> None:
    """Say that `done` of the `total` rows of a step are through; `total` is 0 where it is not known."""
    cache.set(_key(roster_id), (int(step), done, total), KEEP_S)


def restart(roster_id: UUID) -> None:
    """Nothing has been done yet."""
    cache.delete(_key(roster_id))


def of(roster: RosterImport) -> Progress:
    """How far a busy import is; at the beginning when nothing was reported."""
    number, done, total = cache.get(_key(roster.pk), (int(Step.READ), 0, 0))
    step, is_check = Step(number), roster.state == RosterImport.State.CHECKING
    words = KEPT if is_check and step == Step.WRITE else step.label
    percent = min(100, done * 100 // total) if total else None
    return Progress(number, LAST[RosterImport.State(roster.state)], str(words), percent)


def _key(roster_id: UUID) -> str:
    return f"roster-progress:{roster_id}"
