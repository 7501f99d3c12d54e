"""Small wins of a meeting: each stands under its author's name, and nobody else changes it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from frame.errors import Refused
from pairings.services.earlier import forget_earlier, keep_earlier
from people.models import User
from sessions.models import Meeting, Win
from sessions.services.items import refuse_unless_running, refuse_when_over
from sessions.services.overlaps import hold_pair


@transaction.atomic
def add_win(*, meeting: Meeting, text: str, by: User) -> Win:
    """Write down a win; the same words again about the meeting are the win that stands already.

    Raises Refused when the pairing has not opened yet or is over.
    """
    hold_pair(meeting.pairing)
    refuse_unless_running(meeting.pairing)
    found = Win.objects.filter(meeting=meeting, text=text).first()
    return found or Win.objects.create(pairing=meeting.pairing, meeting=meeting, author=by, text=text)


@transaction.atomic
def change_win(*, win: Win, by: User, text: str) -> Win:
    """Its author words it anew; what it said before stays readable for the two."""
    fresh = own_win(win, by)
    if fresh.text != text:
        was = {"text": fresh.text}
        keep_earlier(subject_id=fresh.pk, version=fresh.version, pairing=win.pairing, was=was, by=by)
        fresh.text, fresh.version = text, fresh.version + 1
        fresh.save(update_fields=["text", "version"])
    return fresh


@transaction.atomic
def take_back_win(*, win: Win, by: User) -> None:
    """Its author takes it back, with all it ever said; that there was one stays to be read."""
    fresh = own_win(win, by)
    forget_earlier(subject_ids=[fresh.pk])
    fresh.text, fresh.version, fresh.taken_back_at = "", 1, timezone.now()
    fresh.save(update_fields=["text", "version", "taken_back_at"])


def own_win(win: Win, by: User) -> Win:
    """The win as it is now, and nobody else's until the transaction ends. Raises Refused for anybody but its author."""
    if win.author_id != by.pk:
        raise Refused(_("Only the one who wrote a win can change it or take it back."))
    refuse_when_over(win.pairing)
    fresh: Win | None = Win.objects.select_for_update().filter(pk=win.pk, taken_back_at__isnull=True).first()
    if fresh is None:
        raise Refused(_("This win was taken back. Write down a new one with your part of the log."))
    return fresh
