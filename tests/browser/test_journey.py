"""The main way through Turnabout on real input: from an empty organisation and a roster to the dashboards."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from pairings.models import Pairing
from people.approvals.role_grants import appoint_hr_admin
from people.models import User
from tests.browser import journey as step
from tests.mail import deliver_all, owed, plan_all, sent_to

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

AIM = "Try one AI tool a month and keep the one that helps"
LEARNED = "Lex checks an answer before using it; Daniel saw how a budget is decided."
ZONE = ZoneInfo("America/Los_Angeles")
MONDAY, SATURDAY = 0, 5
DAY, MINUTE = dt.timedelta(days=1), dt.timedelta(minutes=1)


@pytest.fixture
def clock():
    """Runs on from now; a test may move it."""
    with time_machine.travel(timezone.now(), tick=True) as traveller:
        yield traveller


class People:
    """One page for each person, with their own cookies."""

    def __init__(self, open_page, js):
        self.open_page, self.js, self.pages = open_page, js, {}

    def page(self, person):
        if person.pk not in self.pages:
            self.pages[person.pk] = self.open_page("/", person, js=self.js)
        return self.pages[person.pk]


def calendar_of(message):
    [content] = {part.get_content() for part in message.message().walk() if part.get_content_type() == "text/calendar"}
    return Calendar.from_ical(content)


def from_roster_to_program(people, open_page, js):
    omar, _ = appoint_hr_admin(email="omar@example.com", name="Omar Haddad")
    hr = people.pages[omar.pk] = open_page("/account/login/", js=js)
    step.choose_a_password(hr, omar)
    step.import_the_roster(hr)
    assert User.objects.count() == 108
    program = step.create_a_program(hr, "AI 2027")
    step.set_it_up(hr, program, sponsor=named("Steven King"), coordinator=omar)
    return omar, program


def named(name):
    first, last = name.split()
    return User.objects.get(first_name=first, last_name=last)


def from_invitation_to_pair(people, omar, program, mentor, leader):
    hr = people.page(omar)
    step.invite(hr, program, mentor, "Mentor")
    deliver_all()
    [invitation] = sent_to(mentor)
    link = step.enrolment_link(hr, program)
    assert link in invitation.body
    people.page(mentor).goto(link)
    step.enrol(people.page(mentor))
    people.page(leader).goto(link)
    step.enrol(people.page(leader), side="As a leader")
    step.approve_everybody(hr, program)
    step.match_and_publish(hr, program)
    return Pairing.objects.get()


def is_asked(page):
    return any("A partner is proposed to you" in title for title in step.inbox_of(page))


def from_question_to_open_pairing(people, pairing, mentor, leader):
    for person, waiting in ((mentor, leader), (leader, None)):
        deliver_all()
        assert is_asked(people.page(person))
        assert not (waiting and is_asked(people.page(waiting)))
        step.say_yes(people.page(person))
    for person in (mentor, leader):
        step.get_ready(people.page(person), pairing)
    step.write_the_agreement(people.page(mentor), pairing, AIM)
    for person in (mentor, leader):
        step.sign(people.page(person), pairing)
    pairing.refresh_from_db()
    assert pairing.state == "active"


def a_working_day():
    """In three days, or on the Tuesday after: a weekend has to be confirmed, and a Monday is announced before it."""
    day = timezone.localdate(timezone=ZONE) + 3 * DAY
    while not MONDAY < day.weekday() < SATURDAY:
        day += DAY
    return day


def meeting_with_invitation_and_reminder(people, clock, pairing, both):
    mentor, _leader = both
    meeting = step.plan_a_meeting(people.page(mentor), pairing, a_working_day())
    deliver_all()
    for person in both:
        [event] = calendar_of(sent_to(person)[-1]).walk("VEVENT")
        assert event.decoded("dtstart") == meeting.starts_at
        assert event["location"] == "Room 4, second floor"
        assert any(title.startswith("Meeting with") for title in step.inbox_of(people.page(person)))
    clock.move_to(meeting.starts_at - DAY + MINUTE)
    before = {person: step.inbox_of(people.page(person)) for person in both}
    plan_all()
    deliver_all()
    for person in both:
        assert len(step.inbox_of(people.page(person))) == len(before[person]) + 1
        assert owed(person, "meeting_reminder").state == "sent"
        assert step.inbox_of(people.page(person))[0] == sent_to(person)[-1].subject
    return meeting


def review_that_stays_hidden(people, omar, program, both):
    hr = people.page(omar)
    step.open_a_round(hr, program)
    for person in both:
        step.answer_the_review(people.page(person), f"Comment of {person.first_name}")
    step.close_the_round(hr, program)
    for person in (*both, omar):
        page = people.page(person)
        page.goto(reverse("round_results", args=[program.cycles.get().review_rounds.get().pk]))
        assert "Hidden to protect people" in page.content()
        assert "Comment of" not in page.content()


def dashboards(people, omar, sponsor, program):
    """One pair is too few to tell more of; the sponsor, who leads the leader, reads nothing of it at all."""
    for person, said in ((omar, "Hidden to protect people"), (sponsor, "Nothing to show yet")):
        page = people.page(person)
        page.goto(reverse("insights"))
        assert page.get_by_role("heading", level=1).inner_text() == program.name
        assert said in page.content()
        assert LEARNED not in page.content()
    people.page(omar).goto(reverse("program_health", args=[program.pk]))
    assert people.page(omar).get_by_role("heading", level=1).inner_text() == "Health"


@pytest.mark.parametrize("js", [True, False], ids=["script", "no-script"])
def test_from_a_roster_to_the_dashboards(js, open_page, clock, settings):
    settings.SESSION_COOKIE_AGE, settings.SESSION_DAYS = 366 * 24 * 3600, 366  # everybody stays signed in all the way
    people = People(open_page, js)
    omar, program = from_roster_to_program(people, open_page, js)
    both = mentor, leader = named("Daniel Faviet"), named("Lex Garcia")
    pairing = from_invitation_to_pair(people, omar, program, mentor, leader)
    assert (pairing.junior.user, pairing.senior.user) == both
    from_question_to_open_pairing(people, pairing, mentor, leader)
    meeting = meeting_with_invitation_and_reminder(people, clock, pairing, both)
    clock.move_to(meeting.starts_at + dt.timedelta(hours=2))
    step.log_the_meeting(people.page(leader), meeting, LEARNED)
    people.page(mentor).goto(reverse("meeting_detail", args=[meeting.pk]))
    step.says(people.page(mentor), LEARNED)
    review_that_stays_hidden(people, omar, program, both)
    dashboards(people, omar, named("Steven King"), program)
