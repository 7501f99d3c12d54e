"""Answering a review, for those who are asked."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from frame.errors import Refused
from people.access import HARMLESS, PersonRequest, page
from sessions.models import Ballot, ReviewQuestion
from sessions.reviews.asked import group_of
from sessions.reviews.casting import unanswered
from sessions.reviews.forms import AnswersForm, WishForm
from sessions.reviews.services import cast_ballot, given_answers, given_wish, keep_answers, missing_question
from sessions.reviews.steps import STEPS, Step, neighbours, step_asking, step_of
from sessions.rules import answers_reviews


@page(answers_reviews)
def review_list(request: PersonRequest) -> HttpResponse:
    """The reviews that one is asked for, and those one was."""
    ballots = list(Ballot.objects.visible_to(request.user).for_list())
    open_ones = [ballot for ballot in ballots if ballot.round.is_open]
    waiting = unanswered(open_ones)
    context = {
        "open_ballots": [(ballot, ballot not in waiting) for ballot in open_ones],
        "past_ballots": [ballot for ballot in ballots if ballot.round.is_closed],
    }
    return render(request, "sessions/review_list.html", context)


@page(answers_reviews, post=HARMLESS)
@never_cache
def review_answer(request: PersonRequest, ballot_id: uuid.UUID) -> HttpResponse:
    """One topic of the review at a time; each is kept when one goes on, so going back loses nothing."""
    ballot = get_object_or_404(Ballot.objects.visible_to(request.user).for_list(), pk=ballot_id)
    if not ballot.round.is_open:
        return render(request, "sessions/review_closed.html", {"ballot": ballot}, status=200)
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


def _form_of(request: PersonRequest, ballot: Ballot, step: Step) -> AnswersForm | WishForm:
    data = request.POST if request.method == "POST" else None
    if not step.sections:
        return WishForm(data, initial={"wish": given_wish(ballot) or None})
    questions = ReviewQuestion.objects.for_side(ballot.side).filter(round=ballot.round, section__in=step.sections)
    return AnswersForm(data, questions=questions, review_round=ballot.round, given=given_answers(ballot))


def _goes_back(request: PersonRequest, form: AnswersForm | WishForm) -> bool:
    """Whether one steps back with nothing wrong but questions still open; those are asked again on the way forward."""
    errors = [error.code for found in form.errors.as_data().values() for error in found]
    return "back" in request.POST and all(code == "required" for code in errors)


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
