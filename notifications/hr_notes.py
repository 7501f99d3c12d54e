"""HR writes by hand to people of the directory: sending it, and how it reaches them."""

import uuid
from collections.abc import Iterable, Mapping
from itertools import batched
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from frame.errors import Refused
from notifications.kinds import Context, Kind, Pace, Urgency
from notifications.message_texts import COMMON, Worded, fill_in
from notifications.models import Delivery, HrNote
from notifications.services import owe
from people.audit import recording
from people.models import User

CODE = "hr_note"
BATCH = 1000


@transaction.atomic
def send_hr_note(
    *, subject: str, text: str, user_ids: Iterable[uuid.UUID], by: User, chosen: Mapping[str, str]
) -> HrNote:
    """Owe each of these people one message in these words, by mail and in the app.

    `chosen` are the filters they were found by, in words, for the audit log; one person alone reads it in their own
    access log, too. Raises Refused where there is nobody.
    """
    recipients = sorted(set(user_ids))
    if not recipients:
        raise Refused(gettext("There is nobody to write to any more."))
    note = HrNote.objects.create(subject=subject, text=text, sent_by=by, recipient_count=len(recipients))
    for some in batched(recipients, BATCH):
        owe(kind=CODE, recipients=some, subject_id=note.pk)
    only_one = User.objects.get(pk=recipients[0]) if len(recipients) == 1 else None
    details = dict(chosen) | {"how_many": str(len(recipients))}
    recording.record(actor=by, act="directory.written_to", about=note, person=only_one, details=details)
    return note


def notes() -> QuerySet[HrNote]:
    """Notes with what their messages name."""
    return HrNote.objects.select_related("sent_by")


def filled(text: str, *, organization: str, recipient: Any) -> str:
    """A subject or text as one person reads it."""
    names = {"recipient": recipient, "organization": organization}
    return fill_in(text, {placeholder.code: placeholder.value(names) for placeholder in COMMON})


def context(delivery: Delivery) -> Context:
    note: HrNote = delivery.subject
    return describe(Worded(note.subject, note.text), note.sent_by.name if note.sent_by else "")


def sample(user: User) -> Context:
    text = gettext("Dear {name}, your job title has changed with the last import. Is it right? Just answer.")
    return describe(Worded(gettext("Your entry in the directory"), text), gettext("Omar Haddad"))


def describe(worded: Worded, writer: str) -> Context:
    return {"worded": worded, "writer": writer, "link": reverse("home"), "action": gettext("Open Turnabout")}


def writer_of(delivery: Delivery) -> list[User]:
    """Who gets what is answered: the one who wrote it, while they are here."""
    note: HrNote = delivery.subject
    return [note.sent_by] if note.sent_by and note.sent_by.is_active else []


HR_NOTE = Kind(
    code=CODE,
    pace=Pace.AT_ONCE,
    urgency=Urgency.MASS,
    label=_("HR writes to you"),
    why=_("You get this because you are in the directory of your organisation."),
    who_sees=_("Who has written it reads what you answer. HR can see that it was sent to you, and not what it says."),
    context=context,
    sample=sample,
    subjects=notes,
    answered_by=writer_of,
    can_be_switched_off=False,
    fixed_because=_("Somebody wrote it to you by hand."),
)
