"""`manage.py check_mail`: a plain answer, from a real SMTP server."""

import io
import socket

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.django_db


class Mailbox:
    """Takes what it gets, except for one address."""

    def __init__(self) -> None:
        self.letters: list = []

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody@"):
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session, envelope):
        self.letters.append((envelope.rcpt_tos, envelope.content.decode()))
        return "250 OK"


@pytest.fixture
def mailbox():
    controller = Controller(Mailbox(), hostname="127.0.0.1", port=free_port())
    controller.start()
    yield controller
    controller.stop()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


@pytest.fixture
def point_at(settings):
    """Send mail to this port of this machine."""

    def point(port: int, **options) -> None:
        settings.MAIL_IS_REAL = True
        smtp = {"host": "127.0.0.1", "port": port, "timeout": 3, **options}
        backend = "django.core.mail.backends.smtp.EmailBackend"
        settings.MAILERS = {"default": {"BACKEND": backend, "OPTIONS": smtp}}

    return point


def check(address: str = "igor@corp.example") -> str:
    out = io.StringIO()
    call_command("check_mail", address, stdout=out)
    return out.getvalue()


def test_a_server_that_takes_it(mailbox, point_at, settings):
    settings.DEFAULT_FROM_EMAIL = "Turnabout <turnabout@corp.example>"
    point_at(mailbox.port)
    assert check() == (
        "The mail server took a message from Turnabout <turnabout@corp.example> to igor@corp.example. "
        "Look whether it arrives.\n"
    )
    ((recipients, letter),) = mailbox.handler.letters
    assert recipients == ["igor@corp.example"]
    assert "Subject: A test message from Turnabout" in letter


def test_nobody_listens(point_at):
    point_at(free_port())
    with pytest.raises(CommandError, match=r"Not sent.* Nothing listens on that host and port"):
        check()


def test_the_address_is_refused(mailbox, point_at):
    point_at(mailbox.port)
    with pytest.raises(CommandError, match=r"answered 550.*does not take mail for this address"):
        check("nobody@corp.example")


def test_a_password_is_asked_for_that_the_server_does_not_know(mailbox, point_at):
    point_at(mailbox.port, username="jane", password="secret")
    with pytest.raises(CommandError, match="offers no TLS or no sign-in") as refused:
        check()
    assert "secret" not in str(refused.value)


def test_a_host_that_does_not_exist(point_at):
    point_at(25, host="mail.invalid")
    with pytest.raises(CommandError, match="has no address; check how it is spelt"):
        check()


def test_without_a_server_it_says_where_mail_goes(settings):
    settings.MAIL_IS_REAL = False
    with pytest.raises(CommandError, match="Set EMAIL_URL"):
        check()


def test_what_is_no_address():
    with pytest.raises(CommandError, match="is not an e-mail address"):
        check("igor")
