"""Messages about what a program makes of a closed review: to those who write it, and to those who were asked."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from insights.models import ProgramReview
from insights.program_review.services import READ, WRITE
from notifications.kinds import Context, Group, Kind, NoLongerDue, Pace, Urgency
from notifications.models import Delivery
from notifications.pacing import REST
from notifications.services import prepare_deliveries
from people.access import hr_admin
from people.models import User
from programs.models import Coordinator, Program
from programs.rules import manages_programs
from sessions.models import Ballot, ReviewRound

#: So long after a review has closed its coordinators hear that nobody has written yet what comes of it.
AFTER = (dt.timedelta(0), dt.timedelta(days=14))
LATEST = dt.timedelta(days=14)


def unwritten() -> QuerySet[Any]:
    """Closed rounds of programs that go on, of which nobody has written what was learnt."""
    written = ProgramReview.objects.exclude(learnt="").order_by().values("round")
    archived = Program.State.ARCHIVED
    return ReviewRound.objects.closed().reviews().exclude(cycle__program__state=archived).exclude(pk__in=written)


def plan_to_write(now: dt.datetime) -> Iterator[Delivery]:
    """When a review has closed, and once more two weeks later, to all who coordinate the program. Two queries."""
    since = now - max(AFTER) - LATEST
    rounds = list(unwritten().filter(closed_at__gt=since).order_by().values_list("pk", "closed_at", "cycle__program"))
    charges = Coordinator.objects.filter(program__in={program for _pk, _at, program in rounds}, user__is_active=True)
    coordinators = list(charges.order_by().values_list("program", "user")) if rounds else []
    for pk, closed_at, program in rounds:
        team = [user for of_program, user in coordinators if of_program == program]
        for after in AFTER:
            due_at = closed_at + after
            if due_at - REST <= now < due_at + LATEST:
                yield from prepare_deliveries(
                    kind=WRITE, recipients=team, subject_id=pk, occasion=f"{after.days}d", scope=program,
                    due_at=due_at, not_after=due_at + LATEST, not_before=due_at,
                )  # fmt: skip


def rounds() -> QuerySet[ReviewRound]:
    return ReviewRound.objects.select_related("cycle__program", "program_review")


def to_write(delivery: Delivery) -> Context:
    review_round: ReviewRound = delivery.subject
    review = getattr(review_round, "program_review", None)
    if review and review.learnt.strip():
        raise NoLongerDue(gettext("It is written."))
    program = review_round.cycle.program
    if not Program.objects.managed_by(delivery.recipient).filter(pk=program.pk).exists():
        raise NoLongerDue(gettext("Somebody else runs the program."))
    return describe_to_write(program.name, review_round.number, reverse("program_review", args=[review_round.pk]))


def describe_to_write(program: str, number: int, link: str) -> Context:
    return {"program": program, "number": number, "link": link, "action": gettext("Write what comes of it")}


def to_write_sample(user: User) -> Context:
    return describe_to_write(gettext("Digital fluency"), 2, "/")


def to_read(delivery: Delivery) -> Context:
    """Only while it is public, to whoever may read the results."""
    review_round: ReviewRound = delivery.subject
    review = getattr(review_round, "program_review", None)
    if review is None or review.published_at is None:
        raise NoLongerDue(gettext("It is not public any more."))
    if not ReviewRound.objects.visible_to(delivery.recipient).filter(pk=review_round.pk).exists():
        raise NoLongerDue(gettext("The recipient may not read it any more."))
    return describe_to_read(review_round.cycle.program.name, reverse("round_results", args=[review_round.pk]))


def describe_to_read(program: str, link: str) -> Context:
    return {"program": program, "link": link, "action": gettext("Read it")}


def to_read_sample(user: User) -> Context:
    return describe_to_read(gettext("Digital fluency"), "/")


def takes_part_in_reviews(user: Any) -> bool:
    return Ballot.objects.filter(user=user).exists()


REVIEW_TO_WRITE = Kind(
    code=WRITE,
    pace=Pace.WORKING_TIME,
    label=_("A review has closed: say what comes of it"),
    why=_("You get this because you coordinate the program."),
    who_sees=_("The program team sees that you were reminded."),
    context=to_write,
    sample=to_write_sample,
    plan=plan_to_write,
    subjects=rounds,
    is_for=lambda user: manages_programs(user) or hr_admin(user),
    group=Group.TEAM,
)
REVIEW_TO_READ = Kind(
    code=READ,
    pace=Pace.WORKING_TIME,
    urgency=Urgency.MASS,
    label=_("What a program makes of a review can be read"),
    why=_("You get this because you were asked in the review, whether you answered or not."),
    who_sees=_("Everybody who was asked gets the same message. Nobody can see from it whether you answered."),
    context=to_read,
    sample=to_read_sample,
    subjects=rounds,
    is_for=takes_part_in_reviews,
    group=Group.REVIEWS,
)
KINDS = (REVIEW_TO_WRITE, REVIEW_TO_READ)
