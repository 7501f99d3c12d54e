"""Does mail go out? One message, and a plain answer."""

import smtplib
import socket
import ssl
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from frame.mail import AUTOMATIC, Message
from notifications.mailing import NotSent, Postman
from people.models import Organization

REMEDIES: tuple[tuple[type[BaseException], str], ...] = (
    (smtplib.SMTPAuthenticationError, "Check the user name and the password in EMAIL_URL."),
    (smtplib.SMTPNotSupportedError, "The server offers no TLS or no sign-in on this port; use smtp+tls:// or another."),
    (smtplib.SMTPRecipientsRefused, "The server does not take mail for this address; try one of your own domain."),
    (
        smtplib.SMTPSenderRefused,
        "The server does not take mail from this sender; set DEFAULT_FROM_EMAIL to one it knows.",
    ),
    (socket.gaierror, "The host in EMAIL_URL has no address; check how it is spelt."),
    (ConnectionRefusedError, "Nothing listens on that host and port; check both in EMAIL_URL."),
    (TimeoutError, "The server is silent: a firewall may stand between, or smtp+ssl:// (port 465) is needed."),
    (ssl.SSLError, "The TLS handshake failed: smtp+tls:// goes with port 587, smtp+ssl:// with port 465."),
)


class Command(BaseCommand):
    help = "Sends one message to ADDRESS and says whether the mail server took it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address")

    def handle(self, *args: Any, address: str, **options: Any) -> None:
        try:
            validate_email(address)
        except ValidationError:
            raise CommandError(f"“{address}” is not an e-mail address.") from None
        if not settings.MAIL_IS_REAL:
            raise CommandError(f"No mail server is set: messages are kept in {settings.MAIL_DIR}. Set EMAIL_URL.")
        sender = Organization.objects.current().sender
        try:
            with Postman() as postman:
                postman.send(test_message(sender, address))
        except NotSent as error:
            reason = str(error).rstrip(".")
            raise CommandError(f"Not sent. {reason}. {remedy_for(error)}".strip()) from None
        self.stdout.write(f"The mail server took a message from {sender} to {address}. Look whether it arrives.")


def test_message(sender: str, address: str) -> Message:
    text = f"Turnabout at {settings.BASE_URL} can send mail. You need not do anything."
    return Message("A test message from Turnabout", text, sender, [address], headers=AUTOMATIC)


def remedy_for(error: NotSent) -> str:
    """What to do about the cause, in one sentence; "" when it is not a known one."""
    return next((remedy for kind, remedy in REMEDIES if isinstance(error.__cause__, kind)), "")
