"""Every kind of message, really sent, about everything in the database that it could be about."""

import datetime as dt
import itertools
from collections import defaultdict
from collections.abc import Iterator
from email.message import Message
from typing import Any

from django.core import mail
from django.utils import timezone

from notifications import kinds
from notifications.kinds import Channel
from notifications.messages import message_id
from notifications.models import Delivery
from notifications.rendering import this_site
from pairings.models import Pairing
from people.models import HeldAct, User
from programs.models import Participant
from sessions.models import ActionItem, Meeting, ReviewRound, Rhythm
from tests import factories as make
from tests.mail import deliver_all
from tests.permissions.scene import Scene

#: What the action that owes a message writes down beside it, in all its forms.
EXTRAS: dict[str, list[dict[str, Any]]] = {
    "pairing_changed": [{"what": what} for what in ("changed", "paused", "resumed", "closing", "completed")],
    "enrolment_decided": [{"state": state} for state in Participant.State.values],
    "second_person": [{"event": event} for event in ("asked", "approved", "done", "refused", "withdrawn", "expired")],
    "account_change": [{"event": event} for event in ("asked", "approved", "done", "refused", "withdrawn", "expired")],
    "action_item_due": [{"due_on": timezone.localdate().isoformat()}],
}
FOR_THE_TEAM = ("pair_slipping",)
#: What goes to those alone whom its subject names.
FOR_READERS = ("something_to_read",)


def set_all_states(scene: Scene) -> None:
    """Pairings, places and meetings in every state, so that each kind has something to be about."""
    cast = scene.cast
    for state in Pairing.State.values:
        pairing = make.PairingFactory(
            cycle=cast.cycle,
            junior__state="approved",
            state=state,
            answer_by=timezone.now() + dt.timedelta(days=3),
        )
        make.AgreementFactory(pairing=pairing)
    open_cycle = make.CycleFactory(program=cast.program, name="Next", state="enrolling")
    for cycle, state in itertools.product((cast.cycle, open_cycle), Participant.State.values):
        make.ParticipantFactory(cycle=cycle, state=state)
    running = Pairing.objects.filter(state="active").exclude(pk__in=[cast.pairing.pk, cast.other_pairing.pk]).get()
    for state in Meeting.State.values:
        make.MeetingFactory(pairing=running, state=state)
    make.MeetingFactory(pairing=running, starts_at=timezone.now() - dt.timedelta(hours=3))
    ActionItem.objects.create(pairing=running, text="Read", owner="junior")
    ActionItem.objects.update(due_on=timezone.localdate())
    for pairing in Pairing.objects.all():
        Rhythm.objects.update_or_create(pairing=pairing, defaults={"slipping_since": timezone.now()})


def send_everything() -> dict[str, list[mail.EmailMessage]]:
    """Owe every kind to everybody it could go to, deliver, and give the mails by kind."""
    rows = [row for kind in kinds.all_kinds() for row in _owed(kind)]
    Delivery.objects.bulk_create(rows, batch_size=500)
    while sum(deliver_all().values()):
        pass
    site = this_site()
    kind_of = {message_id(row, site): row.kind for row in rows}
    found: dict[str, list[mail.EmailMessage]] = defaultdict(list)
    for message in mail.outbox:
        if code := kind_of.get(message.extra_headers.get("Message-ID", "")):
            found[code].append(message)
    return found


def _extras(kind: kinds.Kind, subject: Any) -> list[dict[str, Any]]:
    if kind.code == "meeting_facts_changed":
        return [{"change": str(change.pk)} for change in subject.changes.all()]
    return EXTRAS.get(kind.code, [{}])


def _owed(kind: kinds.Kind) -> Iterator[Delivery]:
    assert kind.subjects, kind.code
    number = itertools.count()
    for subject in kind.subjects():
        for person in _recipients(kind.code, subject):
            for extra in _extras(kind, subject):
                yield Delivery(
                    key=f"{kind.code}:canary:{next(number)}", kind=kind.code, recipient=person, channel=Channel.EMAIL,
                    subject_id=subject.pk, extra=extra, due_at=timezone.now(),
                )  # fmt: skip


def _recipients(code: str, subject: Any) -> list[User]:
    if code in FOR_READERS:
        return [reader.user for reader in subject.readers.all()]
    return _team(subject) if code in FOR_THE_TEAM else _concerned(subject)


def _team(pairing: Pairing) -> list[User]:
    return [one.user for one in pairing.cycle.program.coordinators.select_related("user")]


def _concerned(subject: Any) -> list[User]:
    """Whoever a message about it may go to; of a review round everybody who was asked."""
    if isinstance(subject, HeldAct):
        return [subject.person, subject.asked_by]
    if isinstance(subject, ReviewRound):
        return [ballot.user for ballot in subject.ballots.select_related("user")]
    if isinstance(subject, User):
        return [subject]
    pairing = subject if isinstance(subject, Pairing) else getattr(subject, "pairing", None)
    if pairing is None:
        return [subject.user]
    leader = pairing.senior.user
    return [pairing.junior.user, leader, *leader.assistants.all()]


def texts_of(message: mail.EmailMessage) -> str:
    """Headers and every part of a mail as its reader gets it: decoded, the calendar file too."""
    parsed = message.message()
    return "\n".join([str(parsed.items()), *(_decoded(part) for part in parsed.walk() if not part.is_multipart())])


def _decoded(part: Message) -> str:
    content = part.get_payload(decode=True)
    return content.decode(part.get_content_charset() or "utf-8", "replace") if isinstance(content, bytes) else ""
