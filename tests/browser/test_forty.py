"""A program of forty from set-up to its second cycle, as those see it who run it, and one of each side."""

import datetime as dt
import re
from dataclasses import dataclass

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from pairings.models import Pairing
from pairings.services import (
    accept_pairing,
    carry_out_closings,
    look_back,
    plan_closing,
    set_closing_rule,
    sign_agreement,
)
from pairings.services.carrying_over import ask_carried
from pairings.services.messages import next_batch
from people.models import User
from programs.models import Cycle
from programs.services import approve_participants, start_cycle
from sessions.models import ReviewRound
from sessions.reviews.services import close_round, open_round
from tests import factories as make
from tests.browser import forty
from tests.browser import journey as step
from tests.cast import person
from tests.mail import deliver_all, plan_all, sent_to
from tests.orientation import everybody_is_ready

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

DAY, HOUR, MINUTE = dt.timedelta(days=1), dt.timedelta(hours=1), dt.timedelta(minutes=1)
PATIENCE_MS = 15_000
LEARNT = "Half an hour is too short for two who have just begun to speak openly."
DECIDED, NEXT = "Meetings last 45 minutes from now on", "Ask every pair which hour suits them"


@pytest.fixture
def clock():
    """The next Monday, ten o'clock (UTC), and on from there; a test may move it."""
    now = timezone.now()
    monday = (now + dt.timedelta(days=7 - now.weekday())).replace(hour=10, minute=0, second=0)
    with time_machine.travel(monday, tick=True) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def stays_signed_in(settings):
    settings.SESSION_COOKIE_AGE, settings.SESSION_DAYS = 366 * 24 * 3600, 366


class Clicks:
    """Counts what one clicks on a page from now on."""

    def __init__(self, page):
        self.page, self.count = page, 0
        page.expose_function("counted", self.add)
        page.add_init_script("addEventListener('click', (event) => event.isTrusted && counted(), true)")

    def add(self):
        self.count += 1


def set_up(hr, omar, lena):
    program = step.create_a_program(hr, "AI 2027")
    step.set_it_up(hr, program, sponsor=lena, coordinator=omar)
    cycle = program.cycles.get()
    forty.apply(cycle, [*forty.people(forty.MENTORS, 16), *forty.people(forty.LEADERS, 16)])
    forty.approve_all(hr, program, cycle, 32)
    forty.match(hr, program, cycle, 16)
    forty.begin(cycle)
    assert Pairing.objects.filter(cycle=cycle, state="active").count() == 16
    return program, cycle


def eight_join_late(hr, program, cycle):
    before = forty.open_pairs(cycle)
    late = [*forty.people(forty.MENTORS, 4, mark="Lagos"), *forty.people(forty.LEADERS, 4, mark="Lima")]
    forty.invite_all(hr, program, cycle, "Lagos", "Mentor", 4)
    forty.invite_all(hr, program, cycle, "Lima", "Leader", 4)
    deliver_all()
    assert all(sent_to(user) for user in late)
    forty.apply(cycle, late)
    forty.approve_all(hr, program, cycle, 8)
    forty.match(hr, program, cycle, 4)
    forty.begin(cycle)
    now = forty.open_pairs(cycle)
    assert before < now
    assert len(now) == 20


def four_leave(hr, program, cycle, open_page):
    """Two ask to, two are withdrawn by the program. All are told with the next batch, and their partners are free."""
    pairs = list(Pairing.objects.filter(cycle=cycle).select_related("junior__user", "senior__user").order_by("pk"))
    for pairing, user in ((pairs[0], pairs[0].junior.user), (pairs[1], pairs[1].senior.user)):
        page = open_page(reverse("pairing_leave", args=[pairing.pk]), user, width=390)
        page.get_by_role("radio", name=re.compile("^To end it")).check()
        step.press(page, "Ask the program team")
        page.context.close()
        follow_todo(hr, program, user.name)
        step.follow(hr, "End the pairing")
        step.press(hr, "End the pairing")
    for place in (pairs[2].junior, pairs[3].senior):
        hr.goto(reverse("participant_detail", args=[program.pk, place.pk]))
        step.follow(hr, "Withdraw")
        step.press(hr, "Withdraw")
        step.says(hr, f"{place.user.name} is withdrawn.")
    return pairs[4:]


def follow_todo(hr, program, words):
    hr.goto(reverse("program_detail", args=[program.pk]))
    hr.locator(".tasks").first.get_by_role("link", name=words).first.click()


def two_are_replaced(hr, program, cycle, pairs):
    """Somebody else is invited in their stead, answers and is approved."""
    new = [*forty.people(forty.MENTORS, 1), *forty.people(forty.LEADERS, 1)]
    for place, successor in zip((pairs[0].junior, pairs[1].senior), new, strict=True):
        forty.page_of_cycle(hr, "participant_list", program, cycle, q=place.user.name)
        hr.get_by_role("table").get_by_role("link", name=place.user.name).click()
        step.follow(hr, "Replace")
        hr.get_by_label("Name, e-mail or job title").fill(successor.email)
        step.press(hr, "Search")
        step.press(hr, re.compile("Invite instead"))
        step.says(hr, f"{place.user.name} is withdrawn and {successor.name} is invited.")
    forty.apply(cycle, new)
    forty.approve_all(hr, program, cycle, 2)


def new_pairs_for_those_left(hr, program, cycle, clock):
    clock.move_to(next_batch(timezone.now()) + MINUTE)
    plan_all()
    assert len(forty.open_pairs(cycle)) == 14
    gone = {place.user.name for place in cycle.participants.filter(state="withdrawn")}
    forty.match(hr, program, cycle, 4)
    forty.begin(cycle)
    now = forty.open_pairs(cycle)
    assert len(now) == 18
    assert not gone & frozenset().union(*now)


def a_review_with_decisions(hr, program, cycle, clock, open_page, lena):
    step.open_a_round(hr, program)
    forty.answer()
    step.close_the_round(hr, program)
    follow_todo(hr, program, re.compile("review", re.IGNORECASE))
    step.follow(hr, "Write it")
    hr.get_by_label("What was learnt").fill(LEARNT)
    step.press(hr, "Save")
    for kind, text in (("Decision", DECIDED), ("Next step", NEXT)):
        step.follow(hr, "Add a decision or a next step")
        hr.get_by_role("radio", name=kind).check()
        hr.locator("textarea[name=text]").fill(text)
        step.press(hr, "Save")
    step.press(hr, "Publish to everyone who was asked")
    sponsor = open_page(hr.url, lena)
    sponsor.get_by_label("I have read this and sign it off").check()
    step.press(sponsor, "Save")
    step.says(sponsor, "Signed off by the sponsor")
    reader = Pairing.objects.filter(cycle=cycle, state="active").first().junior.user
    page = open_page(reverse("round_results", args=[ReviewRound.objects.get().pk]), reader, width=390)
    for text in (LEARNT, DECIDED, NEXT):
        step.says(page, text)
    page.context.close()


def the_next_cycle_is_there(hr, program):
    hr.goto(reverse("program_detail", args=[program.pk]))
    step.follow(hr, "Next cycle")
    hr.get_by_label("Name").fill("Second")
    for label, days in (("Enrolment closes on", 30), ("Starts on", 40), ("Ends on", 200)):
        hr.get_by_label(label).fill(step.in_days(days))
    step.press(hr, "Create the cycle")
    return program.cycles.get(name="Second")


def close(hr, program, cycle, clock):
    """From the overview, in under ten clicks."""
    clicks = Clicks(hr)
    hr.goto(reverse("program_detail", args=[program.pk]))
    step.follow(hr, re.compile(f"^{cycle.name}"))
    step.follow(hr, "Close the cycle")
    hr.get_by_label("Pairs go on together").check()
    hr.get_by_label("The next cycle").select_option("Second")
    step.press(hr, "Keep the rule and show what it does")
    step.press(hr, "Close the cycle")
    step.says(hr, "The cycle closes on")
    assert 4 <= clicks.count < 10
    clock.move_to(next_batch(timezone.now()) + MINUTE)
    assert carry_out_closings() == 1
    deliver_all()
    hr.reload()
    step.says(hr, f"{cycle.name} is closed")


def the_second_cycle(hr, program, cycle, second, going_on):
    """Those who would like to go on are there, and nobody else. Pairs that go on are asked; a match is for the rest."""
    step.follow(hr, "People of the next cycle")
    assert second.participants.count() == going_on
    forty.apply(second, [place.user for place in second.participants.select_related("user")])
    forty.approve_all(hr, program, second, going_on)
    carried = ask_carried()
    forty.begin(second)
    without = (going_on - 2 * carried) // 2
    assert carried >= 10
    assert without >= 1
    forty.match(hr, program, second, without)
    forty.begin(second)
    hr.goto(reverse("program_detail", args=[program.pk]))
    hr.get_by_role("main").get_by_text(re.compile("running", re.IGNORECASE)).first.wait_for()
    assert len(forty.open_pairs(second)) == going_on // 2
    assert second.participants.filter(state="active").count() == going_on


def test_those_who_run_it(open_page, clock):
    omar, lena = person("Omar Haddad", "HR director", 5), person("Lena Fischer", "Chief people officer", 9)
    make.RoleGrantFactory(user=omar)
    hr = open_page("/", omar)
    hr.set_default_timeout(PATIENCE_MS)
    program, cycle = set_up(hr, omar, lena)
    eight_join_late(hr, program, cycle)
    two_are_replaced(hr, program, cycle, four_leave(hr, program, cycle, open_page))
    new_pairs_for_those_left(hr, program, cycle, clock)
    clock.move_to(timezone.now() + 90 * DAY)
    forty.met(Pairing.objects.filter(cycle=cycle, state="active"))
    a_review_with_decisions(hr, program, cycle, clock, open_page, lena)
    second = the_next_cycle_is_there(hr, program)
    forty.wish(cycle, breaks=2)
    close(hr, program, cycle, clock)
    the_second_cycle(hr, program, cycle, second, going_on=32)


@dataclass
class One:
    """Somebody of the forty, on their own device, and what is theirs."""

    page: Page
    user: User
    other: User
    cycle: Cycle

    @property
    def pairing(self):
        return Pairing.objects.get(cycle=self.cycle, junior__user__in=[self.user, self.other])


def asked_and_ready(one, side):
    cycle, page = one.cycle, one.page
    forty.enrol(page, "As a mentor" if side == "junior" else "As a leader")
    forty.apply(cycle, [one.other])
    approve_participants(cycle=cycle, participant_ids=cycle.participants.values_list("pk", flat=True), by=forty.team())
    start_cycle(cycle=cycle)
    places = {place.side: place for place in cycle.participants.filter(user__in=[one.user, one.other])}
    make.PairingFactory(cycle=cycle, **places, state="proposed", agreed_at=None, opened_at=None)
    if side == "senior":
        accept_pairing(pairing=one.pairing, by=one.other)
    step.say_yes(page)
    if side == "junior":
        accept_pairing(pairing=one.pairing, by=one.other)
    step.get_ready(page, one.pairing)
    everybody_is_ready()
    step.write_the_agreement(page, one.pairing, "Try one tool a month")
    step.sign(page, one.pairing)
    agreement = one.pairing.agreement
    assert sign_agreement(agreement=agreement, by=one.other, version=agreement.version)


def met_and_asked(one, clock):
    meeting = step.plan_a_meeting(one.page, one.pairing, (timezone.now() + 8 * DAY).date())
    clock.move_to(meeting.starts_at + 2 * HOUR)
    step.log_the_meeting(one.page, meeting, LEARNT)
    review = open_round(cycle=one.cycle, today=timezone.localdate())
    step.answer_the_review(one.page, "It is worth it")
    close_round(review_round=review)


def looked_back(one, clock):
    """Thanks and a wish before the end; what became of it, the thanks of the other one and a certificate after it."""
    Cycle.objects.filter(pk=one.cycle.pk).update(ends_on=timezone.localdate() + 5 * DAY)
    page, pairing = one.page, one.pairing
    page.goto(pairing.url)
    step.follow(page, "Look back")
    page.get_by_label("A word of thanks to the other one").fill("You listened.")
    page.get_by_role("radio", name="Go on with the same topics").check()
    step.press(page, "Close for me")
    step.says(page, "What you wrote is sealed until it is delivered")
    look_back(pairing=pairing, by=one.other, thanks="You dared to ask.", wish="same")
    second = make.CycleFactory(program=one.cycle.program, name="Second", state="enrolling")
    set_closing_rule(cycle=one.cycle, by=forty.team(), next_cycle=second)
    plan_closing(cycle=one.cycle, by=forty.team())
    clock.move_to(next_batch(timezone.now()) + MINUTE)
    assert carry_out_closings() == 1
    plan_all()
    deliver_all()
    assert any("has come to its end" in title for title in step.inbox_of(page))
    step.press(page, re.compile("^Open.*has come to its end"))
    step.says(page, "You dared to ask.")
    step.follow(page, "Your certificate")
    page.get_by_role("main").get_by_text(one.user.name).first.wait_for()
    return second


def comes_again(one, second):
    """The invitation opens what one answered before."""
    one.page.goto("/")
    step.follow(one.page, "Answer the invitation")
    step.says(one.page, "This is what you answered for")
    step.press(one.page, "Send")
    step.says(one.page, "The program team looks at your enrolment")
    assert second.participants.get(user=one.user).state == "applied"


@pytest.mark.parametrize(("side", "width"), [("junior", 390), ("senior", 1280)], ids=["mentor-on-a-phone", "leader"])
def test_one_of_the_forty(side, width, open_page, clock):
    cycle = forty.enrolling()
    [mentor], [leader] = forty.people(forty.MENTORS, 1), forty.people(forty.LEADERS, 1)
    user, other = (mentor, leader) if side == "junior" else (leader, mentor)
    page = open_page(reverse("enrol", args=[cycle.enrolment_token]), user, width=width)
    page.set_default_timeout(PATIENCE_MS)
    one = One(page, user, other, cycle)
    asked_and_ready(one, side)
    met_and_asked(one, clock)
    comes_again(one, looked_back(one, clock))
