"""Where mail goes when there is no mail server, and what keeps test mail from real people."""

import os
import re
import ssl
from collections.abc import Sequence
from email.utils import parseaddr
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend as SmtpBackend
from django.utils import timezone
from django.utils.functional import cached_property

from notifications.checking import may_be_mailed


class MailFiles(BaseEmailBackend):
    """Writes each message to a file of its own in MAIL_DIR, which any mail program opens: for the demo and for
    development. Links that open accounts stand in them, so that nobody else on the machine may read them."""

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        if settings.PRODUCTION:
            raise ImproperlyConfigured("Mail is not written to files in production. Set EMAIL_URL.")
        folder = Path(settings.MAIL_DIR)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        for message in messages:
            write_whole(folder, file_name(message), message.message().as_bytes())
        return len(messages)


def file_name(message: EmailMessage) -> str:
    """Time, recipient and subject, so that a folder of them reads like a mailbox."""
    to = message.recipients()[0].rpartition("<")[2].rstrip(">")
    subject = re.sub(r"[^a-z0-9]+", "-", str(message.subject).lower()).strip("-")[:60]
    return f"{timezone.now():%Y%m%d-%H%M%S-%f} {re.sub(r'[^A-Za-z0-9.@_+-]', '-', to)[:80]} {subject}.eml"


def write_whole(folder: Path, name: str, content: bytes) -> None:
    """Whoever looks into the folder finds whole files only."""
    draft = folder / f".{name}.part"
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
    draft.rename(folder / name)


class MailServer(SmtpBackend):
    """The mail server of EMAIL_URL. Its certificate is always checked: against the authorities that this machine knows,
    and against the one in `ca_file` where that is set."""

    def __init__(self, *, ca_file: str = "", **options: Any) -> None:
        super().__init__(**options)
        self.ca_file = ca_file

    @cached_property
    def ssl_context(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        if self.ca_file:
            context.load_verify_locations(cafile=self.ca_file)
        return context

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        leaving = may_leave(email_messages)
        return super().send_messages(leaving) if leaving else 0


def may_leave(messages: Sequence[EmailMessage]) -> list[EmailMessage]:
    """Outside production mail leaves only for the addresses of MAIL_ALLOW_LIST, whoever asks for it."""
    return [message for message in messages if all(map(is_listed, message.recipients()))]


def is_listed(address: str) -> bool:
    return may_be_mailed(parseaddr(address)[1])
