"""Delivering: what arrives, what is kept, what is not sent and why."""

import datetime as dt

from django.utils import timezone

from notifications import services
from notifications.models import ChannelPreference, Delivery
from notifications.sending import deliver_due
from people.retention.applying import apply_retention
from tests.mail import deliver_all, inbox_titles, sent_to


def row(delivery: Delivery) -> Delivery:
    return Delivery.objects.get(pk=delivery.pk)


def test_a_mail_arrives_and_is_kept_as_it_was_sent(reader, owe, mailoutbox):
    delivery = owe(reader)
    assert deliver_all() == {"sent": 1}
    message, kept = sent_to(reader)[0], row(delivery)
    assert (message.subject, kept.title) == ("Hello from Jack", "Hello from Jack")
    assert message.body == kept.body_text
    assert message.alternatives[0].content == kept.body_html
    assert (kept.state, kept.attempt, kept.claim_token) == ("sent", 1, None)
    assert kept.message_id == message.extra_headers["Message-ID"] == f"<{delivery.pk.hex}@localhost>"


def test_the_inbox_gets_the_same_message_without_greeting_and_footer(reader, owe, mailoutbox):
    delivery = owe(reader, channels=["in_app"])
    deliver_all()
    kept = row(delivery)
    assert mailoutbox == []
    assert inbox_titles(reader) == ["Hello from Jack"]
    assert kept.body_text == 'Jack says "hello" & goodbye.\n\nWhen: Mon 2 Mar 2026, 14:30 (Asia/Kolkata)'
    assert kept.link == "/somewhere/"


def test_nothing_is_sent_before_it_is_due(reader, owe, later, mailoutbox):
    owe(reader, due_at=later(minutes=5))
    assert deliver_due() == {}
    assert mailoutbox == []


def test_delivering_again_sends_nothing_twice(reader, owe, mailoutbox):
    owe(reader)
    deliver_all()
    assert deliver_all() == {}
    assert len(mailoutbox) == 1


def test_a_kind_may_say_that_it_is_no_longer_due(reader, owe, mailoutbox):
    delivery = owe(reader, extra={"stop": "The meeting was moved."})
    assert deliver_all() == {"cancelled": 1}
    assert (row(delivery).state, row(delivery).reason) == ("cancelled", "The meeting was moved.")
    assert mailoutbox == []


def test_who_has_left_gets_nothing(reader, owe, mailoutbox):
    delivery = owe(reader)
    type(reader).objects.update(is_active=False)
    deliver_all()
    assert (row(delivery).state, row(delivery).reason) == ("cancelled", "The recipient is no longer active.")
    assert mailoutbox == []


def test_what_is_late_expires(reader, owe, later, mailoutbox):
    delivery = owe(reader, due_at=later(hours=-2), not_after=later(hours=-1))
    deliver_all()
    assert (row(delivery).state, row(delivery).reason) == ("expired", "It was too late to be of use.")
    assert mailoutbox == []


def test_what_was_switched_off_is_not_sent_but_other_channels_are(reader, owe, mailoutbox):
    ChannelPreference.objects.create(user=reader, kind="greeting", channel="email", is_wanted=False)
    mail, note = owe(reader, channels=["email", "in_app"])
    assert deliver_all() == {"suppressed": 1, "sent": 1}
    assert (row(mail).state, row(note).state) == ("suppressed", "sent")
    assert mailoutbox == []


def test_a_kind_that_cannot_be_switched_off_is_sent_all_the_same(reader, owe, mailoutbox):
    ChannelPreference.objects.create(user=reader, kind="invite", channel="email", is_wanted=False)
    owe(reader, kind="invite")
    assert deliver_all() == {"sent": 1}


def test_a_mistake_in_one_kind_stops_no_other_message(reader, owe, mailoutbox):
    broken = owe(reader, extra={"break": True})
    owe(reader)
    assert deliver_all() == {"sent": 1, "retry": 1}
    assert row(broken).reason == "It could not be written: RuntimeError"


def test_a_kind_that_this_version_does_not_know_is_cancelled(reader, owe, mailoutbox):
    delivery = owe(reader)
    Delivery.objects.update(kind="forgotten")
    deliver_all()
    assert row(delivery).state == "cancelled"


def test_what_was_cancelled_between_claim_and_sending_stays_unsent(reader, owe, mailoutbox, monkeypatch):
    from notifications import mail_run

    delivery, real = owe(reader), mail_run.prepare

    def prepare_while_someone_cancels(*given):
        ready = real(*given)
        services.cancel_deliveries(subject_id=delivery.subject_id, reason="Moved.")
        return ready

    monkeypatch.setattr(mail_run, "prepare", prepare_while_someone_cancels)
    assert deliver_all() == {}
    assert (row(delivery).state, row(delivery).reason) == ("cancelled", "Moved.")
    assert mailoutbox == []


def test_outside_production_real_mail_goes_to_the_allow_list_only(reader, owe, mailoutbox, settings):
    settings.MAIL_IS_REAL = True
    settings.MAIL_ALLOW_LIST = ["someone@example.org"]
    delivery = owe(reader)
    deliver_all()
    assert row(delivery).state == "suppressed"
    assert row(delivery).reason == "Outside production mail goes only to addresses on the allow-list."
    settings.MAIL_ALLOW_LIST = ["@example.com"]
    owe(reader)
    assert deliver_all() == {"sent": 1}


def test_a_moved_subject_cancels_only_what_is_not_sent(reader, owe, later, mailoutbox):
    done = owe(reader)
    deliver_all()
    waiting = owe(reader, due_at=later(hours=1))
    Delivery.objects.update(subject_id=done.subject_id)
    assert services.cancel_deliveries(subject_id=done.subject_id, reason="Moved.") == 1
    assert (row(done).state, row(waiting).state) == ("sent", "cancelled")


def test_words_are_forgotten_after_thirty_days_and_nothing_else(reader, owe, mailoutbox):
    old, fresh = owe(reader), owe(reader)
    deliver_all()
    Delivery.objects.filter(pk=old.pk).update(sent_at=timezone.now() - dt.timedelta(days=31))
    assert apply_retention(codes=["message_words"])[0].rows == 1
    assert (row(old).body_text, row(old).body_html, row(old).title) == ("", "", "Hello from Jack")
    assert row(fresh).body_text
