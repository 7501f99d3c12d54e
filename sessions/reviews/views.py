"""Answering a review, one topic at a time, for those who are asked; and how many these are, said before the first key
is pressed."""

import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from frame.errors import Refused
from pairings.models import StartingConfidence
from people.access import HARMLESS, PersonRequest, page
from sessions.models import Ballot, ReviewQuestion
from sessions.reviews.casting import unanswered
from sessions.reviews.follow_up_views import follow_up_answer
from sessions.reviews.forms import AnswersForm, WishForm
from sessions.reviews.questions import BEFORE, COMMENT, LONGEST_TEXT
from sessions.reviews.services import answers_so_far, cast_ballot, keep_answers, missing_question, wish_so_far
from sessions.reviews.thresholds import FEWEST_ANSWERS, FEWEST_ASKED
from sessions.rules import answers_reviews

#: Below so many of a side one may be known by one's style, or by what only somebody in one's place can say.
SMALL = 15


@page(answers_reviews)
def review_list(request: PersonRequest) -> HttpResponse:
    """The reviews that one is asked for, and those one was."""
    ballots = list(Ballot.objects.visible_to(request.user).for_list())
    open_ones = [ballot for ballot in ballots if ballot.round.is_open]
    open_ballots = unanswered(open_ones)
    context = {
        "open_ballots": [(ballot, ballot not in open_ballots) for ballot in open_ones],
        "past_ballots": [ballot for ballot in ballots if ballot.round.is_closed],
    }
    return render(request, "sessions/review_list.html", context)


@page(answers_reviews, post=HARMLESS)
@never_cache
def review_answer(request: PersonRequest, ballot_id: uuid.UUID) -> HttpResponse:
    """One topic of the review at a time; each is kept when one goes on, so going back loses nothing. What is asked
    months after a cycle is one short page."""
    ballot = get_object_or_404(Ballot.objects.visible_to(request.user).for_list(), pk=ballot_id)
    if not ballot.round.is_open:
        return _closed(request, ballot)
    if ballot.round.is_follow_up:
        return follow_up_answer(request, ballot)
    step = step_of(request.GET.get("step"))
    form = _form_of(request, ballot, step)
    before, after = neighbours(step)
    if request.method == "POST" and (form.is_valid() or _goes_back(request, form)):
        return _keep(request, ballot, step, form)
    context = {
        "ballot": ballot,
        "step": step,
        "number": STEPS.index(step) + 1,
        "steps": len(STEPS),
        "before": before,
        "after": after,
        "form": form,
        "group": None if before else group_of(ballot),
    }
    return render(request, "sessions/review_answer.html", context, status=422 if form.is_bound else 200)


def _closed(request: PersonRequest, ballot: Ballot) -> HttpResponse:
    """Whoever was still writing is told that it came too late, and gets back what they wrote, to keep it elsewhere."""
    is_late = request.method == "POST"
    written = request.POST.get(COMMENT, "")[:LONGEST_TEXT] if is_late else ""
    context = {"ballot": ballot, "is_late": is_late, "written": written}
    return render(request, "sessions/review_closed.html", context, status=409 if is_late else 200)


def _goes_back(request: PersonRequest, form: AnswersForm | WishForm) -> bool:
    """Whether one steps back with nothing wrong but questions still open; those are asked again on the way forward."""
    errors = [error.code for field_errors in form.errors.as_data().values() for error in field_errors]
    return "back" in request.POST and all(code == "required" for code in errors)


@dataclass(frozen=True)
class Group:
    """The people of one side who are asked in a round."""

    side: str
    asked: int
    threshold: int = FEWEST_ANSWERS
    """How many must answer before a figure is printed; a program may have raised it."""

    @property
    def is_too_small(self) -> bool:
        """No figure about this side will be printed."""
        return self.asked < self.fewest_asked

    @property
    def is_small(self) -> bool:
        return self.asked < SMALL

    @property
    def fewest_asked(self) -> int:
        return self.threshold + FEWEST_ASKED - FEWEST_ANSWERS


def group_of(ballot: Ballot) -> Group:
    """Those who are asked on the side of the one who holds the ballot; a person counts once. One query."""
    same_side = Ballot.objects.filter(round=ballot.round_id, side=ballot.side)
    return Group(ballot.side, same_side.values("user").distinct().count(), ballot.round.score_threshold)


@dataclass(frozen=True)
class Step:
    """One page of the form; `sections` are the sections of questions on it, none for the last, open one."""

    code: str
    title: str | Promise
    sections: tuple[str, ...]


def _form_of(request: PersonRequest, ballot: Ballot, step: Step) -> AnswersForm | WishForm:
    data = request.POST if request.method == "POST" else None
    if not step.sections:
        return WishForm(data, initial={"wish": wish_so_far(ballot) or None})
    questions = ReviewQuestion.objects.for_side(ballot.side).filter(round=ballot.round, section__in=step.sections)
    earlier = answers_so_far(ballot)
    at_start = confidence_at_start(ballot) if BEFORE not in earlier else None
    return AnswersForm(data, questions=questions, review_round=ballot.round, earlier=earlier, at_start=at_start)


def confidence_at_start(ballot: Ballot) -> int | None:
    """What the holder of the ballot said for themselves alone when they signed."""
    noted = StartingConfidence.objects.filter(pairing=ballot.pairing_id, side=ballot.side)
    return noted.values_list("rating", flat=True).first()


def _keep(request: PersonRequest, ballot: Ballot, step: Step, form: AnswersForm | WishForm) -> HttpResponse:
    if step.sections:
        keep_answers(ballot=ballot, answers=form.cleaned_data)
        before, after = neighbours(step)
        return redirect(_url(ballot, before if "back" in request.POST else after))
    try:
        cast_ballot(ballot=ballot, wish=form.cleaned_data["wish"])
    except Refused as refusal:
        messages.warning(request, str(refusal))
        missing = missing_question(ballot)
        return redirect(_url(ballot, step_asking(missing.section) if missing else None))
    messages.success(request, _("Thank you. You can change your answers until the review closes."))
    return redirect("review_list")


def _url(ballot: Ballot, step: Step | None) -> str:
    return reverse("review_answer", args=[ballot.pk], query={"step": step.code} if step else None)


STEPS = (
    Step("confidence", gettext_lazy("Confidence, before and now"), ("confidence",)),
    Step("benefits", gettext_lazy("What it has given you"), ("benefits",)),
    Step("safety", gettext_lazy("Speaking openly, and your objectives"), ("safety", "objectives")),
    Step("comment", gettext_lazy("In your own words"), ("comment",)),
    Step("next", gettext_lazy("And from here?"), ()),
)


def step_of(code: str | None) -> Step:
    """The step of that code, the first for anything else."""
    return next((step for step in STEPS if step.code == code), STEPS[0])


def step_asking(section: str) -> Step:
    """The step on which a section is asked."""
    return next(step for step in STEPS if section in step.sections)


def neighbours(step: Step) -> tuple[Step | None, Step | None]:
    """The steps before and after."""
    at = STEPS.index(step)
    return (STEPS[at - 1] if at else None), (STEPS[at + 1] if at + 1 < len(STEPS) else None)
