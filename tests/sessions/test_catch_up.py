"""A day without workers: what was due meanwhile comes in one mail to each, and nothing is lost or comes too late."""

import datetime as dt
from collections import Counter

import pytest
import time_machine

from notifications import kinds
from notifications.models import Delivery, GroupPreference
from notifications.sending import deliver_due, plan_due
from notifications.services import prepare_deliveries
from sessions.models import ActionItem, Ballot
from sessions.reviews.casting import note_cast
from sessions.reviews.keys import round_key
from sessions.reviews.services import open_round
from tests import factories as make
from tests.factories import MeetingFactory
from tests.mail import sent_to
from tests.sessions.story import DAY, HOUR, NOW, plan

FINAL = {"sent", "cancelled", "expired", "suppressed"}


@pytest.fixture(autouse=True)
def with_catching_up(settings):
    settings.CATCH_UP_AFTER_HOURS = 24


def work(begin, end, every=HOUR):
    """Planner and mail worker, from then until then."""
    at = begin
    while at <= end:
        for minute in (0, 1):
            with time_machine.travel(at + dt.timedelta(minutes=minute), tick=False):
                plan_due()
                deliver_due()
        at += every


@pytest.fixture
def busy(story):
    """Kavya has something to do tomorrow, two meetings to log, a meeting a day later, and wants all of it at once."""
    for person in (story.kavya, story.jack):
        for group in kinds.Group.values:
            GroupPreference.objects.create(user=person, group=group, channel="email", frequency="at_once")
    for text in ("Read it", "Write it", "Show it"):
        ActionItem.objects.create(
            pairing=story.pairing, text=text, owner="junior", due_on=(NOW + 2 * DAY).date(), created_at=NOW - 5 * DAY
        )
    long_ago = NOW - 10 * DAY
    MeetingFactory(pairing=story.pairing, starts_at=NOW + 6 * HOUR, created_at=long_ago)
    MeetingFactory(pairing=story.pairing, starts_at=NOW + 26 * HOUR, created_at=long_ago)
    MeetingFactory(pairing=story.pairing, starts_at=NOW + 50 * HOUR, created_at=long_ago)
    Delivery.objects.all().delete()
    return story


def kinds_mailed(person):
    return Counter(
        Delivery.objects.filter(recipient=person, channel="email", state="sent", message_id__contains="@")
        .exclude(title="")
        .values_list("kind", flat=True)
    )


def test_with_workers_each_comes_by_itself(busy, mailoutbox):
    for hour in (0, 2, 3, 8, 23, 26, 28):
        work(NOW + hour * HOUR, NOW + hour * HOUR)
    assert kinds_mailed(busy.kavya) == {"action_item_due": 3, "log_meeting": 2, "meeting_reminder": 3}


def test_after_26_hours_without_workers_one_mail_names_what_is_still_of_use(busy, mailoutbox):
    """NOW is Monday, ten in Berlin; the workers stop two hours later, and come back on Tuesday at two."""
    work(NOW, NOW + 2 * HOUR, 2 * HOUR)
    sent_before = {person: len(sent_to(person)) for person in (busy.kavya, busy.jack)}
    work(NOW + 28 * HOUR, NOW + 29 * HOUR)
    for person in (busy.kavya, busy.jack):
        assert len(sent_to(person)) - sent_before[person] == 1
    [mail] = sent_to(busy.kavya)[sent_before[busy.kavya] :]
    # Three things to do tomorrow, the meetings of Monday and Tuesday to log, and the one of Wednesday.
    assert mail.subject == "6 messages for you"
    assert set(Delivery.objects.filter(recipient=busy.kavya).values_list("state", flat=True)) <= FINAL
    assert Delivery.objects.filter(recipient=busy.kavya, kind="log_meeting", channel="in_app", state="sent").exists()


def test_the_days_after_go_on_as_ever(busy, mailoutbox):
    work(NOW, NOW + 2 * HOUR, 2 * HOUR)
    work(NOW + 28 * HOUR, NOW + 29 * HOUR)
    before = len(sent_to(busy.kavya))
    work(NOW + 45 * HOUR, NOW + 54 * HOUR, 3 * HOUR)
    assert len(sent_to(busy.kavya)) > before
    assert "messages for you" not in sent_to(busy.kavya)[-1].subject


def test_calendar_and_security_come_by_themselves(busy, mailoutbox):
    work(NOW, NOW + 2 * HOUR, 2 * HOUR)
    with time_machine.travel(NOW + 12 * HOUR, tick=False):
        plan(busy)
        rows = prepare_deliveries(
            kind="account_change", recipients=[busy.kavya.pk], subject_id=busy.kavya.pk, extra={"event": "asked"}
        )
        Delivery.objects.bulk_create(rows)
    work(NOW + 28 * HOUR, NOW + 29 * HOUR)
    mailed = kinds_mailed(busy.kavya)
    assert mailed["meeting_invitation"] == 1
    assert Delivery.objects.filter(kind="account_change", state="gathered").count() == 0


def test_only_the_mail_worker_was_away(busy, mailoutbox):
    """The planner went on: what it wrote down comes in one mail all the same."""
    work(NOW, NOW + 2 * HOUR, 2 * HOUR)
    before = len(sent_to(busy.kavya))
    at = NOW + 3 * HOUR
    while at < NOW + 28 * HOUR:
        with time_machine.travel(at, tick=False):
            plan_due()
        at += 6 * HOUR
    work(NOW + 28 * HOUR, NOW + 29 * HOUR)
    assert [mail.subject for mail in sent_to(busy.kavya)[before:]] == ["6 messages for you"]


def test_what_is_switched_off_is_not_named(busy, mailoutbox):
    GroupPreference.objects.filter(user=busy.kavya, group="pairing").update(frequency="off")
    work(NOW, NOW + 2 * HOUR, 2 * HOUR)
    before = len(sent_to(busy.kavya))
    work(NOW + 28 * HOUR, NOW + 29 * HOUR)
    assert [mail.subject for mail in sent_to(busy.kavya)[before:]] == ["3 messages for you"]


def test_a_shorter_silence_changes_nothing(busy, mailoutbox):
    work(NOW, NOW + 2 * HOUR, 2 * HOUR)
    work(NOW + 24 * HOUR, NOW + 25 * HOUR)
    assert not any("messages for you" in mail.subject for mail in sent_to(busy.kavya))


def test_nought_switches_it_off(busy, settings, mailoutbox):
    settings.CATCH_UP_AFTER_HOURS = 0
    work(NOW, NOW + 2 * HOUR, 2 * HOUR)
    work(NOW + 28 * HOUR, NOW + 29 * HOUR)
    assert not any("messages for you" in mail.subject for mail in sent_to(busy.kavya))


@pytest.fixture
def reviewed(busy):
    """A review opens while nobody works; Kavya and Jack have much else that is due, Maria's pair nothing. One of each
    has answered."""
    other = make.PairingFactory(cycle=busy.pairing.cycle, opened_at=NOW - 50 * DAY)
    work(NOW, NOW + 2 * HOUR, 2 * HOUR)
    with time_machine.travel(NOW + 4 * HOUR, tick=False):
        opened = open_round(cycle=busy.pairing.cycle, today=NOW.date())
        for pairing, person in ((busy.pairing, busy.kavya), (other, other.junior.user)):
            ballot = Ballot.objects.get(pairing=pairing, user=person)
            note_cast(ballot, round_key(opened.pk))
    return busy, other


def test_a_review_is_named_in_the_same_mail_whether_one_has_answered_or_not(reviewed, mailoutbox):
    busy, other = reviewed
    before = {person: len(sent_to(person)) for person in (busy.kavya, busy.jack)}
    work(NOW + 28 * HOUR, NOW + 29 * HOUR)
    for person in (busy.kavya, busy.jack):
        [mail] = sent_to(person)[before[person] :]
        assert "messages for you" in mail.subject
        assert "whoever has sent theirs is done" in mail.body
    assert sent_to(other.junior.user) == []
    [mail] = sent_to(other.senior.user)
    assert mail.subject.startswith("Your review of")


def test_the_rows_do_not_tell_who_has_answered(reviewed, mailoutbox):
    busy, other = reviewed
    work(NOW + 28 * HOUR, NOW + 30 * HOUR)
    for one, two in ((busy.kavya, busy.jack), (other.junior.user, other.senior.user)):
        rows = [
            Delivery.objects.filter(recipient=person, kind="review_prompt", channel="email").values(
                "state", "title", "body_text", "reason", "attempt", "claims", "extra", "pace"
            )
            for person in (one, two)
        ]
        assert list(rows[0]) == list(rows[1])
        assert [row["state"] for row in rows[0]] == ["sent"]
