"""The mailbox of calendars is read over IMAP, whatever its server does; and mail that is piped to the command."""

import io
import sys
import time
from urllib.parse import quote

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import DatabaseError

from mentorship.inbox_settings import PATTERN, read_address, read_inbox
from notifications.models import Mark
from sessions.answers import letters, mailbox
from sessions.answers.mailbox import FAILED, LOOKED
from sessions.management.commands import read_calendar_answer
from sessions.models import CalendarAnswer
from tests.mail import deliver_all
from tests.notifications.tls_server import Authority
from tests.sessions.answers import mail, reply
from tests.sessions.imap_server import PASSWORD, USER, ImapServer
from tests.sessions.story import plan

SIGN_IN = f"{quote(USER, safe='')}:{quote(PASSWORD, safe='')}@"
SCHEMES = {"plain": "imap", "tls": "imaps", "starttls": "imap+tls"}


def url_of(server: ImapServer, scheme: str = "", sign_in: str = SIGN_IN) -> str:
    return f"{scheme or SCHEMES[server.way]}://{sign_in}127.0.0.1:{server.port}/INBOX"


@pytest.fixture
def certificate(tmp_path) -> tuple[str, tuple[str, str]]:
    """Of an authority of its own, and one of a server with its key. Asked for before the clock is another one."""
    authority = Authority(tmp_path)
    return authority.file, authority.certificate_for("127.0.0.1")


@pytest.fixture
def read(settings):
    """Read the mailbox of a server once, as the clock does."""

    def read(server: ImapServer, ca_file: str = "", **url) -> dict[str, int]:
        settings.CALENDAR_INBOX = read_inbox(url_of(server, **url), ca_file=ca_file)
        return mailbox.read_inbox()

    return read


@pytest.fixture
def meeting(story, settings):
    settings.CALENDAR_INBOX_ADDRESS = USER
    meeting = plan(story)
    deliver_all()
    return meeting


def marked(name: str) -> bool:
    return Mark.objects.filter(name=name).exists()


@pytest.mark.parametrize("way", ["plain", "tls", "starttls"])
def test_answers_are_read_and_taken_out_and_the_rest_stays(certificate, meeting, story, read, way):
    ca_file, files = certificate
    with ImapServer(way, files=files) as server:
        server.put(reply(meeting, story.jack))
        server.put(b"From: somebody@example.com\r\n\r\nHello")
        server.put(reply(meeting, story.jack, sender="mallory@example.com"))
        assert read(server, ca_file) == {"taken": 1, "no_answer": 1, "stranger": 1}
        assert server.flags() == {2: {r"\Seen"}, 3: {r"\Seen"}}
        assert read(server, ca_file) == {}
    assert CalendarAnswer.objects.get().answer == "declined"
    assert marked(LOOKED)
    assert not marked(FAILED)


def test_a_server_without_uidplus_loses_the_same(meeting, story, read):
    with ImapServer() as server:
        server.capabilities = "IMAP4rev1"
        server.put(b"hello")
        server.put(reply(meeting, story.jack))
        read(server)
        assert server.flags() == {1: {r"\Seen"}}


@pytest.mark.parametrize("capabilities", ["IMAP4rev1 UIDPLUS", "IMAP4rev1"])
def test_what_somebody_else_has_marked_for_deletion_is_theirs(meeting, story, read, capabilities):
    """Dovecot names UIDPLUS only to whoever is signed in."""
    with ImapServer() as server:
        server.capabilities, server.tells_late = capabilities, True
        theirs = server.put(b"hello")
        server.mails[theirs].flags |= {r"\Seen", r"\Deleted"}
        ours = server.put(reply(meeting, story.jack))
        assert read(server) == {"taken": 1}
        assert theirs in server.mails
        assert server.flags().get(ours) in (None, {r"\Seen", r"\Deleted"})
        assert (ours in server.mails) is ("UIDPLUS" not in capabilities)


def test_a_mail_that_was_acted_on_and_not_put_away_changes_nothing_the_next_time(meeting, story, read, monkeypatch):
    with ImapServer() as server:
        server.put(reply(meeting, story.jack))
        with monkeypatch.context() as patch:
            patch.setattr(mailbox.Inbox, "put_away", lambda *args, **more: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                read(server)
        assert read(server) == {"known": 1}
        assert server.mails == {}
    deliver_all()
    assert CalendarAnswer.objects.count() == 1


def test_no_more_of_a_mail_is_fetched_than_is_read(meeting, read):
    with ImapServer() as server:
        server.put(b"From: a@example.com\r\n\r\n" + b"x" * (3 * letters.LARGEST))
        assert read(server) == {"too_large": 1}
        assert server.flags() == {1: {r"\Seen"}}


@pytest.mark.parametrize("manner", ["silent", "hangs", "drips", "babbles"])
def test_whatever_a_server_does_the_run_ends_soon(meeting, read, monkeypatch, manner):
    monkeypatch.setattr(mailbox, "PATIENCE_S", 0.5)
    monkeypatch.setattr(mailbox, "LONGEST_RUN_S", 1.5)
    with ImapServer(manner=manner) as server:
        server.put(b"hello")
        begun = time.perf_counter()
        read(server)
        assert time.perf_counter() - begun < 6
    assert CalendarAnswer.objects.count() == 0


@pytest.mark.parametrize("manner", ["silent", "hangs", "drips"])
def test_a_server_that_hangs_is_noted(meeting, read, monkeypatch, manner):
    monkeypatch.setattr(mailbox, "PATIENCE_S", 0.5)
    monkeypatch.setattr(mailbox, "LONGEST_RUN_S", 1.5)
    with ImapServer(manner=manner) as server:
        assert read(server) == {}
    assert marked(FAILED)
    assert not marked(LOOKED)


def test_a_wrong_password_is_noted_and_not_repeated(meeting, read, caplog):
    with ImapServer() as server:
        read(server, sign_in="answers%40example.com:secret-canary@")
    assert marked(FAILED)
    assert "calendar_inbox_away" in caplog.text
    assert "secret-canary" not in caplog.text


@pytest.mark.parametrize("way", ["tls", "starttls"])
def test_a_certificate_that_nobody_vouches_for_is_given_no_password(certificate, meeting, read, way):
    with ImapServer(way, files=certificate[1]) as server:
        read(server)
        assert [command for command in server.heard if command.startswith("LOGIN")] == []
    assert marked(FAILED)


def test_a_server_without_tls_is_given_no_password_by_starttls(meeting, read):
    with ImapServer() as server:
        read(server, scheme="imap+tls")
        assert [command for command in server.heard if command.startswith("LOGIN")] == []


def test_nothing_listens_where_the_setting_says(meeting, read, settings):
    with ImapServer() as server:
        pass
    assert read(server) == {}
    assert marked(FAILED)


def test_without_a_mailbox_nothing_is_read(db, settings):
    settings.CALENDAR_INBOX = {}
    assert mailbox.read_inbox() == {}
    assert not marked(LOOKED)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("answers@example.com", "does not begin with a way to read mail"),
        ("pop3://u:p@h", "does not begin with a way to read mail"),
        ("imap://u:p@mail.example.com", "would send the password without TLS"),
        ("imaps://mail.example.com", "has no user name and password"),
        ("imaps://u@mail.example.com", "has a user name or a password, but not both"),
        ("imaps://u:p%zz@mail.example.com", "has a % that is not followed"),
        ("imaps://u:p@mail.example.com:99999", "cannot be read"),
        ("imaps://u:p@", "does not name the mail server's host"),
        ("imaps://u:p@mail.example.com/INBOX?x", "names no mailbox"),
        ("imaps://u:p@mail.example.com/%22", "names no mailbox"),
        ("imaps://ü:p@mail.example.com", "letters beyond ASCII"),
    ],
)
def test_a_wrong_address_of_the_mailbox_is_said_in_a_line_with_the_remedy(url, words):
    with pytest.raises(ImproperlyConfigured) as refused:
        read_inbox(url, ca_file="")
    said = str(refused.value)
    assert said.startswith("CALENDAR_INBOX_URL ")
    assert words in said
    assert "\n" not in said
    assert "%XX" in said or PATTERN in said or "Begin it with" in said or "Write %" in said or "Choose" in said


def test_what_may_be_left_out_of_the_address_is_as_usual():
    found = read_inbox("imaps://u:p%2Fw@mail.example.com", ca_file="")
    assert (found["port"], found["way"], found["folder"], found["password"]) == (993, "tls", "INBOX", "p/w")
    assert read_inbox("imap+tls://u:p@h/Calendar%20answers", ca_file="")["folder"] == "Calendar answers"
    assert read_inbox("", ca_file="") == {}


def test_calendars_answer_to_the_sender_unless_another_address_is_set():
    sender = "Turnabout <turnabout@example.com>"
    assert read_address("", url="imaps://u:p@h", sender=sender) == "turnabout@example.com"
    assert read_address("answers@example.com", url="", sender=sender) == "answers@example.com"
    assert read_address("", url="", sender=sender) == ""
    with pytest.raises(ImproperlyConfigured, match="CALENDAR_INBOX_ADDRESS is not an address"):
        read_address("answers", url="", sender=sender)


@pytest.fixture
def pipe(monkeypatch):
    def pipe(raw: bytes) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
        call_command("read_calendar_answer")

    return pipe


def test_an_answer_may_be_piped(meeting, story, pipe):
    pipe(reply(meeting, story.jack))
    pipe(mail("nonsense", story.jack.email))
    assert CalendarAnswer.objects.get().answer == "declined"


def test_a_mail_without_end_is_read_to_its_end_and_refused(db, pipe):
    pipe(b"x" * (2 * letters.LARGEST))
    assert Mark.objects.get().name == "answers.too_large"
    assert sys.stdin.buffer.read() == b""


def test_the_mail_server_is_asked_to_try_again_while_the_database_is_away(pipe, monkeypatch):
    def away(raw):
        raise DatabaseError

    monkeypatch.setattr(read_calendar_answer, "receive", away)
    with pytest.raises(SystemExit) as ended:
        pipe(b"hello")
    assert ended.value.code == 75
