"""Notes that a mail could not be delivered after all: which count, what they change, and when that goes again."""

import datetime as dt
import re
import uuid
from functools import partial

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from notifications.hr_notes import send_hr_note
from notifications.models import Delivery
from people.models import User
from sessions.answers.mailbox import LEFT_THERE
from sessions.answers.receiving import Outcome, receive
from tests.mail import deliver_all
from tests.sessions.reports import FORMS, report

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def send_one(cast, person) -> Delivery:
    """A mail that the mail server has taken."""
    note = send_hr_note(subject="News", text="We begin.", user_ids=[person.pk], by=cast.omar, chosen={})
    deliver_all()
    return Delivery.objects.get(subject_id=note.pk, channel="email")


@pytest.fixture
def sent(cast):
    return send_one(cast, cast.noor)


def refusal(person) -> str | None:
    return User.objects.get(pk=person.pk).mail_refusal


@pytest.fixture
def clock():
    with time_machine.travel(dt.datetime(2026, 12, 1, 10, tzinfo=dt.UTC), tick=True) as clock:
        yield clock


@pytest.mark.parametrize("form", FORMS)
def test_hr_reads_it_as_if_it_had_been_refused_at_once(cast, sent, sign_in, form):
    assert receive(report(form, sent.message_id, cast.noor.email)) == Outcome.RETURNED
    sent.refresh_from_db()
    assert (sent.state, sent.body_text) == ("dead", "")
    assert sent.reason.startswith("It came back: ")
    assert "5.1.1 The email account" in sent.reason
    assert cast.noor.email not in sent.reason
    assert refusal(cast.noor) == "no_mailbox"
    page = sign_in(cast.omar).get(reverse("person_detail", args=[cast.noor.pk])).content.decode()
    assert "No mail reaches" in page
    assert "this mailbox does not exist" in page
    assert "has not come back for three days" in page
    assert "No mail reaches" not in sign_in(cast.noor).get(reverse("profile")).content.decode()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded", ""])
def test_what_is_only_late_changes_nothing(cast, sent, form, action):
    raw = report(form, sent.message_id, cast.noor.email, action=action, status="4.4.1", diagnosis="451 try again")
    assert receive(raw) == Outcome.REPORTED
    sent.refresh_from_db()
    assert (sent.state, refusal(cast.noor)) == ("sent", None)


@pytest.mark.parametrize(("status", "diagnosis", "why"), [
    ("5.2.2", "552 5.2.2 Mailbox full", "full"),
    ("4.2.2", "452 4.2.2 Mailbox full", "full"),  # given up after days
    ("4.4.7", "delivery time expired", "no_domain"),
    ("5.1.10", "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup", "no_mailbox"),
    ("5.0.0", "550 5.2.1 The account is disabled", "closed"),
    ("5.0.0", "550 no", "other"),
    ("5.7.1", "550 5.7.1 Message rejected", "policy"),
    ("", "", "other"),
])  # fmt: skip
def test_why(cast, sent, status, diagnosis, why):
    receive(report("postfix", sent.message_id, cast.noor.email, status=status, diagnosis=diagnosis))
    assert refusal(cast.noor) == why


def test_the_same_note_again_changes_nothing(cast, sent):
    raw = report("postfix", sent.message_id, cast.noor.email)
    receive(raw)
    before = User.objects.get(pk=cast.noor.pk).email_bounced_at
    assert receive(raw) == Outcome.REPORTED
    assert User.objects.get(pk=cast.noor.pk).email_bounced_at == before


@pytest.mark.parametrize("form", FORMS)
def test_a_forged_note_changes_nothing(cast, sent, form):
    """A Message-ID that we never sent, one to somebody else, a mail of long ago, parts that are missing."""
    other = send_one(cast, cast.maria)
    forged = [
        report(form, f"<{uuid.uuid4().hex}@example.com>", cast.noor.email),
        report(form, sent.message_id.replace("@", "@evil."), cast.noor.email),
        report(form, other.message_id, cast.noor.email),
        report(form, "<no-id-of-ours@example.com>", cast.noor.email),
        report(form, sent.message_id, "somebody@example.net"),
    ]
    for part in (
        "multipart/report",
        r"message/(global-)?delivery-status",
        r"message/rfc822|text/rfc822-headers|message/global-headers",
    ):
        without = partial(re.sub, part, "text/plain")
        forged.append(report(form, sent.message_id, cast.noor.email, change=without))
    assert Outcome.RETURNED not in [receive(raw) for raw in forged]
    Delivery.objects.filter(pk=sent.pk).update(sent_at=timezone.now() - 15 * DAY)
    receive(report(form, sent.message_id, cast.noor.email))
    assert [refusal(person) for person in (cast.noor, cast.maria)] == [None, None]
    assert not Delivery.objects.filter(state="dead").exists()


def test_a_note_within_another_mail_counts_for_nothing(cast, sent):
    inner = report("postfix", sent.message_id, cast.noor.email)
    around = b'From: a@example.com\r\nContent-Type: multipart/report; boundary="xx"\r\n\r\n--xx\r\n'
    raw = around + b"Content-Type: message/rfc822\r\n\r\n" + inner + b"\r\n--xx--\r\n"
    assert receive(raw) == Outcome.REPORT
    assert refusal(cast.noor) is None


def test_a_note_about_the_address_before_says_nothing_of_the_new_one(cast, sent):
    old = cast.noor.email
    User.objects.filter(pk=cast.noor.pk).update(email="new@example.com")
    assert receive(report("postfix", sent.message_id, old)) == Outcome.REPORTED
    assert refusal(cast.noor) is None


def test_a_message_that_nobody_may_know_of_leaves_no_trace(cast, sent):
    Delivery.objects.filter(pk=sent.pk).update(kind="data_copy_ready")
    assert receive(report("gmail", sent.message_id, cast.noor.email)) == Outcome.REPORTED
    sent.refresh_from_db()
    assert (sent.state, refusal(cast.noor)) == ("sent", None)


def test_it_goes_when_a_later_mail_has_stayed_away_for_three_days(cast, sent, clock):
    receive(report("exim", sent.message_id, cast.noor.email))
    send_one(cast, cast.noor)
    assert refusal(cast.noor) == "no_mailbox", "that a mail server took it says nothing yet"
    clock.shift(2 * DAY)
    send_one(cast, cast.noor)
    assert refusal(cast.noor) == "no_mailbox"
    clock.shift(2 * DAY)
    send_one(cast, cast.noor)
    assert refusal(cast.noor) is None


def test_it_stays_while_each_comes_back(cast, sent, clock):
    for _ in range(3):
        receive(report("exim", send_one(cast, cast.noor).message_id, cast.noor.email))
        clock.shift(4 * DAY)
    send_one(cast, cast.noor)
    assert refusal(cast.noor) == "no_mailbox"


def test_notes_about_our_mails_do_not_stay_in_the_mailbox():
    """They hold what was written to somebody."""
    assert {Outcome.RETURNED, Outcome.REPORTED}.isdisjoint(LEFT_THERE)
    assert Outcome.REPORT in LEFT_THERE
