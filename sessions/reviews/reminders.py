"""The messages of a review. Who gets one is confidential: it would tell who has not answered yet."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from notifications.kinds import Channel, Context, Kind, NoLongerDue
from notifications.models import Delivery
from notifications.services import prepare_deliveries
from people.clock import end_of_day, home_zone
from sessions.models import Ballot, ReviewRound
from sessions.reviews.casting import unanswered

DAYS_BEFORE_CLOSING = (7, 1)


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
    return _context(review_round.cycle.program.name, review_round.closes_on, link)


def sample(user: Any) -> Context:
    return _context(_("Digital fluency for leaders"), timezone.localdate() + dt.timedelta(days=7), "/reviews/")


def _context(program: Any, closes_on: dt.date, link: str) -> Context:
    return {"program": program, "closes_on": closes_on, "link": link, "action": gettext("Answer the review")}


def plan_closing(now: dt.datetime) -> Iterable[Delivery]:
    """Reminders seven days and one day before the close, at nine in the organisation's zone. Owed to everybody who is
    asked, and mailed to who has not answered (`Kind.is_quiet`): the rows do not tell whom."""
    zone = home_zone()
    today = now.astimezone(zone).date()
    if now.astimezone(zone).hour < 9:
        return
    ahead = {today + dt.timedelta(days=days): days for days in DAYS_BEFORE_CLOSING}
    rounds = ReviewRound.objects.open().filter(closes_on__in=ahead).select_related("cycle")
    for review_round in rounds:
        asked = Ballot.objects.asked_for().filter(round=review_round).order_by("user")
        yield from prepare_deliveries(
            kind="review_closing",
            recipients=asked.values_list("user", flat=True).distinct(),
            subject_id=review_round.pk,
            occasion=f"{ahead[review_round.closes_on]}d:{review_round.closes_on}",
            scope=review_round.cycle.program_id,
            not_after=end_of_day(review_round.closes_on),
        )


KINDS = (
    Kind(
        code="review_prompt",
        label=_("Quarterly review"),
        why=_("You get this because you take part in a pairing of this program."),
        context=prompt,
        sample=sample,
        subjects=rounds_with_ballots,
        who_sees=_("Nobody but you can see whether you have answered, or what."),
        is_secret=True,
        is_quiet=True,
    ),
    Kind(
        code="review_closing",
        label=_("Review closing soon"),
        why=_("You get this because a review of a program you take part in closes soon."),
        context=reminder,
        sample=sample,
        subjects=rounds_with_ballots,
        channels=(Channel.EMAIL,),
        who_sees=_("Nobody but you can see whether you have answered, or what."),
        plan=plan_closing,
        is_secret=True,
        is_quiet=True,
    ),
)
