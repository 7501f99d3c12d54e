"""The e-mail of a delivery: words, headers, attachments."""

import email.message
from dataclasses import dataclass
from email.headerregistry import Address
from email.policy import SMTP, EmailPolicy
from typing import Any

from django.core.mail import EmailMultiAlternatives

from notifications.kinds import Attachment
from notifications.models import Delivery
from notifications.rendering import Site, Words


class LinksInOnePiece(EmailPolicy):
    """Python would fold a long address of a web page into encoded words, which no mail program follows."""

    def fold_binary(self, name: str, value: Any) -> bytes:
        if name.lower() == "list-unsubscribe":
            return f"{name}: {value}\r\n".encode("ascii")
        return super().fold_binary(name, value)


POLICY = LinksInOnePiece(linesep=SMTP.linesep, cte_type="7bit")


@dataclass(frozen=True)
class CalendarPart:
    text: str
    method: str


class Message(EmailMultiAlternatives):
    """Django's message with calendar objects among its alternatives (RFC 6047)."""

    def __init__(self, *args: Any, calendars: list[CalendarPart], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.calendars = calendars

    def message(self, *, policy: Any = None) -> email.message.EmailMessage:
        return super().message(policy=POLICY)

    def _add_bodies(self, msg: email.message.EmailMessage) -> None:
        super()._add_bodies(msg)
        for part in self.calendars:
            msg.add_alternative(part.text, subtype="calendar", params={"method": part.method})


def build_message(delivery: Delivery, words: Words, site: Site, attachments: list[Attachment]) -> Message:
    """Ready to be sent. The Message-ID follows from the delivery: sent twice, it is one message."""
    message = Message(
        subject=words.title,
        body=words.text,
        from_email=site.sender,
        to=[address_of(delivery.recipient)],
        headers={
            "Message-ID": message_id(delivery, site),
            "Auto-Submitted": "auto-generated",
            **unsubscribe_headers(words, site),
        },
        attachments=[file_of(attachment) for attachment in attachments],
        calendars=calendar_parts(attachments),
    )
    message.attach_alternative(words.html, "text/html")
    return message


def message_id(delivery: Delivery, site: Site) -> str:
    return delivery.message_id or f"<{delivery.pk.hex}@{site.domain}>"


def unsubscribe_headers(words: Words, site: Site) -> dict[str, str]:
    """RFC 2369 and RFC 8058; the one-click form is defined for https only."""
    if not words.unsubscribe_url or not site.is_https:
        return {}
    return {
        "List-Unsubscribe": f"<{words.unsubscribe_url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def address_of(person: Any) -> str:
    """Name and address; just the address when it cannot be written with a name."""
    local, _, domain = person.email.rpartition("@")
    try:
        return str(Address(" ".join(person.name.split()), local, domain))
    except (ValueError, IndexError):
        return str(person.email)


def calendar_parts(attachments: list[Attachment]) -> list[CalendarPart]:
    """Those that say `text/calendar; method=…`: mail programs offer them as invitations, beside the file."""
    found = []
    for attachment in attachments:
        kind, _, method = attachment.mimetype.partition("; method=")
        if kind == "text/calendar" and method:
            found.append(CalendarPart(attachment.content.decode(), method))
    return found


def file_of(attachment: Attachment) -> tuple[str, bytes, str]:
    """Name, content and type of a file as it is attached; a calendar object's file says nothing of the method,
    so that it is not taken for a second invitation."""
    is_calendar = attachment.mimetype.startswith("text/calendar")
    return attachment.name, attachment.content, "application/ics" if is_calendar else attachment.mimetype
