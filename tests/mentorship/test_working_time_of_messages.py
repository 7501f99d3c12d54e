"""What the clock plans comes to people at work, each message once, also where no worker is there for a day."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from notifications import kinds
from notifications.checking import Later, Obstacle, not_at_work
from notifications.kinds import Pace
from notifications.models import Delivery
from notifications.pacing import moment
from notifications.sending import deliver_due, plan_due
from notifications.services import prepare_deliveries
from people.clock import last_second, start_of_day
from people.models import User
from people.working_time import working_time
from programs.models import Cycle
from sessions.models import ActionItem, Meeting, ReviewRound
from sessions.reviews.schedule import open_and_close_rounds
from sessions.reviews.services import open_round
from tests import factories as make
from tests.people.test_working_time import TWO_YEARS, ZONES

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
#: A Friday, Saturday and Monday; everybody of the cast works in Berlin unless a test says otherwise.
FRIDAY = dt.datetime(2026, 11, 27, 10, tzinfo=dt.UTC)
SATURDAY, MONDAY = FRIDAY + DAY, FRIDAY + 3 * DAY


@pytest.fixture
def clock():
    with time_machine.travel(FRIDAY, tick=False) as traveller:
        yield traveller


def sent(person, kind):
    return list(
        Delivery.objects.filter(recipient=person, kind=kind, channel="email", state="sent")
        .order_by("sent_at")
        .values_list("sent_at", flat=True)
    )


def run(clock, first, last, *, without=None, step=HOUR):
    """A worker that looks each `step`, save in the day that begins at `without`."""
    now = first
    while now <= last:
        if without is None or not without <= now < without + DAY:
            clock.move_to(now)
            plan_due()
            deliver_due()
        now += step


def test_a_monday_meeting_is_announced_on_friday(cast, clock):
    clock.move_to(FRIDAY - 7 * DAY)
    Meeting.objects.create(pairing=cast.pairing, starts_at=MONDAY, created_at=FRIDAY - 7 * DAY)
    run(clock, FRIDAY - 3 * HOUR, MONDAY)
    assert sent(cast.kavya, "meeting_reminder") == [FRIDAY]


def test_who_plans_at_the_weekend_for_monday_is_reminded_before_it(cast, clock):
    clock.move_to(SATURDAY)
    Meeting.objects.create(pairing=cast.pairing, starts_at=MONDAY, created_at=SATURDAY)
    run(clock, SATURDAY, MONDAY)
    assert sent(cast.kavya, "meeting_reminder") == [MONDAY - 3 * HOUR]


def test_whoever_works_on_sundays_hears_on_sunday(cast, clock):
    User.objects.filter(pk=cast.kavya.pk).update(time_zone="Asia/Jerusalem", country="Israel")
    Meeting.objects.create(pairing=cast.pairing, starts_at=MONDAY, created_at=FRIDAY - 7 * DAY)
    run(clock, FRIDAY, MONDAY)
    assert sent(cast.kavya, "meeting_reminder") == [FRIDAY + 2 * DAY]
    assert sent(cast.jack, "meeting_reminder") == [FRIDAY]


def test_what_is_written_is_not_reminded_of_a_minute_later(cast, clock):
    thursday = FRIDAY - DAY
    clock.move_to(thursday)
    ActionItem.objects.create(
        pairing=cast.pairing, text="Call", owner="junior", due_on=FRIDAY.date(), created_at=thursday
    )
    run(clock, thursday + dt.timedelta(minutes=1), FRIDAY + 14 * HOUR)
    assert sent(cast.kavya, "action_item_due") == []


@pytest.mark.parametrize(("days", "reminders"), [(7, 1), (8, 2), (14, 2)])
def test_the_closing_of_a_review_comes_a_day_after_its_opening_or_later(days, reminders, cast, clock):
    monday = MONDAY - HOUR
    clock.move_to(monday)
    cast.program.review_open_days = days
    cast.program.save()
    cast.cycle.refresh_from_db()
    opened = open_round(cycle=cast.cycle, today=monday.date())
    run(clock, monday, monday + (days + 1) * DAY)
    [prompted], closing = sent(cast.kavya, "review_prompt"), sent(cast.kavya, "review_closing")
    assert len(closing) == reminders
    assert all(at >= prompted + DAY for at in closing)
    assert opened.closes_on == (monday + days * DAY).date()


def test_a_review_opens_on_a_working_morning(cast, clock):
    """Due on Saturday 28 November."""
    Cycle.objects.filter(pk=cast.cycle.pk).update(starts_on=dt.date(2026, 8, 28), state="running")
    now = SATURDAY - 10 * HOUR
    while not ReviewRound.objects.exists():
        open_and_close_rounds(now)
        now += HOUR
    assert now - HOUR == MONDAY - HOUR
    assert ReviewRound.objects.get().opens_on == MONDAY.date()


@pytest.mark.parametrize("hour", range(1, 96, 19))
def test_each_comes_once_though_no_worker_is_there_for_a_day(hour, cast, clock):
    """Whenever the day without a worker begins: late, but in time."""
    tuesday = MONDAY + DAY
    invited = make.ParticipantFactory(
        cycle=make.CycleFactory(state="enrolling", enrol_until=(tuesday + 8 * DAY).date()),
        user=cast.noor, state="invited", invited_at=FRIDAY - 20 * DAY,
    )  # fmt: skip
    asked = make.PairingFactory(
        cycle=cast.cycle, junior=cast.pairing.junior, senior=cast.other_pairing.senior, state="proposed",
        proposed_at=tuesday - 2 * DAY, answer_by=last_second((tuesday + 6 * DAY).date()),
        agreed_at=None, opened_at=None,
    )  # fmt: skip
    ActionItem.objects.create(
        pairing=cast.pairing,
        text="Call",
        owner="junior",
        due_on=(tuesday + 2 * DAY).date(),
        created_at=FRIDAY - 9 * DAY,
    )
    ReviewRound.objects.create(
        cycle=cast.cycle, number=1, state="open", opens_on=FRIDAY.date() - 9 * DAY,
        closes_on=(tuesday + 8 * DAY).date(),
        opened_at=FRIDAY - 9 * DAY,
    )  # fmt: skip
    first = MONDAY - 9 * HOUR
    run(clock, first, first + 5 * DAY, without=first + hour * HOUR, step=3 * HOUR)
    assert len(sent(invited.user, "enrolment_closing")) == 1
    assert len(sent(cast.kavya, "action_item_due")) == 1
    assert Delivery.objects.filter(kind="pairing_to_answer", subject_id=asked.pk, state="sent").count() == 2


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(zone=st.sampled_from(ZONES), starts_at=TWO_YEARS)
def test_a_meeting_is_announced_while_one_works_a_day_before_it_at_the_latest(zone, starts_at):
    time = working_time(zone, "", "")
    at = moment(Pace.MEETING, time, starts_at - DAY, starts_at)
    assert at is not None
    assert at <= starts_at - DAY
    assert time.is_now(at)


@settings(deadline=None)
@given(
    zone=st.sampled_from(ZONES), last=st.dates(dt.date(2026, 1, 1), dt.date(2028, 1, 1)), days=st.sampled_from((1, 7))
)
def test_a_deadline_is_announced_in_working_time_and_never_after_it(zone, last, days):
    time, home = working_time(zone, "", ""), ZoneInfo("Europe/London")
    due_at, ends_at = start_of_day(last - days * DAY, 9, home), start_of_day(last + DAY, 0, home)
    at = moment(Pace.WORKING_TIME, time, due_at, ends_at)
    assert at is not None
    assert at < ends_at
    assert time.is_now(at)


@pytest.mark.parametrize("zone", ZONES)
def test_looked_at_once_more_just_before_it_is_sent(zone, db):
    """Whatever the planner thought: on a Saturday it waits for the reader's Monday, or ends unsent."""
    reader = make.UserFactory(time_zone=zone)
    [row, *_] = prepare_deliveries(kind="log_meeting", recipients=[reader.pk], subject_id=reader.pk)
    row.recipient, row.pace, kind = reader, Pace.WORKING_TIME, kinds.get("log_meeting")
    saturday = dt.datetime(2026, 11, 21, 12, tzinfo=ZoneInfo(zone)).astimezone(dt.UTC)
    monday = dt.datetime(2026, 11, 23, 8, tzinfo=ZoneInfo(zone)).astimezone(dt.UTC)
    later = not_at_work(row, kind, saturday)
    assert isinstance(later, Later)
    assert later.at >= monday
    row.not_after = saturday + DAY
    assert isinstance(not_at_work(row, kind, saturday), Obstacle)
    row.pace = Pace.MEETING
    assert not_at_work(row, kind, saturday) is None
    row.not_after = saturday + 2 * DAY
    assert not_at_work(row, kind, saturday) == Later(saturday + DAY)
