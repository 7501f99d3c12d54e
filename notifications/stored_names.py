"""Names of erased people in messages to others: words that were sent are kept for a while, titles for longer."""

from collections.abc import Collection
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Length

from notifications.models import Delivery, HrNote
from notifications.querysets import DeliveryQuerySet
from people.erasure.stored_names import AT_ONCE, StoredName

WORDS = ("title", "body_text", "body_html", "reason")
#: Where a text is cut when it is stored.
CUT_AT = {"title": 300, "reason": 300}


def take_out_of_messages(stored: StoredName) -> None:
    """Every message in which an address or a whole name of the person stands, or was cut."""
    cut = reduce(or_, (Q(**{f"{column}_length__gte": limit}) for column, limit in CUT_AT.items()))
    measured = Delivery.objects.alias(**{f"{column}_length": Length(column) for column in CUT_AT})
    _take_out(measured.filter(stored.may_stand_in(*WORDS) | cut), stored, is_about_them=False)


def take_out_of_hr_notes(stored: StoredName) -> None:
    """What HR wrote by hand."""
    for note in HrNote.objects.filter(stored.may_stand_in("subject") | stored.may_stand_in("text")):
        subject, text = stored.taken_out(note.subject)[:150], stored.taken_out(note.text)
        HrNote.objects.filter(pk=note.pk).update(subject=subject, text=text)


def take_out_of_messages_to(recipients: Collection[UUID], stored: StoredName) -> None:
    """Messages to those who knew the person as one of two: a first name in them is theirs."""
    named = stored.may_stand_in(*WORDS, in_short=True) | stored.may_stand_in(*WORDS)
    _take_out(Delivery.objects.filter(named, recipient__in=recipients), stored, is_about_them=True)


def _take_out(messages: DeliveryQuerySet, stored: StoredName, *, is_about_them: bool) -> None:
    for message in messages.only(*WORDS).iterator(chunk_size=AT_ONCE):
        before = {name: getattr(message, name) for name in WORDS}
        words = {
            name: stored.taken_out(text, is_about_them=is_about_them, cut_at=CUT_AT.get(name, 0))
            for name, text in before.items()
        }
        if words != before:
            words["body_html"] = ""  # made of the same words, with signs of its own in them
            Delivery.objects.filter(pk=message.pk).update(**words)
