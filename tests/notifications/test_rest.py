"""Quiet hours and leaves: what can wait does, and comes together afterwards."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from notifications import kinds
from notifications.digest import DIGEST
from notifications.kinds import Channel
from notifications.models import Delivery
from notifications.pacing import moment, wait_until
from people.working_time import WorkingTime
from tests.notifications.conftest import kind
from tests.notifications.test_digest import minute

#: Thursday, 10:00 in Kolkata.
THURSDAY = dt.datetime(2026, 11, 26, 4, 30, tzinfo=dt.UTC)
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def paced_kinds(own_kinds, monkeypatch):
    """Beside the kinds of these tests: the digest, and a reminder and another one that wait for working time."""
    ours = [entry for entry in kinds.declared if entry.code not in ("digest", "greeting")]
    paced = [kind(code, pace="working_time") for code in ("greeting", "digest")]
    monkeypatch.setattr(kinds.declared, "_entries", [*ours, *paced, DIGEST])


def choose(client, **values):
    empty = dict.fromkeys(("quiet_from", "quiet_until", "away_from", "away_until"), "")
    return client.post(reverse("rest_choose"), {f"rest-{name}": value for name, value in (empty | values).items()})


@pytest.fixture
def chosen(reader, sign_in):
    """Save on the page what a person wants, on the Thursday."""

    def save(**values):
        with time_machine.travel(THURSDAY, tick=False):
            answer = choose(sign_in(reader), **values)
        reader.refresh_from_db()
        return answer

    return save


def test_in_quiet_hours_a_reminder_waits_for_their_end(reader, chosen, owe, mailoutbox):
    chosen(quiet_from="09:00", quiet_until="12:00")
    with time_machine.travel(THURSDAY, tick=False):
        owe(reader)
    minute(THURSDAY)
    assert mailoutbox == []
    minute(THURSDAY + 2 * HOUR)
    assert len(mailoutbox) == 1


@pytest.mark.parametrize("kind_code", ["invite", "secret"])
def test_what_somebody_has_just_done_and_security_do_not_wait(kind_code, reader, chosen, owe, mailoutbox):
    chosen(quiet_from="09:00", quiet_until="12:00", away_from="2026-11-25", away_until="2026-12-04")
    with time_machine.travel(THURSDAY, tick=False):
        owe(reader, kind=kind_code)
    minute(THURSDAY)
    assert len(mailoutbox) == 1


def test_after_a_leave_all_that_waited_comes_in_one_mail(reader, chosen, owe, mailoutbox):
    chosen(away_from="2026-11-25", away_until="2026-12-01")
    for day in range(3):
        with time_machine.travel(THURSDAY + day * DAY, tick=False):
            owe(reader, channels=tuple(Channel), extra={"name": f"Jack {day}"})
            owe(reader, kind="digest", channels=tuple(Channel))
    for hours in range(0, 8 * 24, 6):
        minute(THURSDAY + hours * HOUR)
        minute(THURSDAY + hours * HOUR + dt.timedelta(minutes=1))
    assert [mail.subject for mail in mailoutbox] == ["6 messages for you"]
    states = {(row.channel, row.state) for row in reader.deliveries.all()}
    assert states == {("email", "sent"), ("in_app", "sent")}
    # Back on Wednesday, 2 December; and nothing in the app before either.
    first = min(reader.deliveries.values_list("sent_at", flat=True))
    assert first >= dt.datetime(2026, 12, 2, 2, 30, tzinfo=dt.UTC)


def test_what_is_of_no_use_after_a_leave_is_dropped(reader, chosen, owe, mailoutbox, state_of):
    chosen(away_from="2026-11-25", away_until="2026-12-01")
    with time_machine.travel(THURSDAY, tick=False):
        late = owe(reader, not_after=THURSDAY + 2 * DAY)
    minute(THURSDAY)
    minute(THURSDAY + 7 * DAY)
    assert mailoutbox == []
    assert state_of(late) == "expired"


def test_who_is_back_sooner_gets_what_waited(reader, chosen, owe, mailoutbox):
    chosen(away_from="2026-11-25", away_until="2026-12-31")
    with time_machine.travel(THURSDAY, tick=False):
        owe(reader)
    minute(THURSDAY)
    chosen()
    minute(THURSDAY + HOUR)
    assert len(mailoutbox) == 1


def test_a_meeting_in_a_leave_is_announced_a_day_before():
    away = WorkingTime("UTC", away=(dt.date(2026, 11, 23), dt.date(2026, 12, 4)))
    starts = dt.datetime(2026, 11, 26, 10, tzinfo=dt.UTC)
    at = moment("meeting", away, starts - DAY, starts)
    assert at == starts - DAY
    assert wait_until("meeting", away, at, starts) is None


def test_a_meeting_after_a_leave_is_announced_when_one_is_back():
    away = WorkingTime("UTC", away=(dt.date(2026, 11, 23), dt.date(2026, 11, 29)))
    monday = dt.datetime(2026, 11, 30, 14, tzinfo=dt.UTC)
    assert moment("meeting", away, monday - DAY, monday) == dt.datetime(2026, 11, 30, 8, tzinfo=dt.UTC)


def test_nothing_is_brought_forward_into_a_leave():
    away = WorkingTime("UTC", away=(dt.date(2026, 11, 23), dt.date(2026, 12, 4)))
    due = dt.datetime(2026, 11, 26, 9, tzinfo=dt.UTC)
    assert moment("working_time", away, due, due + 2 * DAY) is None
    assert moment("working_time", away, due) == dt.datetime(2026, 12, 7, 8, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("values", "field", "said"),
    [
        ({"quiet_from": "09:00"}, "quiet_until", "leave both empty"),
        ({"away_until": "2026-12-01"}, "away_from", "leave both empty"),
        ({"quiet_from": "08:00", "quiet_until": "19:30"}, "quiet_until", "at least one hour"),
        ({"quiet_from": "10:00", "quiet_until": "09:30"}, "quiet_until", "at least one hour"),
        ({"quiet_from": "10:00", "quiet_until": "10:00"}, "quiet_until", "at least one hour"),
        ({"away_from": "2026-12-02", "away_until": "2026-12-01"}, "away_until", "before the first day"),
        ({"away_from": "2026-11-01", "away_until": "2026-11-25"}, "away_until", "has passed"),
        ({"away_from": "2026-12-01", "away_until": "2029-12-01"}, "away_until", "two years"),
        ({"away_from": "soon", "away_until": "2026-12-01"}, "away_from", "a day that exists"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field_and_kept(reader, chosen, values, field, said):
    answer = chosen(**values)
    assert answer.status_code == 422
    assert said in str(answer.context["rest"].errors[field])
    for name, value in values.items():
        assert answer.context["rest"][name].value() == value
    assert (reader.quiet_from, reader.away_from) == (None, None)


def test_the_page_shows_what_was_chosen_until_the_leave_is_over(reader, chosen, sign_in):
    chosen(quiet_from="18:00", quiet_until="09:30", away_from="2026-11-25", away_until="2026-12-01", tells_leave="on")
    with time_machine.travel(THURSDAY, tick=False):
        page = sign_in(reader).get(reverse("preferences"))
    assert [page.context["rest"][name].value() for name in ("quiet_from", "away_from")] == [
        dt.time(18), dt.date(2026, 11, 25),
    ]  # fmt: skip
    with time_machine.travel(THURSDAY + 6 * DAY, tick=False):
        page = sign_in(reader).get(reverse("preferences"))
    assert page.context["rest"]["away_from"].value() is None
    assert page.context["rest"]["quiet_from"].value() == dt.time(18)


def test_what_is_not_due_yet_is_not_sent_by_a_change(reader, chosen, owe, state_of):
    with time_machine.travel(THURSDAY, tick=False):
        soon = owe(reader, due_at=THURSDAY + 10 * dt.timedelta(minutes=1))
        other = owe(reader, kind="invite", due_at=THURSDAY + DAY)
    chosen(quiet_from="18:00", quiet_until="09:30")
    minute(THURSDAY)
    assert (state_of(soon), state_of(other)) == ("pending", "pending")
    assert Delivery.objects.get(pk=other.pk).due_at == THURSDAY + DAY
