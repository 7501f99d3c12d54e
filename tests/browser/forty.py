"""A program of forty people: who they are, and what they do where a click in a browser would show nothing new."""

import datetime as dt
import itertools
import re
from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from pairings.models import Agreement, NextWish, Pairing
from pairings.services import accept_pairing
from people.models import User
from programs.models import Coordinator, Cycle, Participant, Program, TopicChoice
from programs.services import mark_active
from sessions.models import Ballot
from sessions.reviews.services import answer_review
from tests import factories as make
from tests.browser import journey as step
from tests.insights.story import answers
from tests.orientation import everybody_is_ready

MENTORS, LEADERS = "Trainee", "Director"
LEVEL = {MENTORS: 2, LEADERS: 7}
NUMBERS = itertools.count(100)
SIDE = {MENTORS: "junior", LEADERS: "senior"}


def people(title: str, count: int, *, mark: str = "") -> list[User]:
    """So many of one side; `mark` is their city, by which a list finds them. No name is part of another."""
    place = {"job_title": title, "level": LEVEL[title], "city": mark or "Berlin"}
    return [make.UserFactory(first_name=title, last_name=f"No{next(NUMBERS)}", **place) for _ in range(count)]


def apply(cycle: Cycle, users: Iterable[User]) -> None:
    """They send the enrolment form: every topic, and what each side means by a number."""
    topics = list(cycle.program.topics.all())
    for user in users:
        place, _new = Participant.objects.get_or_create(cycle=cycle, user=user, defaults={"side": SIDE[user.job_title]})
        Participant.objects.filter(pk=place.pk).update(state="applied", applied_at=timezone.now())
        TopicChoice.objects.bulk_create([TopicChoice(participant=place, topic=topic, rating=4) for topic in topics])


def team() -> User:
    """Somebody who runs the program."""
    return Coordinator.objects.first().user


def enrolling() -> Cycle:
    """A program whose enrolment is open, with nineteen approved people on each side."""
    program = make.ProgramFactory(name="AI 2027", review_months=3)
    make.MatchPolicyFactory(program=program)
    make.CoordinatorFactory(program=program)
    make.TopicFactory(program=program, name="Assistants at work")
    days = {"enrol_until": step.in_days(10), "starts_on": step.in_days(1), "ends_on": step.in_days(200)}
    cycle = make.CycleFactory(program=program, state="enrolling", **days)
    apply(cycle, [*people(MENTORS, 19), *people(LEADERS, 19)])
    cycle.refresh_from_db()
    return cycle


def enrol(page: Page, side: str) -> None:
    """One of them sends the form in the browser."""
    step.follow(page, side)
    step.rate(page, "topic_", 5)
    step.press(page, "Send")
    step.says(page, "The program team looks at your enrolment")


def begin(cycle: Cycle, *, but: User | None = None) -> None:
    """Everybody who is asked says yes, is oriented and signs; not `but` and their partner."""
    for pairing in Pairing.objects.filter(cycle=cycle, state="proposed"):
        if but not in (pairing.junior.user, pairing.senior.user):
            accept_pairing(pairing=pairing, by=pairing.junior.user)
            accept_pairing(pairing=pairing, by=pairing.senior.user)
    everybody_is_ready()
    ready = Pairing.objects.filter(cycle=cycle, state="preparing")
    for pairing in ready:
        Agreement.objects.filter(pairing=pairing).update(signed_at=timezone.now())
    mark_active(participant_ids=[pk for pair in ready for pk in (pair.junior_id, pair.senior_id)])
    ready.update(state="active", opened_at=timezone.now())


def met(pairings: Iterable[Pairing], times: int = 2) -> None:
    """Each of these pairs has met, the last time yesterday."""
    for pairing in pairings:
        for week in range(times):
            at = timezone.now() - dt.timedelta(days=1 + 7 * week)
            make.MeetingFactory(pairing=pairing, state="held", starts_at=at, junior_word="held", junior_said_at=at)


def answer(*, but: Iterable[User] = ()) -> None:
    """All who are asked answer the review."""
    for ballot in Ballot.objects.filter(round__state="open").exclude(user__in=list(but)):
        answer_review(ballot=ballot, answers=answers(ballot.side), wish="continue")


def wish(cycle: Cycle, *, breaks: int) -> None:
    """What they would like next: so many of each side take a break, the others go on with the same topics."""
    for side in ("junior", "senior"):
        places = cycle.participants.filter(state="active", side=side, next_wish__isnull=True).order_by(
            "user__last_name", "-side"
        )
        NextWish.objects.bulk_create(
            NextWish(participant=place, wish="none" if number < breaks else "same")
            for number, place in enumerate(places)
        )


def open_pairs(cycle: Cycle) -> set[frozenset[str]]:
    """Who meets whom, by name."""
    rows = Pairing.objects.filter(cycle=cycle).open().select_related("junior__user", "senior__user")
    return {frozenset((pairing.junior.user.name, pairing.senior.user.name)) for pairing in rows}


def page_of_cycle(page: Page, name: str, program: Program, cycle: Cycle, **query: str) -> None:
    page.goto(reverse(name, args=[program.pk], query={"cycle": str(cycle.pk), **query}))


def invite_all(page: Page, program: Program, cycle: Cycle, words: str, side: str, count: int) -> None:
    """Everybody whom these words find, in one go."""
    page_of_cycle(page, "invite", program, cycle, q=words)
    page.get_by_label(f"All {count} that fit").check()
    page.get_by_role("radio", name=side).check()
    step.press(page, "Check the list")
    step.press(page, f"Send {count} invitation")
    step.says(page, f"{count} people are invited.")


def approve_all(page: Page, program: Program, cycle: Cycle, count: int) -> None:
    page_of_cycle(page, "participant_list", program, cycle, state="applied")
    page.get_by_label(f"All {count} that fit").check()
    step.press(page, "Approve")
    step.press(page, f"Approve: {count} people")
    step.says(page, f"{count} people are approved.")


def match(page: Page, program: Program, cycle: Cycle, asked: int) -> None:
    """From the board to the question to so many mentors."""
    page_of_cycle(page, "match_board", program, cycle)
    step.press(page, "Run the match")
    step.follow(page, "Publish")
    page.get_by_label("Please answer by").fill(step.in_days(7))
    step.press(page, re.compile(f"^Ask {asked} mentors?$"))
    step.says(page, re.compile(f"Published: {asked} mentors? (is|are) being asked."))
