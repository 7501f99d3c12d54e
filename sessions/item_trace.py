"""What was changed about something to do, in words for the two of them."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from pairings.models import Pairing
from people.models import User
from programs.models import Side
from sessions.models import ActionItem, ItemChange

Words = tuple[str, str, dt.date | None]


@dataclass(frozen=True)
class Step:
    """One change: when, and what it was before."""

    at: dt.datetime
    text: str


def trace_of(item: ActionItem, reader: User) -> list[Step]:
    """The latest first; needs the two people loaded."""
    if item.version == 1:
        return []
    after = words_of(item)
    steps = []
    for change in reversed(item.changes.all()):
        steps.append(Step(change.at, sentence(change, after, item.pairing, reader)))
        after = words_of(change)
    return steps


def describe(items: list[ActionItem], pairing: Pairing, reader: User) -> None:
    """Put its trace beside each item of `pairing`, for a template. A query where any was changed."""
    prefetch_related_objects([item for item in items if item.version > 1], "changes")
    for item in items:
        item.pairing = pairing
        item.trace = trace_of(item, reader)


def words_of(item: ActionItem | ItemChange) -> Words:
    return item.text, item.owner, item.due_on


def sentence(change: ItemChange, after: Words, pairing: Pairing, reader: User) -> str:
    name = person(pairing, Side.JUNIOR if change.by_id == pairing.junior.user_id else Side.SENIOR, reader)
    if change.kind == ItemChange.Kind.UNDONE and change.done_at:
        names = {"who": name, "day": date_format(timezone.localdate(change.done_at, reader.zone))}
        return _("%(who)s took “done” back; it had been said on %(day)s.") % names
    if change.kind == ItemChange.Kind.SEEN:
        names = {"who": name, "seen": change.get_seen_display()}
        return _("%(who)s has changed the word; it was “%(seen)s”.") % names
    return _("%(who)s changed it. It was: %(before)s") % {"who": name, "before": before(change, after, pairing, reader)}


def before(change: ItemChange, after: Words, pairing: Pairing, reader: User) -> str:
    """Of words, owner and date those that are others now."""
    text, owner, due_on = after
    parts = []
    if change.text != text:
        parts.append(f"“{change.text}”")
    if change.owner != owner:
        parts.append(person(pairing, change.owner, reader))
    if change.due_on != due_on:
        day = date_format(change.due_on) if change.due_on else ""
        parts.append(_("due %(day)s") % {"day": day} if day else _("no date"))
    return ", ".join(parts)


def person(pairing: Pairing, side: str, reader: User) -> str:
    participant = pairing.junior if side == Side.JUNIOR else pairing.senior
    return _("You") if participant.user_id == reader.pk else participant.user.short_name
