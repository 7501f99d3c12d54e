"""What goes over the wire, byte by byte, as a mail server takes it: headers, their length, and who gets the answers."""

import email
import re
from email.header import decode_header, make_header
from email.utils import parseaddr

import pytest
from allauth.account.models import EmailAddress
from django.core.management import call_command

from frame.mail import AUTOMATIC
from people.models import Organization, User
from people.sign_in.adapters import AccountAdapter
from tests import factories as make
from tests.mail import deliver_all
from tests.notifications.test_check_mail import point_at  # noqa: F401

CUNEIFORM = "\U00012000"
ENCODED = re.compile(rb"=\?[^?\s]+\?[bq]\?[^?\s]*\?=", re.IGNORECASE)


def header(raw: bytes, name: str) -> str:
    """A header as a mail program reads it."""
    written = email.message_from_bytes(raw)[name]
    return str(make_header(decode_header(re.sub(r"\r?\n", "", written))))


def assert_well_formed(raw: bytes) -> None:
    head = raw.partition(b"\r\n\r\n")[0]
    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert all(len(line) <= 76 for line in head.split(b"\r\n") if b"=?" in line)
    assert all(len(word) <= 75 for word in ENCODED.findall(head))


NAMES = [CUNEIFORM * 120, "é" * 120, "a" * 120, "ශ්‍රී " * 20, "👩‍💻" * 30, "Zoë Ångström " * 9]


@pytest.mark.parametrize("name", [*NAMES, '"; <x@y.example>' * 7, "=?utf-8?q?=41?=" * 8])
def test_long_names_are_folded_and_come_back(person, owe, server, name):
    """Two names of 120 letters of four bytes in a subject made a line of 1,274."""
    kavya = person("kavya")
    User.objects.filter(pk=kavya.pk).update(first_name=name.strip(), last_name=name.strip())
    delivery = owe(kavya, extra={"name": f"{name} {name}"})
    deliver_all()
    (raw,) = server.raw
    assert_well_formed(raw)
    delivery.refresh_from_db()
    assert header(raw, "Subject").split() == delivery.title.replace("=?", "= ?").split()
    kavya.refresh_from_db()
    assert [one.addr_spec for one in server.taken[0]["To"].addresses] == ["kavya@example.com"]
    shown, address = parseaddr(re.sub(r"\r?\n", "", email.message_from_bytes(raw)["To"]))
    assert (str(make_header(decode_header(shown))), address) == (kavya.name.replace("=?", "= ?"), "kavya@example.com")


def test_no_robot_is_asked_to_answer_a_message(person, owe, server):
    owe(person("kavya"))
    deliver_all()
    assert {name: server.taken[0][name] for name in AUTOMATIC} == AUTOMATIC


def test_nor_a_message_about_signing_in(person, server, rf):
    kavya = person("kavya")
    EmailAddress.objects.create(user=kavya, email=kavya.email, verified=True)
    words = {"user": kavya, "password_reset_url": "https://x.example/" + "k" * 300}
    AccountAdapter().send_mail("account/email/password_reset_key", kavya.email, words)
    (raw,) = server.raw
    assert_well_formed(raw)
    assert {name: server.taken[0][name] for name in AUTOMATIC} == AUTOMATIC
    assert [part.get_content_type() for part in server.taken[0].walk()][1:] == ["text/plain", "text/html"]


def test_nor_a_test_message(db, server, settings):
    settings.MAIL_IS_REAL = True
    call_command("check_mail", "igor@corp.example")
    assert {name: server.taken[0][name] for name in AUTOMATIC} == AUTOMATIC


def test_answers_go_to_those_who_run_the_program(person, owe, server):
    program = make.ProgramFactory()
    priya = make.UserFactory(first_name="Priya", last_name="Raman, Dr.", email="priya@example.com")
    gone = make.UserFactory(email="gone@example.com", is_active=False)
    for user in (priya, gone):
        program.coordinators.create(user=user)
    owe(person("kavya"), scope=program.pk)
    deliver_all()
    assert [str(one) for one in server.taken[0]["Reply-To"].addresses] == ['"Priya Raman, Dr." <priya@example.com>']


@pytest.mark.parametrize("kind", ["greeting", "secret"])
def test_of_no_program_or_of_what_nobody_may_learn_they_go_to_the_sender(person, owe, server, kind):
    program = make.ProgramFactory()
    program.coordinators.create(user=make.UserFactory())
    owe(person("kavya"), kind=kind, scope=program.pk if kind == "secret" else None)
    deliver_all()
    assert server.taken[0]["Reply-To"] is None


def test_nobody_answers_themselves(person, owe, server):
    program, priya = make.ProgramFactory(), person("priya")
    program.coordinators.create(user=priya)
    owe(priya, scope=program.pk)
    deliver_all()
    assert server.taken[0]["Reply-To"] is None


@pytest.mark.parametrize("name", ["HR: mentoring", "Larkfield, Inc.", "Zoë's office"])
def test_a_sender_with_special_characters_is_one_sender(person, owe, server, settings, name):
    settings.MAIL_SENDER_DOMAINS = ["larkfield.example"]
    Organization.objects.update_or_create(pk=1, defaults={"email_sender": f"{name} <m@larkfield.example>"})
    owe(person("kavya"))
    deliver_all()
    (sender,) = server.taken[0]["From"].addresses
    assert (sender.display_name, sender.addr_spec) == (name, "m@larkfield.example")
