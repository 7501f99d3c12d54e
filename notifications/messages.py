"""The e-mail of a delivery: words, headers, attachments."""

import email
import email.message
import email.policy
from typing import Any

from django.core.mail import EmailMultiAlternatives

from notifications import wire
from notifications.kinds import Attachment
from notifications.models import Delivery
from notifications.rendering import Site, Words

#: A message of ours is parsed for whoever wants to look into it, and written again as it was.
AS_IT_IS = email.policy.SMTP.clone(refold_source="none")


class Message(EmailMultiAlternatives):
    """Django's message, written by `wire`; calendar objects are among its alternatives (RFC 6047)."""

    calendars: list[wire.Part]

    def as_bytes(self) -> bytes:
        """What goes to the mail server."""
        headers = {
            "From": wire.address(self.from_email),
            "To": wire.address(self.to[0]),
            "Subject": wire.words(str(self.subject)),
            **self.extra_headers,
        }
        texts = [wire.Part("text/plain", self.body.encode())]
        texts += [wire.Part(str(kind), str(content).encode()) for content, kind in self.alternatives]
        files = [wire.Part(file.mimetype, file.content, file.filename) for file in self.attachments]
        seed = self.extra_headers["Message-ID"].partition("@")[0].strip("<")
        return wire.to_bytes(headers=headers, bodies=texts + self.calendars, files=files, seed=seed)

    def message(self, *, policy: Any = None) -> email.message.EmailMessage:
        """The same, parsed, for mail backends that ask for it."""
        return email.message_from_bytes(self.as_bytes(), policy=AS_IT_IS)


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
    message.calendars = calendar_parts(attachments)
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
    name = " ".join(person.name.split())
    return (
        f"{wire.quoted(name) if name.isascii() else name.translate(UNQUOTABLE)} <{person.email}>"
        if name
        else person.email
    )


#: Left out of names that are going to be encoded, where quoting is not possible.
UNQUOTABLE = str.maketrans("", "", '"\\<>@,;:()[]')


def calendar_parts(attachments: list[Attachment]) -> list[wire.Part]:
    """Those that say `text/calendar; method=…`: mail programs offer them as invitations, beside the file."""
    said = [(attachment, attachment.mimetype.partition("; method=")) for attachment in attachments]
    return [
        wire.Part(one.mimetype, one.content) for one, (kind, _, method) in said if kind == "text/calendar" and method
    ]


def file_of(attachment: Attachment) -> tuple[str, bytes, str]:
    """Name, content and type of a file as it is attached; a calendar object's file says nothing of the method,
    so that it is not taken for a second invitation."""
    is_calendar = attachment.mimetype.startswith("text/calendar")
    return attachment.name, attachment.content, "application/ics" if is_calendar else attachment.mimetype
