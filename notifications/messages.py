"""The e-mail of a delivery: words, headers, attachments."""

import email.message
import email.policy
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from typing import Any

from django.core.mail import EmailMultiAlternatives

from notifications.kinds import Attachment
from notifications.models import Delivery
from notifications.rendering import Site, Words


class OneLine(UnstructuredHeader, BaseHeader):
    """Python folds a long web address into encoded words, which mail programs do not take for a link."""

    max_count = 1

    def fold(self, *, policy: email.policy.Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


HEADERS = HeaderRegistry()
HEADERS.map_to_type("list-unsubscribe", OneLine)
#: In characters that every mail server passes on.
POLICY = email.policy.SMTP.clone(header_factory=HEADERS, cte_type="7bit")


class Message(EmailMultiAlternatives):
    """Django's message, always written by our policy."""

    def message(self, *, policy: Any = None) -> Any:
        return super().message(policy=POLICY)


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
    )
    message.attach_alternative(words.html, "text/html")
    for calendar in calendars_of(attachments):  # the last alternative is the one that programs like best (RFC 6047)
        message.attach_alternative(calendar.content.decode(), calendar.mimetype)
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
    """`Name <local@domain>`, the name quoted where it must be."""
    local, _at, domain = person.email.rpartition("@")
    return str(Address(" ".join(person.name.split()), local, domain))


def calendars_of(attachments: list[Attachment]) -> list[Attachment]:
    """Those that say `text/calendar; method=…`: mail programs offer them as invitations, beside the file."""
    said = [(attachment, attachment.mimetype.partition("; method=")) for attachment in attachments]
    return [attachment for attachment, (kind, _, method) in said if kind == "text/calendar" and method]


def file_of(attachment: Attachment) -> tuple[str, bytes, str]:
    """Name, content and type of a file as it is attached; a calendar object's file says nothing of the method,
    so that it is not taken for a second invitation."""
    is_calendar = attachment.mimetype.startswith("text/calendar")
    return attachment.name, attachment.content, "application/ics" if is_calendar else attachment.mimetype
