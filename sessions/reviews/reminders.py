"""The messages of a review. Who gets one is confidential: it would tell who has not answered yet."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from notifications.kinds import Channel, Context, Group, Kind, NoLongerDue, Pace, Urgency
from notifications.models import Delivery
from notifications.pacing import REST
from notifications.services import prepare_deliveries
from people.clock import end_of_day, home_zone, start_of_day
from people.deadlines import Deadline
from sessions.models import Ballot, ReviewRound
from sessions.reviews.casting import unanswered
from sessions.reviews.querysets import ReviewRoundQuerySet

DAYS_BEFORE_CLOSING = (7, 1)
MORNING = 9
A_DAY = dt.timedelta(days=1)


def rounds_with_ballots() -> QuerySet[ReviewRound]:
    """What `prompt` and `reminder` need, loaded once for a whole batch of messages."""
    asked = Prefetch("ballots", queryset=Ballot.objects.asked_for(), to_attr="asked")
    return ReviewRound.objects.select_related("cycle__program").prefetch_related(asked)


def prompt(delivery: Delivery) -> Context:
    """In the inbox for everybody who is asked, also who has answered before it gets there: one less would tell in a
    copy of the database. Raises NoLongerDue once the round has closed."""
    if delivery.channel == Channel.EMAIL:
        return reminder(delivery)
    return _context_of(delivery.subject, _asked_of(delivery))


def reminder(delivery: Delivery) -> Context:
    """Raises NoLongerDue once the round has closed or the person has answered."""
    return _context_of(delivery.subject, unanswered(_asked_of(delivery)))


def _asked_of(delivery: Delivery) -> list[Ballot]:
    return [ballot for ballot in delivery.subject.asked if ballot.user_id == delivery.recipient_id]


def _context_of(review_round: ReviewRound, ballots: list[Ballot]) -> Context:
    if not ballots:
        raise NoLongerDue(gettext("not needed any more"))
    link = reverse("review_answer", args=[ballots[0].pk])
    context = _context(review_round.cycle.program.name, review_round.open_until, link)
    return context | (_about_follow_up(review_round.months_after) if review_round.is_follow_up else {})


def in_catch_up(delivery: Delivery) -> Context:
    """For everybody who is asked, whether they have answered or not: the mail, and its row, must not tell."""
    context = _context_of(delivery.subject, _asked_of(delivery))
    if delivery.subject.is_follow_up:
        words = gettext("Three questions about %(program)s are open until %(day)s; whoever has answered is done")
        return context | {"own_subject": words % {"program": context["program"], "day": context["open_until"]}}
    words = gettext("The review of %(program)s is open until %(day)s; whoever has sent theirs is done")
    return context | {"own_subject": words % {"program": context["program"], "day": context["open_until"]}}


def sample(user: Any) -> Context:
    return _context(
        _("Digital fluency for leaders"), Deadline.on(timezone.localdate() + dt.timedelta(days=7)), "/reviews/"
    )


def follow_up_sample(user: Any) -> Context:
    """Half a year after a cycle, with invented data."""
    return sample(user) | _about_follow_up(6)


def _context(program: Any, open_until: Deadline, link: str) -> Context:
    return {"program": program, "open_until": open_until, "link": link, "action": gettext("Answer the review")}


def _about_follow_up(months: int) -> Context:
    return {"months": months, "action": gettext("Answer three questions")}


def plan_closing(now: dt.datetime) -> Iterable[Delivery]:
    """Reminders seven days and one day before the close, for nine in the organisation's zone. Owed to everybody who is
    asked, and mailed to who has not answered (`Kind.is_quiet`): the rows do not tell whom."""
    yield from _plan_closing_of(ReviewRound.objects.reviews(), "review_closing", now)


def plan_follow_up_closing(now: dt.datetime) -> Iterable[Delivery]:
    """Reminders as of reviews, seven days and one before the close, of what is asked months after a cycle."""
    yield from _plan_closing_of(ReviewRound.objects.follow_ups(), "follow_up_closing", now)


def _plan_closing_of(rounds: ReviewRoundQuerySet, kind: str, now: dt.datetime) -> Iterable[Delivery]:
    zone = home_zone()
    today = now.astimezone(zone).date()
    last = today + dt.timedelta(days=max(DAYS_BEFORE_CLOSING)) + REST
    for review_round in rounds.open().filter(closes_on__range=(today, last)).select_related("cycle"):
        asked = Ballot.objects.asked_for().filter(round=review_round).order_by("user")
        people, prompted = list(asked.values_list("user", flat=True).distinct()), _prompted(review_round)
        for days, useless in zip(DAYS_BEFORE_CLOSING, (DAYS_BEFORE_CLOSING[1], -1), strict=True):
            due_at = start_of_day(review_round.closes_on - dt.timedelta(days=days), MORNING, zone)
            not_after = end_of_day(review_round.closes_on - dt.timedelta(days=useless + 1), zone)
            for person in people:
                yield from prepare_deliveries(
                    kind=kind,
                    recipients=[person],
                    subject_id=review_round.pk,
                    occasion=f"{days}d:{review_round.closes_on}",
                    scope=review_round.cycle.program_id,
                    due_at=due_at,
                    not_after=not_after,
                    not_before=prompted.get(person, review_round.opened_at or due_at) + A_DAY,
                )


def _prompted(review_round: ReviewRound) -> dict[uuid.UUID, dt.datetime]:
    """When each is told that it opens: the closing is not announced until a day later."""
    kind = "follow_up_prompt" if review_round.is_follow_up else "review_prompt"
    prompts = Delivery.objects.filter(kind=kind, subject_id=review_round.pk, channel=Channel.EMAIL)
    return dict(prompts.order_by().values_list("recipient", "due_at"))


REVIEW_PROMPT = Kind(
    code="review_prompt",
    group=Group.REVIEWS,
    urgency=Urgency.MASS,
    label=_("Quarterly review"),
    why=_("You get this because you take part in a pairing of this program."),
    context=prompt,
    sample=sample,
    subjects=rounds_with_ballots,
    who_sees=_("Nobody but you can see whether you have answered, or what."),
    is_secret=True,
    is_quiet=True,
    in_catch_up=in_catch_up,
    pace=Pace.WORKING_TIME,
)
REVIEW_CLOSING = replace(
    REVIEW_PROMPT,
    code="review_closing",
    label=_("Review closing soon"),
    why=_("You get this because a review of a program you take part in closes soon."),
    context=reminder,
    channels=(Channel.EMAIL,),
    plan=plan_closing,
)
FOLLOWED_UP = _("You get this because you have completed a cycle of this program.")
FOLLOW_UP_PROMPT = replace(
    REVIEW_PROMPT,
    code="follow_up_prompt",
    label=_("Half a year and a year after a cycle"),
    why=FOLLOWED_UP,
    sample=follow_up_sample,
)
FOLLOW_UP_CLOSING = replace(
    REVIEW_CLOSING,
    code="follow_up_closing",
    label=_("Questions after a cycle close soon"),
    why=FOLLOWED_UP,
    sample=follow_up_sample,
    plan=plan_follow_up_closing,
)
KINDS = (REVIEW_PROMPT, REVIEW_CLOSING, FOLLOW_UP_PROMPT, FOLLOW_UP_CLOSING)
