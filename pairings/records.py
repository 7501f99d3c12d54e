"""What the program team does to pairs and matches, for the audit log: never what one of the two does."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pairings.models import MatchRun, Pairing
from people import audit
from people.models import User
from programs.models import Cycle

#: The acts in words, to follow a name.
WORDS: dict[str, str | Promise] = {
    "pairing.paused": _("paused a pairing"),
    "pairing.let_go_on": _("let a paused pairing go on"),
    "pairing.request_cleared": _("cleared up a request to end a pairing"),
    "pairing.ended": _("ended a pairing"),
    "pairing.completed": _("completed a pairing"),
    "cycle.pauses_lifted": _("lifted the program's pauses of a cycle"),
    "cycle.pairings_completed": _("completed the pairings of a cycle"),
    "match.published": _("published a match"),
    "match.exported": _("downloaded a match"),
}


def of_pairing(act: str, pairing: Pairing, by: User | None, **details: object) -> None:
    """An act of the team on one pairing; nothing for what one of the two, or the clock, has done. Needs the cycle."""
    if by is not None and not pairing.side_of(by):
        _record(act, pairing, by, pairing.cycle, details)


def of_cycle(act: str, cycle: Cycle, by: User, **details: object) -> None:
    """An act of the team on many pairs at once."""
    _record(act, cycle, by, cycle, details)


def of_match(act: str, run: MatchRun, by: User, **details: object) -> None:
    """An act of the team on a match."""
    _record(act, run, by, run.cycle, details)


def _record(act: str, about: Pairing | Cycle | MatchRun, by: User, cycle: Cycle, details: dict[str, object]) -> None:
    known = {name: str(value) for name, value in details.items() if value is not None}
    audit.record(actor=by, act=act, about=about, program_id=cycle.program_id, details=known)
