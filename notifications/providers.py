"""Mail through the HTTP interface of a provider, by django-anymail: what it answers is said in the words of SMTP, so
that the outbox needs to know only these."""

import smtplib
from collections.abc import Sequence
from copy import copy
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.module_loading import import_string

from notifications.backends import may_leave

NOT_NOW, SIGN_IN_REFUSED, REFUSED = 421, 535, 554
TOO_MANY, UNAUTHORIZED, FORBIDDEN = 429, 401, 403
FIRST_OF_SERVER = 500
CALENDAR, CALENDAR_FILE = "text/calendar", "application/ics"


class Provider(BaseEmailBackend):
    """One HTTP connection to the provider that `provider` names; the other options are those of anymail's backend."""

    def __init__(self, provider: str, alias: str, **options: Any) -> None:
        super().__init__(alias=alias)
        self.backend = import_string(f"anymail.backends.{provider}.EmailBackend")(alias=alias, **options)

    def open(self) -> bool:
        return bool(self.backend.open())

    def close(self) -> None:
        self.backend.close()

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        from anymail.exceptions import AnymailError

        leaving = [with_invitation_as_file(message) for message in may_leave(email_messages)]
        try:
            return self.backend.send_messages(leaving) if leaving else 0
        except AnymailError as error:
            raise as_smtp(error, leaving[0]) from error


def with_invitation_as_file(message: Any) -> Any:
    """Interfaces know text and HTML; the third form of an invitation goes as the file, in the place of the one that
    says nothing of its method."""
    alternatives = getattr(message, "alternatives", [])
    invitations = [(content, mimetype) for content, mimetype in alternatives if mimetype.startswith(CALENDAR)]
    if not invitations:
        return message
    changed = copy(message)
    changed.alternatives = [form for form in alternatives if not form[1].startswith(CALENDAR)]
    changed.attachments = [file for file in message.attachments if file[2] != CALENDAR_FILE]
    for content, mimetype in invitations:
        changed.attach("invite.ics", content, mimetype)
    return changed


def as_smtp(error: Exception, message: EmailMessage) -> Exception:
    """What a mail server would have said."""
    from anymail.exceptions import AnymailInvalidAddress, AnymailRecipientsRefused

    if isinstance(error, AnymailRecipientsRefused | AnymailInvalidAddress):
        answer = (REFUSED, b"The provider does not send to this address.")
        return smtplib.SMTPRecipientsRefused(dict.fromkeys(message.recipients(), answer))
    status = getattr(error, "status_code", None)
    if status is None:
        return smtplib.SMTPServerDisconnected("The provider's interface could not be reached.")
    words = f"The provider answered with HTTP status {status}."
    if status in (UNAUTHORIZED, FORBIDDEN):
        return smtplib.SMTPAuthenticationError(SIGN_IN_REFUSED, words)
    if status == TOO_MANY or status >= FIRST_OF_SERVER:
        return smtplib.SMTPSenderRefused(NOT_NOW, words.encode(), str(message.from_email))
    return smtplib.SMTPDataError(REFUSED, words)
