"""The e-mail of a delivery: words, headers, attachments."""

from typing import Any

from django.conf import settings

from frame.mail import AUTOMATIC, named
from frame.mail import Message as Message
from notifications import kinds
from notifications.kinds import Attachment
from notifications.models import Delivery
from notifications.rendering import Site, Words


def build_message(delivery: Delivery, words: Words, site: Site, attachments: list[Attachment]) -> Message:
    """Ready to be sent. The Message-ID follows from the delivery: sent twice, it is one message."""
    message = Message(
        subject=words.title.replace("=?", "= ?"),  # nothing in it is read as an encoded word
        body=words.text,
        from_email=site.sender,
        to=[address_of(delivery.recipient)],
        reply_to=calendar_inbox(attachments) or answered_by(delivery, site),
        headers={
            "Message-ID": message_id(delivery, site),
            **AUTOMATIC,
            **unsubscribe_headers(words, site),
        },
        attachments=[file_of(attachment) for attachment in attachments],
    )
    message.attach_alternative(words.html, "text/html")
    for calendar in calendars_of(attachments):  # the last alternative is the one that programs like best (RFC 6047)
        message.attach_alternative(calendar.content.decode(), calendar.mimetype)
    return message


def calendar_inbox(attachments: list[Attachment]) -> list[str]:
    """Some calendars answer an invitation to where replies go, whoever the organiser is."""
    is_asked = any(calendar.mimetype.endswith("method=REQUEST") for calendar in calendars_of(attachments))
    return [settings.CALENDAR_INBOX_ADDRESS] if is_asked and settings.CALENDAR_INBOX_ADDRESS else []


def answered_by(delivery: Delivery, site: Site) -> list[str]:
    """Who gets what people answer: whom its kind names, else those who run the program. What nobody may learn of goes
    to the sender alone."""
    kind = kinds.find(delivery.kind)
    if kind and kind.answered_by:
        return [address_of(person) for person in kind.answered_by(delivery)]
    if kind is None or kind.is_secret or delivery.scope is None:
        return []
    return [address_of(person) for person in site.contacts_of(delivery.scope) if person.pk != delivery.recipient_id]


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
    """`Name <local@domain>`, the name quoted where it must be."""
    return named(person.plain_name, person.email)


def calendars_of(attachments: list[Attachment]) -> list[Attachment]:
    """Those that say `text/calendar; method=…`: mail programs offer them as invitations, beside the file."""
    said = [(attachment, attachment.mimetype.partition("; method=")) for attachment in attachments]
    return [attachment for attachment, (kind, _, method) in said if kind == "text/calendar" and method]


def file_of(attachment: Attachment) -> tuple[str, bytes, str]:
    """Name, content and type of a file as it is attached; a calendar object's file says nothing of the method,
    so that it is not taken for a second invitation."""
    is_calendar = attachment.mimetype.startswith("text/calendar")
    return attachment.name, attachment.content, "application/ics" if is_calendar else attachment.mimetype
