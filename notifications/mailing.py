"""One connection to the mail server, and what its refusals mean."""

import re
import smtplib
from contextlib import suppress
from typing import Any

from django.core.mail import EmailMessage, mailers
from django.utils.translation import gettext as _

from people.states import MailRefusal

SHUTTING_DOWN = 421
FINAL = 500
ENOUGH = re.compile(r"4\.7\.\d")  # RFC 3463: a matter of policy, such as too much in too short a time


ENHANCED = re.compile(r"(?<![\d.])5\.\d{1,3}\.\d{1,3}(?![\d.])")
REFUSALS = {
    "5.1.1": MailRefusal.NO_MAILBOX, "5.1.6": MailRefusal.NO_MAILBOX, "5.1.10": MailRefusal.NO_MAILBOX,
    "5.1.2": MailRefusal.NO_DOMAIN, "5.4": MailRefusal.NO_DOMAIN, "5.2.1": MailRefusal.CLOSED,
    "5.2.2": MailRefusal.FULL, "5.7": MailRefusal.POLICY,
}  # fmt: skip
REFUSALS_BY_CODE = {551: MailRefusal.NO_MAILBOX, 552: MailRefusal.FULL, 553: MailRefusal.NO_MAILBOX}


class NotSent(Exception):
    """The message did not go out; `str(error)` is the reason for those who look after the outbox.

    `is_final`: trying again is of no use. `refusal`: why, where the address itself was refused for good.
    `may_have_arrived`: the connection broke after the message was handed over.
    `is_server_away`: nobody could be sent anything. `is_about_all`: the server has had enough, whoever it is for.
    """

    def __init__(self, reason: str, *, refusal: str = "", **facts: bool) -> None:
        super().__init__(reason)
        self.refusal = refusal
        self.is_final = facts.get("is_final", False)
        self.may_have_arrived = facts.get("may_have_arrived", False)
        self.is_server_away = facts.get("is_server_away", False)
        self.is_about_all = facts.get("is_about_all", False)


class Postman:
    """Keeps the connection open from message to message; opens it at the first and again after a break."""

    def __init__(self) -> None:
        self.connection: Any = None

    def __enter__(self) -> "Postman":
        return self

    def __exit__(self, *error: object) -> None:
        self.hang_up()

    def send(self, message: EmailMessage) -> None:
        """Hand one message to the mail server; returns when the server has taken it. Raises NotSent."""
        self.pick_up()
        try:
            self.connection.send_messages([message])
        except smtplib.SMTPServerDisconnected as error:
            raise self.broken(error) from error
        except smtplib.SMTPException as error:
            raise self.refused(error) from error
        except OSError as error:
            raise self.broken(error) from error
        except ValueError as error:
            raise NotSent(_("The address is not valid."), is_final=True, refusal=MailRefusal.OTHER) from error

    def pick_up(self) -> None:
        if self.connection is not None:
            return
        connection = mailers.default
        try:
            connection.open()
        except OSError as error:  # smtplib's errors are OSErrors too
            reason = _("The mail server could not be reached: %(error)s") % {"error": in_short(error)}
            raise NotSent(reason, is_server_away=True) from error
        self.connection = connection

    def hang_up(self) -> None:
        connection, self.connection = self.connection, None
        if connection is not None:
            with suppress(OSError):  # it was going to be closed anyway
                connection.close()

    def broken(self, error: OSError) -> NotSent:
        """The line broke in the middle."""
        self.hang_up()
        reason = _("The connection to the mail server broke: %(error)s") % {"error": in_short(error)}
        return NotSent(reason, may_have_arrived=True)

    def refused(self, error: smtplib.SMTPException) -> NotSent:
        code, answer = answer_of(error)
        if code == SHUTTING_DOWN:
            self.hang_up()
        about_recipient = isinstance(error, smtplib.SMTPRecipientsRefused)
        is_final = code >= FINAL and isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError)
        reason = _("The mail server answered %(code)s: %(answer)s") % {"code": code, "answer": answer}
        is_about_all = code == SHUTTING_DOWN or (code < FINAL and ENOUGH.match(answer) is not None)
        refusal = refusal_of(code, answer) if is_final and about_recipient else ""
        return NotSent(reason, is_final=is_final, refusal=refusal, is_about_all=is_about_all)


def refusal_of(code: int, answer: str) -> MailRefusal:
    """What a server means that refuses a recipient, by the number of RFC 3463 in its words, else by its code alone."""
    number = ENHANCED.search(answer)
    status = number[0] if number else ""
    by_status = (why for beginning, why in REFUSALS.items() if f"{status}.".startswith(f"{beginning}."))
    return next(by_status, MailRefusal.OTHER if status else REFUSALS_BY_CODE.get(code, MailRefusal.OTHER))


def answer_of(error: smtplib.SMTPException) -> tuple[int, str]:
    """The server's code and its words, without addresses."""
    words: bytes | str
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
    elif isinstance(error, smtplib.SMTPResponseException):
        code, words = error.smtp_code, error.smtp_error
    else:
        return 0, in_short(error)
    return code, without_addresses(words.decode(errors="replace") if isinstance(words, bytes) else str(words))


def in_short(error: BaseException) -> str:
    return without_addresses(f"{type(error).__name__} {error}")


def without_addresses(text: str) -> str:
    """Reasons are shown to people who may not know whom a message was for."""
    return re.sub(r"\S+@\S+", "…", " ".join(text.split()))[:200]
