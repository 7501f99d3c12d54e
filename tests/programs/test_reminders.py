"""Invitations that wait for an answer, and decisions."""

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.clock import start_of_day
from people.models import Organization
from people.models.organization import home_zone_name
from programs import services
from tests import factories as make
from tests.mail import deliver_all, delivery_states, plan_all, sent_to


@pytest.fixture
def invited(cast, cycle, a_tuesday):
    services.invite_people(cycle=cycle, side="junior", user_ids=[cast.noor.pk], by=cast.priya)
    deliver_all()
    return cycle.participants.get(user=cast.noor)


@pytest.fixture
def a_tuesday(cycle):
    """Enrolment closes on a Tuesday: a week and a day before, people work."""
    cycle.enrol_until += dt.timedelta(days=(1 - cycle.enrol_until.weekday()) % 7)
    cycle.save()


def at(cycle, days, hour=10):
    """That many days before enrolment closes, at ten on the organisation's clock."""
    return time_machine.travel(start_of_day(cycle.enrol_until - dt.timedelta(days=days), hour), tick=False)


def closing_mails(user):
    return [message for message in sent_to(user) if "closes soon" in message.subject]


@pytest.mark.parametrize(("days", "mails"), [(8, 0), (7, 1), (1, 1), (0, 1)])
def test_seven_and_one_day_before_closing(days, mails, cast, cycle, invited, mailoutbox):
    with at(cycle, days):
        plan_all()
        plan_all()
        deliver_all()
    assert len(closing_mails(cast.noor)) == mails


def test_both_reminders_come_and_no_third(cast, cycle, invited, mailoutbox):
    for days in range(9, -2, -1):
        with at(cycle, days):
            plan_all()
            deliver_all()
    assert len(closing_mails(cast.noor)) == 2


def test_not_before_the_morning_of_the_organisation(cast, cycle, invited, mailoutbox):
    Organization.objects.update_or_create(pk=1, defaults={"time_zone": "America/New_York"})
    with at(cycle, 7, hour=8):
        plan_all()
        deliver_all()
    assert closing_mails(cast.noor) == []


@pytest.mark.parametrize("state", ["applied", "declined"])
def test_whoever_has_answered_is_left_alone(state, cast, cycle, invited, mailoutbox):
    invited.state = state
    invited.save()
    with at(cycle, 7):
        plan_all()
        deliver_all()
    assert closing_mails(cast.noor) == []


def test_an_answer_between_planning_and_sending_cancels(cast, cycle, invited, mailoutbox):
    with at(cycle, 7):
        plan_all()
        services.decline_invitation(participant=invited)
        deliver_all()
    assert delivery_states(cast.noor)["enrolment_closing"] == ["cancelled", "cancelled"]


def test_planning_is_the_same_work_for_many(cast, cycle, a_tuesday, django_assert_max_num_queries):
    from programs.reminders import plan_enrolment_closing

    make.ParticipantFactory.create_batch(30, cycle=cycle, state="invited", invited_at=cycle.created_at)
    with django_assert_max_num_queries(6):
        rows = list(plan_enrolment_closing(start_of_day(cycle.enrol_until - dt.timedelta(days=7), 10)))
    assert len(rows) == 60


@pytest.mark.parametrize(
    ("act", "says"),
    [
        (services.approve_participants, "You have a place"),
        (services.waitlist_participants, "on the waiting list"),
        (services.decline_participants, "no place for you in this cycle"),
    ],
)
def test_a_decision_is_told(act, says, cast, cycle, mailoutbox):
    place = make.ParticipantFactory(cycle=cycle, user=cast.noor, state="applied")
    act(cycle=cycle, participant_ids=[place.pk], by=cast.priya)
    deliver_all()
    assert says in sent_to(cast.noor)[0].body


@time_machine.travel("2026-11-23 10:00Z", tick=False)
def test_sending_asks_for_the_organisations_clock_once_however_many_are_invited(cast, cycle):
    def reads_of_the_organisation(count):
        people = make.UserFactory.create_batch(count)
        services.invite_people(cycle=cycle, side="junior", user_ids=[user.pk for user in people], by=cast.priya)
        with CaptureQueriesContext(connection) as queries:
            deliver_all()
        assert all("invitation" in delivery_states(user) for user in people)
        return sum('FROM "people_organization"' in query["sql"] for query in queries)

    home_zone_name()  # which is kept for a minute
    assert reads_of_the_organisation(2) == reads_of_the_organisation(9)
