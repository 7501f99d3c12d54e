"""What can wait comes together in the morning; nothing is lost, sent twice, or too late because of it."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse

from notifications import kinds
from notifications.digest import DIGEST, gather, hour_after, hour_before, settle
from notifications.kinds import Channel, Frequency, Group
from notifications.models import ChannelPreference, Delivery, GroupPreference
from notifications.sending import deliver_due, plan_due
from notifications.services import cancel_deliveries
from people.working_time import WorkingTime
from tests.notifications.conftest import kind

#: A Thursday, 10:00 in Kolkata.
THURSDAY = dt.datetime(2026, 11, 26, 4, 30, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def with_digest(own_kinds, monkeypatch):
    """Beside the kinds of these tests: the digest, and one that is slow."""
    ours = [entry for entry in kinds.declared if entry.code != "digest"]
    monkeypatch.setattr(kinds.declared, "_entries", [*ours, kind("digest", is_slow=True), DIGEST])


def choose(reader, frequency, group=Group.PROGRAM, channel="email"):
    GroupPreference.objects.update_or_create(
        user=reader, group=group, channel=channel, defaults={"frequency": frequency}
    )


def minute(at):
    """What the clock does each minute."""
    with time_machine.travel(at, tick=False):
        plan_due()
        return deliver_due()


def states(reader):
    return sorted((row.kind, row.channel, row.state) for row in reader.deliveries.all())


def owe_at(owe, reader, at, **wanted):
    with time_machine.travel(at, tick=False):
        return owe(reader, **{"channels": tuple(Channel), **wanted})


def test_daily_comes_the_next_working_morning_in_one_mail(reader, owe, mailoutbox):
    choose(reader, Frequency.DAILY)
    owe_at(owe, reader, THURSDAY, extra={"name": "Jack"})
    owe_at(owe, reader, THURSDAY, extra={"name": "Maria"})
    minute(THURSDAY)
    assert mailoutbox == []
    assert ("greeting", "in_app", "sent") in states(reader)
    minute(dt.datetime(2026, 11, 27, 3, 29, tzinfo=dt.UTC))
    assert mailoutbox == []
    minute(dt.datetime(2026, 11, 27, 3, 31, tzinfo=dt.UTC))
    assert [mail.subject for mail in mailoutbox] == ["2 messages for you"]
    assert mailoutbox[0].body.count("http") >= 3
    minute(dt.datetime(2026, 11, 27, 3, 32, tzinfo=dt.UTC))
    assert len(mailoutbox) == 1
    assert {state for _kind, _channel, state in states(reader)} == {"sent"}


def test_weekly_comes_on_monday(reader, owe, mailoutbox):
    choose(reader, Frequency.WEEKLY)
    owe_at(owe, reader, THURSDAY)
    for day in range(4):
        minute(THURSDAY + dt.timedelta(days=day))
    assert mailoutbox == []
    minute(THURSDAY + dt.timedelta(days=4))
    assert [mail.subject for mail in mailoutbox] == ["1 message for you"]


def test_slow_kinds_wait_for_monday_unless_one_wants_them_at_once(reader, owe, mailoutbox):
    owe_at(owe, reader, THURSDAY, kind="digest")
    assert minute(THURSDAY) == {"sent": 1}
    choose(reader, Frequency.AT_ONCE)
    owe_at(owe, reader, THURSDAY, kind="digest")
    minute(THURSDAY)
    assert sorted(mail.subject for mail in mailoutbox) == ["1 message for you", "Hello from Jack"]


def test_what_would_be_too_late_goes_by_itself(reader, owe, mailoutbox):
    choose(reader, Frequency.WEEKLY)
    owe_at(owe, reader, THURSDAY, not_after=THURSDAY + dt.timedelta(days=2))
    minute(THURSDAY)
    assert len(mailoutbox) == 1


def test_what_cannot_wait_is_not_put_aside(reader, owe, mailoutbox):
    choose(reader, Frequency.WEEKLY)
    owe_at(owe, reader, THURSDAY, kind="invite")
    owe_at(owe, reader, THURSDAY, kind="secret")
    minute(THURSDAY)
    assert len(mailoutbox) == 2


def test_what_is_not_due_any_more_is_not_named(reader, owe, mailoutbox):
    choose(reader, Frequency.DAILY)
    owe_at(owe, reader, THURSDAY)
    owe_at(owe, reader, THURSDAY)
    minute(THURSDAY)
    row = Delivery.objects.filter(state="gathered").first()
    Delivery.objects.filter(pk=row.pk).update(extra={"stop": "It is done."})
    minute(THURSDAY + dt.timedelta(days=1))
    assert [mail.subject for mail in mailoutbox] == ["1 message for you"]


def test_switched_off_meanwhile_nothing_comes(reader, owe, sign_in, mailoutbox):
    choose(reader, Frequency.DAILY)
    owe_at(owe, reader, THURSDAY)
    minute(THURSDAY)
    sign_in(reader).post(reverse("frequencies_choose"), {"program:email": "off"})
    minute(THURSDAY + dt.timedelta(days=1))
    assert mailoutbox == []
    assert ("greeting", "email", "suppressed") in states(reader)


def test_a_kind_that_is_off_by_itself_is_not_put_aside(reader, owe, sign_in, mailoutbox):
    choose(reader, Frequency.DAILY)
    ChannelPreference.objects.create(user=reader, kind="greeting", channel="email", is_wanted=False)
    owe_at(owe, reader, THURSDAY)
    minute(THURSDAY)
    minute(THURSDAY + dt.timedelta(days=1))
    assert mailoutbox == []
    assert ("greeting", "email", "suppressed") in states(reader)


def test_what_is_called_off_is_called_off_there_too(reader, owe, mailoutbox):
    choose(reader, Frequency.DAILY)
    mail, _note = owe_at(owe, reader, THURSDAY)
    minute(THURSDAY)
    cancel_deliveries(subject_id=mail.subject_id)
    minute(THURSDAY + dt.timedelta(days=1))
    assert mailoutbox == []


def test_off_holds_for_the_whole_group_and_only_on_that_channel(reader, owe, mailoutbox):
    choose(reader, Frequency.OFF)
    owe_at(owe, reader, THURSDAY)
    minute(THURSDAY)
    assert states(reader) == [("greeting", "email", "suppressed"), ("greeting", "in_app", "sent")]


def test_after_days_without_workers_one_mail_comes(reader, owe, mailoutbox):
    choose(reader, Frequency.DAILY)
    owe_at(owe, reader, THURSDAY)
    minute(THURSDAY)
    late = THURSDAY + dt.timedelta(days=9)
    owe_at(owe, reader, late)
    minute(late)
    minute(late + dt.timedelta(days=3))
    minute(late + dt.timedelta(days=3, minutes=1))
    assert sum("message" in mail.subject for mail in mailoutbox) <= 2
    assert {state for kind, _channel, state in states(reader) if kind == "greeting"} == {"sent"}


def test_each_choice_is_kept_and_shown(reader, sign_in):
    client = sign_in(reader)
    client.post(
        reverse("frequencies_choose"), {"program:email": "weekly", "program:in_app": "off", "reviews:email": "off"}
    )
    groups = client.get(reverse("preferences")).context["groups"]
    assert [(select.name, select.chosen) for _label, _about, selects in groups for select in selects] == [
        ("program:email", "weekly"), ("program:in_app", "off"),
    ]  # fmt: skip
    client.post(reverse("frequencies_choose"), {"program:email": "", "program:in_app": "daily"})
    assert set(reader.group_preferences.values_list("group", "channel", "frequency")) == {("program", "in_app", "off")}


@pytest.mark.parametrize("zone", ["Asia/Kolkata", "Pacific/Kiritimati", "America/Los_Angeles", "Australia/Lord_Howe"])
@pytest.mark.parametrize(("frequency", "days", "weekdays"), [
    (Frequency.DAILY, "12345", {1, 2, 3, 4, 5}), (Frequency.WEEKLY, "12345", {1}), (Frequency.DAILY, "7", {7}),
    (Frequency.WEEKLY, "71234", {7}), (Frequency.WEEKLY, "35", {3}), (Frequency.DAILY, "135", {1, 3, 5}),
])  # fmt: skip
def test_the_hour_of_a_digest_is_nine_on_a_day_on_which_one_works(zone, frequency, days, weekdays):
    time, place, met = WorkingTime(zone=zone, days=days), ZoneInfo(zone), set()
    for hours in range(0, 24 * 14, 5):
        now = THURSDAY + dt.timedelta(hours=hours)
        before, after = hour_before(now, frequency, time), hour_after(now, frequency, time)
        assert before <= now < after
        assert {before.astimezone(place).hour, after.astimezone(place).hour} == {9}
        met |= {before.astimezone(place).isoweekday(), after.astimezone(place).isoweekday()}
    assert met == weekdays


def test_where_the_first_day_is_a_holiday_the_weekly_one_comes_the_day_after():
    time = WorkingTime(zone="Europe/Berlin", country="DE")
    good_friday = dt.datetime(2027, 3, 26, 12, tzinfo=dt.UTC)
    assert hour_after(good_friday, Frequency.WEEKLY, time).date() == dt.date(2027, 3, 30)


@pytest.mark.parametrize("n", [1, 3, 30])
def test_gathering_asks_as_much_for_many_as_for_one(reader, owe, n, django_assert_max_num_queries):
    choose(reader, Frequency.DAILY)
    for _ in range(n):
        owe_at(owe, reader, THURSDAY)
    with django_assert_max_num_queries(11):  # five of them for the organisation, which is not there yet
        assert gather(THURSDAY) == n


def test_digests_of_earlier_weeks_are_not_asked_about_every_minute(reader, owe, django_assert_num_queries):
    for week in range(1, 4):
        monday = THURSDAY - dt.timedelta(weeks=week)
        owe_at(
            owe,
            reader,
            monday,
            kind="digest_mail",
            channels=["email"],
            occasion=f"{week}",
            state="sent",
            sent_at=monday,
        )
    owe_at(owe, reader, THURSDAY, kind="digest", channels=["email"], state="gathered")

    with django_assert_num_queries(2), time_machine.travel(THURSDAY, tick=False):
        settle()

    assert Delivery.objects.get(state="gathered").kind == "digest"
