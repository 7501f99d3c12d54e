"""What the program team must look at about a pairing. The text names the two, never who did what."""

from django.urls import reverse
from django.utils.translation import gettext as _

from pairings.models import Pairing
from programs.models import Todo
from programs.services import finish_todo, raise_todo


def report(pairing: Pairing, kind: str, text: str = "") -> None:
    """Raise a matter about a pairing; its two and those near them do not see it."""
    names = {"mentor": pairing.junior.user.name, "leader": pairing.senior.user.name}
    words = _("%(mentor)s and %(leader)s") % names
    raise_todo(
        program=pairing.cycle.program,
        kind=kind,
        subject_id=pairing.pk,
        text=f"{words}: {text}" if text else words,
        link=reverse("oversight_detail", args=[pairing.pk]),
        concerns=[pairing.junior.user, pairing.senior.user],
    )


def settle(pairing: Pairing, *kinds: str, by: object = None) -> None:
    """The matters of these kinds (all about pairings when none is named) are dealt with."""
    for kind in kinds or (Todo.Kind.LEAVE_REQUEST, Todo.Kind.NOT_ANSWERED, Todo.Kind.BROKEN_RULE):
        finish_todo(kind=kind, subject_id=pairing.pk, by=by)  # type: ignore[arg-type]
