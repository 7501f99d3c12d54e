"""The messages of a review. Who gets one is confidential: it would tell who has not answered yet."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from notifications.kinds import Context, Kind, NoLongerDue
from notifications.models import Delivery
from notifications.services import prepare_deliveries
from people.models import Organization
from sessions.models import Ballot, ReviewRound
from sessions.reviews.services.opening import end_of

DAYS_BEFORE_CLOSING = (7, 1)


def rounds_with_missing_ballots() -> QuerySet[ReviewRound]:
    """What `context` needs, loaded once for a whole batch of messages."""
    missing = Prefetch("ballots", queryset=Ballot.objects.to_answer(), to_attr="missing")
    return ReviewRound.objects.select_related("cycle__program").prefetch_related(missing)


def context(delivery: Delivery) -> Context:
    """Raises NoLongerDue once the round has closed or the person has answered."""
    review_round = delivery.subject
    ballot = next((b for b in review_round.missing if b.user_id == delivery.recipient_id), None)
    if ballot is None:
        raise NoLongerDue(gettext("not needed any more"))
    link = reverse("review_answer", args=[ballot.pk])
    return _context(review_round.cycle.program.name, review_round.closes_on, link)


def sample(user: Any) -> Context:
    return _context(_("Digital fluency for leaders"), timezone.localdate() + dt.timedelta(days=7), "/reviews/")


def _context(program: Any, closes_on: dt.date, link: str) -> Context:
    return {"program": program, "closes_on": closes_on, "link": link, "action": gettext("Answer the review")}


def plan_closing(now: dt.datetime) -> Iterable[Delivery]:
    """Prompts seven days and one day before the close, at nine in the organisation's zone, to whoever is missing."""
    zone = Organization.objects.current().zone
    today = now.astimezone(zone).date()
    if now.astimezone(zone).hour < 9:
        return
    ahead = {today + dt.timedelta(days=days): days for days in DAYS_BEFORE_CLOSING}
    rounds = ReviewRound.objects.open().filter(closes_on__in=ahead).select_related("cycle")
    for review_round in rounds:
        missing = Ballot.objects.to_answer().filter(round=review_round).order_by("user")
        yield from prepare_deliveries(
            kind="review_closing",
            recipients=missing.values_list("user", flat=True).distinct(),
            subject_id=review_round.pk,
            occasion=f"{ahead[review_round.closes_on]}d:{review_round.closes_on}",
            scope=review_round.cycle.program_id,
            not_after=end_of(review_round.closes_on),
        )


KINDS = (
    Kind(
        code="review_prompt",
        label=_("Quarterly review"),
        why=_("You get this because you take part in a pairing of this program."),
        context=context,
        sample=sample,
        subjects=rounds_with_missing_ballots,
        who_sees=_("Nobody but you can see whether you have answered, or what."),
        is_secret=True,
    ),
    Kind(
        code="review_closing",
        label=_("Review closing soon"),
        why=_("You get this because a review of a program you take part in closes soon."),
        context=context,
        sample=sample,
        subjects=rounds_with_missing_ballots,
        who_sees=_("Nobody but you can see whether you have answered, or what."),
        plan=plan_closing,
        is_secret=True,
    ),
)
