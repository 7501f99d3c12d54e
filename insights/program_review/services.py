"""Verbs about what a program makes of a review. Each change makes a new version, which the sponsor has not signed."""

import datetime as dt
from itertools import batched
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from frame.errors import Conflict, Refused
from insights.models import ProgramReview, ReviewStep
from notifications.services import cancel_deliveries, owe
from people.models import User
from people.querysets import UserQuerySet
from programs.models import Program, Todo
from programs.services import NewTodo, finish_todo, raise_todos
from sessions.models import ReviewRound

DUE, WRITE, READ = "review_step_due", "review_to_write", "review_to_read"
BATCH = 1000


def review_of(review_round: ReviewRound) -> ProgramReview:
    """What is there of a closed round; something empty and unsaved while nobody has written."""
    return ProgramReview.objects.filter(round=review_round).first() or ProgramReview(round=review_round)


def owners_of(program: Program) -> UserQuerySet:
    """Those who can see to a step: its coordinators, its sponsor, HR."""
    coordinators = program.coordinators.order_by().values("user")
    admins = User.objects.hr_admins().order_by().values("pk")
    people = Q(pk__in=coordinators) | Q(pk=program.sponsor_id) | Q(pk__in=admins)
    return User.objects.active().filter(people).order_by("last_name", "first_name", "pk")


@transaction.atomic
def write_review(*, review_round: ReviewRound, learnt: str, version: int, by: User) -> ProgramReview:
    """What was learnt. Raises Conflict when somebody has changed it since `version` was read."""
    review = _held(review_round)
    if review.version != version:
        raise Conflict
    if review.learnt != learnt:
        review.learnt, review.written_by, review.written_at = learnt, by, timezone.now()
        review.version += 1
        review.save()
    return review


@transaction.atomic
def add_step(*, review_round: ReviewRound, **values: Any) -> ReviewStep:
    """A decision or next step; the same once more is the one that stands already."""
    review = _held(review_round)
    earlier = review.steps.filter(**values).first()
    if earlier:
        return earlier
    _renew(review)
    step: ReviewStep = ReviewStep.objects.create(review=review, **values)
    return step


@transaction.atomic
def change_step(*, step: ReviewStep, **values: Any) -> ReviewStep:
    """Its words, who does it, until when, and whether it is done. Whether it is done makes no new version."""
    current = ReviewStep.objects.select_for_update().get(pk=step.pk)
    changed = {name for name, value in values.items() if getattr(current, name) != value}
    for name in changed:
        setattr(current, name, values[name])
    current.save()
    if changed - {"state"}:
        _renew(ProgramReview.objects.select_for_update().get(pk=current.review_id))
    if changed & {"state", "due_on"}:
        finish_todo(kind=Todo.Kind.REVIEW_STEP, subject_id=current.pk)
    if changed & {"state", "due_on", "owner"}:
        cancel_deliveries(subject_id=current.pk, kinds=[DUE], reason=_("It has changed since."))
    return current


@transaction.atomic
def say_of_review(*, review_round: ReviewRound, comment: str, signs: bool, version: int, by: User) -> ProgramReview:
    """The sponsor's comment, and whether they sign what they have read. Raises Conflict when that has changed since."""
    review = _held(review_round)
    if review.version != version:
        raise Conflict
    if not comment and not signs and not review.is_signed and not review.comment:
        raise Refused(_("Write a comment, or tick that you sign it off."))
    review.comment, review.comment_by, review.comment_at = comment, by, timezone.now()
    review.signed_version = review.version if signs else None
    review.save()
    return review


@transaction.atomic
def publish_review(*, review_round: ReviewRound, is_public: bool) -> bool:
    """Let everyone who was asked read it, or take that back; whether that is a change. Raises Refused while there is
    nothing to read."""
    review = _held(review_round)
    if is_public and not (review.learnt.strip() and review.steps.exists()):
        raise Refused(_("Write down what was learnt and at least one decision or next step, then publish it."))
    is_new = is_public != (review.published_at is not None)
    if is_new:
        review.published_at = timezone.now() if is_public else None
        review.save(update_fields=["published_at"])
    if is_public:
        finish_todo(kind=Todo.Kind.REVIEW_CLOSED, subject_id=review_round.pk)
    if is_public and is_new:
        _tell_those_asked(review_round)
    return is_new


def _tell_those_asked(review_round: ReviewRound) -> None:
    """Everybody who was asked, once, however often it is taken back and published again."""
    asked = review_round.ballots.filter(user__is_active=True).order_by("user").values_list("user", flat=True).distinct()
    for some in batched(asked, BATCH):
        owe(kind=READ, recipients=some, subject_id=review_round.pk, scope=review_round.cycle.program_id)


def _held(review_round: ReviewRound) -> ProgramReview:
    """The review of a closed round, nobody else's until the transaction ends. Raises Refused for an open one."""
    if not ReviewRound.objects.select_for_update().reviews().filter(pk=review_round.pk, state="closed").exists():
        raise Refused(_("The review is still open. When it has closed, you can write what comes of it."))
    return ProgramReview.objects.get_or_create(round=review_round)[0]


def _renew(review: ProgramReview) -> None:
    ProgramReview.objects.filter(pk=review.pk).update(version=F("version") + 1)


def follow_up(today: dt.date) -> int:
    """Tell the program team of steps whose day has passed; once each while it is open. Returns how many there are."""
    late = ReviewStep.objects.filter(state="open", due_on__lt=today).select_related("review__round__cycle")
    todos = [
        NewTodo(
            step.review.round.cycle.program_id,
            Todo.Kind.REVIEW_STEP,
            step.pk,
            _("The day of a step after review %(number)s has passed") % {"number": step.review.round.number},
            reverse("review_step_edit", args=[step.pk]),
        )
        for step in late
    ]
    raise_todos(todos)
    return len(todos)
