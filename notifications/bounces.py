"""Notes of mail servers that a message could not be delivered after all (RFC 3464, RFC 6533), which come by mail later.

Such a note counts when it quotes the Message-ID of a mail that went to that very address not long ago, and the person
still has it; anybody may send a mail that looks like one, and nobody else knows that id. What is only late changes
nothing, for the server goes on trying.
"""

import datetime as dt
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_string
from email.message import Message

from django.db import models, transaction
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from notifications import kinds
from notifications.kinds import Channel
from notifications.mailing import refusal_of, without_addresses
from notifications.models import Delivery
from people.models import User

#: RFC 3464, and RFC 6533 where a server speaks SMTPUTF8.
STATUSES = ("message/delivery-status", "message/global-delivery-status")
ORIGINALS = ("message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers")
MOST_RECIPIENTS = 20
#: Servers give up after five days; what comes much later is about nothing that anybody still waits for.
LONGEST_WAY = dt.timedelta(days=14)
ID = re.compile(r"<([0-9a-f]{32})@[^<>\s]+>", re.IGNORECASE)
CLASS = re.compile(r"\b[45](\.\d{1,3}\.\d{1,3})\b")
SMTP_CODE = re.compile(r"\b5\d\d\b")
UNSAID = re.compile(r"[45]\.0\.0")


class Noted(models.TextChoices):
    """What became of a note."""

    REFUSED = "refused"
    NOTHING_NEW = "nothing_new"
    NOT_OURS = "not_ours"


@dataclass(frozen=True)
class Failure:
    """One recipient of a note whom the mail will not reach any more: the addresses it names (lower case), and why."""

    addresses: frozenset[str]
    status: str
    diagnosis: str

    @property
    def words(self) -> str:
        """The number of RFC 3463 that says most, and what the last server said; what is given up is final."""
        both = [self.diagnosis, self.status] if UNSAID.match(self.status) else [self.status, self.diagnosis]
        return CLASS.sub(r"5\1", " ".join(both))

    @property
    def refusal(self) -> str:
        code = SMTP_CODE.search(self.diagnosis)
        return refusal_of(int(code[0]) if code else 550, self.words)


@dataclass(frozen=True)
class Report:
    """The mail it is about, by its Message-ID, and whom that will not reach."""

    message_id: str
    failures: tuple[Failure, ...]


def is_report(message: Message) -> bool:
    return message.get_content_type() == "multipart/report" and message.is_multipart()


def read_report(message: Message) -> Report | None:
    """None for one that does not say which mail it is about. Only its own parts count, not what those hold."""
    parts = [part for part in message.get_payload() if isinstance(part, Message)]
    statuses = [part for part in parts if part.get_content_type() in STATUSES]
    originals = [part for part in parts if part.get_content_type() in ORIGINALS]
    if len(statuses) != 1 or len(originals) != 1:
        return None
    ids = re.findall(r"(?im)^message-id:\s*(\S+)\s*$", headers_in(originals[0]))
    return Report(ids[0], tuple(failures_in(statuses[0]))) if len(ids) == 1 else None


def headers_in(original: Message) -> str:
    """The headers of the mail that came back, be it whole or not."""
    inner = original.get_payload()
    if isinstance(inner, list):
        whole = next((part for part in inner if isinstance(part, Message)), Message())
        return "\n".join(f"{name}: {value}" for name, value in whole.items())
    content = original.get_payload(decode=True)
    text = content.decode(errors="replace") if isinstance(content, bytes) else ""
    return re.split(r"\r?\n\r?\n", text.lstrip(), maxsplit=1)[0]


def failures_in(status: Message) -> Iterator[Failure]:
    """Of each recipient that it names a group of fields; those that say "failed"."""
    for group in groups_of(status)[: MOST_RECIPIENTS + 1]:
        if field(group, "action").lower() == "failed":
            named = (field(group, name).partition(";") for name in ("final-recipient", "original-recipient"))
            addresses = frozenset(address.strip().strip("<>").lower() for _type, _sign, address in named if address)
            diagnosis = field(group, "diagnostic-code").partition(";")[2]
            yield Failure(addresses, field(group, "status").partition(" ")[0], " ".join(diagnosis.split()))


def groups_of(status: Message) -> list[Message]:
    """Python's parser knows the groups of RFC 3464; in those of RFC 6533 it takes the first for a message and the
    others for its text."""
    parts = status.get_payload()
    groups = [part for part in parts if isinstance(part, Message)] if isinstance(parts, list) else []
    if status.get_content_type() != STATUSES[0]:
        texts = [group.get_payload() for group in groups]
        others = [text for text in texts if isinstance(text, str)]
        groups += [message_from_string(group) for text in others for group in re.split(r"(?:\r?\n){2,}", text.strip())]
    return groups


def field(group: Message, name: str) -> str:
    return str(group.get(name, "")).strip()


@transaction.atomic
def take_report(report: Report, now: dt.datetime | None = None) -> Noted:
    """Note it at the delivery and at the person. A second time changes nothing."""
    now = now or timezone.now()
    delivery = sent_as(report.message_id, now)
    if delivery is None:
        return Noted.NOT_OURS
    address = delivery.recipient.email.lower()
    failure = next((failure for failure in report.failures if address in failure.addresses), None)
    kind = kinds.find(delivery.kind)
    if failure is None or kind is None or not kind.is_told_plainly:
        return Noted.NOTHING_NEW
    reason = _("It came back: %(words)s") % {"words": without_addresses(failure.words)}
    still_sent = Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.SENT)
    if not still_sent.update(state=Delivery.State.DEAD, reason=reason[:300], body_text="", body_html=""):
        return Noted.NOTHING_NEW
    User.objects.filter(pk=delivery.recipient_id, email=delivery.recipient.email).update(
        email_refusal=failure.refusal, email_failed_at=Coalesce("email_failed_at", now), email_bounced_at=now
    )
    return Noted.REFUSED


def sent_as(message_id: str, now: dt.datetime) -> Delivery | None:
    """The mail that went lately under this Message-ID."""
    key = ID.fullmatch(message_id)
    if key is None:
        return None
    rows = Delivery.objects.select_related("recipient").filter(channel=Channel.EMAIL, sent_at__gte=now - LONGEST_WAY)
    delivery = rows.filter(pk=uuid.UUID(key[1])).first()
    return delivery if delivery and delivery.message_id == message_id else None


#: For how long a mail must not have come back before an address that returned others counts as working again.
QUIET_FOR = dt.timedelta(days=3)


def has_been_reached(person: User, now: dt.datetime) -> bool:
    """Whether a mail that went after the last one that came back has stayed away. One query."""
    if person.email_bounced_at is None:
        return True
    mails = Delivery.objects.filter(recipient=person, channel=Channel.EMAIL, state=Delivery.State.SENT)
    return mails.filter(sent_at__gt=person.email_bounced_at, sent_at__lte=now - QUIET_FOR).exists()
