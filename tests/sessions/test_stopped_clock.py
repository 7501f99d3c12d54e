"""The clock stops for a day, at each hour of a day: whatever falls due meanwhile is planned once afterwards, or is of
no use any more. An equality of dates in a planner would lose it."""

import datetime as dt
from collections import Counter

import pytest
import time_machine

from insights.models import ProgramReview, ReviewStep
from notifications import digest, kinds
from notifications.models import Delivery
from notifications.sending import plan_due
from pairings.models import LookBack, Pairing
from people.clock import local_today
from programs.models import Cycle, Todo
from sessions.models import ActionItem, ReviewRound
from sessions.reviews.services import open_follow_up, open_round
from tests import factories as make
from tests.people.retention.old_rows import days_ago, pair_words
from tests.sessions.story import DAY, HOUR, NOW

#: NOW is Monday, nine in the morning (UTC); the clock stops at each hour from midnight on Tuesday.
STOPS = [NOW + (15 + hour) * HOUR for hour in range(24)]
END = STOPS[-1] + DAY
#: Planners write down so long before something is due.
AHEAD = dt.timedelta(minutes=15)
HELD = {"junior_word": "held", "senior_word": "held"}
WEDNESDAY = (NOW + 2 * DAY).date()


@pytest.fixture
def world(story):
    """Something for each kind that the clock plans, due at one time or another from Tuesday to Thursday."""
    meetings(story)
    waiting_pairs()
    dates(story)
    endings(story)
    guests()
    Delivery.objects.all().delete()
    return story


def meetings(story):
    """A meeting every few hours, in pairs of their own; two pairs without any."""
    for n in range(20):
        pairing = make.PairingFactory(opened_at=NOW - 50 * DAY)
        make.MeetingFactory(pairing=pairing, starts_at=NOW + n * 5 * HOUR, created_at=NOW - 20 * DAY)
    for n in range(8):
        for days in (7, 21):
            pairing = make.PairingFactory(opened_at=NOW - 100 * DAY)
            make.AgreementFactory(pairing=pairing, cadence_weeks=2)
            began = NOW - days * DAY + (n * 6 + 6) * HOUR
            if days == 7:
                Pairing.objects.filter(pk=pairing.pk).update(opened_at=began)
            else:
                make.MeetingFactory(
                    pairing=pairing, starts_at=began, state="held", junior_word="held", senior_word="held"
                )


def waiting_pairs():
    """Asked, or to sign, three and seven days ago on Tuesday and Wednesday."""
    for n in range(6):
        at = NOW - 3 * DAY + (n * 8 + 8) * HOUR
        make.PairingFactory(state="proposed", proposed_at=at, answer_by=NOW + 9 * DAY, opened_at=None, agreed_at=None)
        for days in (0, 4):
            signing = make.PairingFactory(state="preparing", agreed_at=at - days * DAY, opened_at=None)
            make.AgreementFactory(pairing=signing, signed_at=None)


def dates(story):
    """Days that are near: of things to do, of enrolment, of reviews."""
    for days in (1, 2, 3, -7, -8):
        ActionItem.objects.create(
            pairing=story.pairing, text="Read", owner="junior", due_on=WEDNESDAY + days * DAY, created_at=NOW - 30 * DAY
        )
    for days in (-1, 0, 1):
        ActionItem.objects.create(
            pairing=story.pairing, text="Try it", kind="commitment", owner="senior", due_on=WEDNESDAY + days * DAY
        )
    for days in (1, 7):
        enrolling = make.CycleFactory(state="enrolling", enrol_until=WEDNESDAY + days * DAY)
        make.ParticipantFactory(cycle=enrolling, state="invited", invited_at=NOW - 20 * DAY)
        reviewed = make.PairingFactory().cycle
        opened = open_round(cycle=reviewed, today=local_today() - 20 * DAY)
        ReviewRound.objects.filter(pk=opened.pk).update(opened_at=NOW - 20 * DAY, closes_on=WEDNESDAY + days * DAY)
        months_later(WEDNESDAY + days * DAY)
    owner = make.CoordinatorFactory(program=reviewed.program).user
    for days in (-2, -1, 0, 1):
        place = make.ParticipantFactory(cycle=reviewed)
        Todo.objects.create(
            program=reviewed.program, kind="free_place", subject_id=place.pk, created_at=NOW + (days * 24 + 3) * HOUR
        )
    for n in range(6):
        closed_at = NOW - 14 * DAY + (n * 8 + 8) * HOUR
        cycle = make.CycleFactory(program=reviewed.program)
        ReviewRound.objects.create(
            cycle=cycle, number=1, state="closed", opens_on=WEDNESDAY - 60 * DAY, closes_on=closed_at.date(),
            closed_at=closed_at,
        )  # fmt: skip
    review = ProgramReview.objects.create(round=opened)
    for days in (0, 1, 3, 4):
        ReviewStep.objects.create(review=review, text="Ask again", owner=owner, due_on=WEDNESDAY + days * DAY)


def months_later(closes_on):
    """Questions to those who completed a cycle half a year ago."""
    pairs = make.PairingFactory.create_batch(7, cycle=make.CycleFactory(state="closed"), state="completed")
    asked = open_follow_up(cycle=pairs[0].cycle, months=6, today=local_today() - 20 * DAY)
    ReviewRound.objects.filter(pk=asked.pk).update(opened_at=NOW - 20 * DAY, closes_on=closes_on)


def guests():
    """Their last days are two weeks after Tuesday, Wednesday and Thursday, and an HR admin hears of each."""
    admin = make.RoleGrantFactory(role="hr_admin").user
    for days in (-1, 0, 1):
        make.UserFactory(guest_until=WEDNESDAY + (14 + days) * DAY, vouched_by=admin, vouched_at=NOW - 30 * DAY)


def endings(story):
    """Of cycles and pairings, with thanks, and with words that go soon."""
    ending = make.PairingFactory().cycle
    make.CoordinatorFactory(program=ending.program)
    Cycle.objects.filter(pk=ending.pk).update(ends_on=WEDNESDAY + 30 * DAY)
    changing = make.PairingFactory().cycle
    make.CoordinatorFactory(program=changing.program)
    Cycle.objects.filter(pk=changing.pk).update(rotates_on=WEDNESDAY + 30 * DAY)
    opening = make.PairingFactory().cycle
    make.CoordinatorFactory(program=opening.program)
    Cycle.objects.filter(pk=opening.pk).update(rotates_on=WEDNESDAY + 13 * DAY)
    over = make.PairingFactory(state="completed", ended_at=NOW - 14 * DAY)
    LookBack.objects.create(pairing=over, side="junior", thanks="Thank you", closed_at=NOW - 14 * DAY + 30 * HOUR)
    pair_words(story, days_ago(1095 - 30 - 1.5))


def what(row):
    """Which message it is, however late it was planned."""
    return row.kind, row.subject_id, row.recipient_id, row.channel, row.extra.get("rule", row.key)


def plan(at):
    with time_machine.travel(at, tick=False):
        plan_due()


def as_new(rows):
    """Copies, to be stored anew."""
    return [Delivery(**{f.attname: getattr(row, f.attname) for f in Delivery._meta.concrete_fields}) for row in rows]


@pytest.mark.slow
def test_after_a_day_without_a_clock_each_is_planned_once_or_of_no_use_any_more(world):
    at = NOW
    while at <= at_work(END):
        plan(at)
        at += HOUR
    usual = list(Delivery.objects.all())
    owed = {kind.code for kind in kinds.all_kinds() if kind.plan} - {digest.CODE}
    planned = {row.kind for row in usual if row.created_at > STOPS[0]}
    assert planned == owed, "put something into `world` that each planned kind is about"
    for stop in STOPS:
        again = stop + DAY
        Delivery.objects.all().delete()
        Delivery.objects.bulk_create(as_new(row for row in usual if row.created_at < stop))
        plan(again)
        plan(later := at_work(again))
        now_there = Counter(map(what, Delivery.objects.all()))
        assert set(now_there.values()) == {1}, stop
        due = [row for row in usual if row.created_at <= later]
        of_use = {what(row) for row in due if row.created_at < stop or is_of_use(row, again)}
        of_use -= {what(row) for row in due if row.created_at > again and not is_of_use(row, later)}
        assert of_use <= now_there.keys(), (stop, of_use - now_there.keys())
        assert now_there.keys() <= {what(row) for row in due}, (stop, now_there.keys() - {what(row) for row in due})


def at_work(at):
    """When Berlin and New York work: what began to count only when it was seen waits for that."""
    return at.replace(hour=15) + (at.hour > 15) * DAY


def is_of_use(row, at):
    return row.not_after is None or row.not_after > at + AHEAD
