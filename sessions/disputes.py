"""Two who keep telling their meetings differently: one calm word to the program team, which names neither as the one
who is wrong. Nobody can know that; but whoever answers every "did not come" with "we met" must not stay unseen."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from pairings.models import Pairing
from programs.models import Todo
from programs.services import Matter, finish_todos, raise_todos
from sessions.models import Meeting

#: So many of the latest meetings that somebody has told something about are looked at.
LOOKED_AT = 4
OFTEN = 2


def watch_disputes(pairing: Pairing, *, is_new: bool) -> None:
    """Raise the matter when one more meeting is told differently (`is_new`) and it has happened before; settle it when
    the two agree. What the team has ticked off comes back with the next one only."""
    if not is_often(pairing):
        finish_todos(kinds=[Todo.Kind.DISPUTED], subject_ids=[pairing.pk])
    elif is_new:
        raise_todos([matter(pairing)])


def is_often(pairing: Pairing) -> bool:
    told = (
        Meeting.objects.filter(pairing=pairing).exclude(Q(junior_word="", senior_word="")).order_by("-starts_at", "-pk")
    )
    disputed = [is_disputed for is_disputed in told.values_list("is_disputed", flat=True)[:LOOKED_AT] if is_disputed]
    return len(disputed) >= OFTEN


def matter(pairing: Pairing) -> Matter:
    names = {"mentor": pairing.junior.user.name, "leader": pairing.senior.user.name}
    return Matter(
        program_id=pairing.cycle.program_id,
        kind=Todo.Kind.DISPUTED,
        subject_id=pairing.pk,
        text=_("%(mentor)s and %(leader)s have told more than one of their latest meetings differently; ask both")
        % names,
        link=reverse("oversight_detail", args=[pairing.pk]),
        concerns=[pairing.junior.user_id, pairing.senior.user_id],
    )
