"""Questions to think about: this month's and earlier ones, one's answer, and which are asked in the months to come."""

import datetime as dt
import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from community.audiences import standing_of
from community.forms import AnswerForm, QuestionForm
from community.models import ReflectionAnswer, ReflectionQuestion
from community.question_texts import LIBRARY
from community.rules import runs_community, takes_part
from community.services import (
    answer_question,
    choose_question,
    months_ahead,
    pairings_to_share_with,
    take_back_answer,
    usual_question,
)
from frame.errors import Refused
from frame.lists import page_of
from frame.request_limits import at_most
from people.access import HARMLESS, ONCE, PersonRequest, action, page
from people.clock import local_today
from programs.recording import record_act
from programs.selection import managed_program

PAGE = 20


@page(takes_part)
def reflection_list(request: PersonRequest) -> HttpResponse:
    """What has been asked in one's programs, the latest first."""
    questions = ReflectionQuestion.objects.visible_to(request.user).select_related("program")
    return render(request, "community/reflection_list.html", {"page": page_of(request.GET, questions, PAGE)})


@page(takes_part, post=HARMLESS)
@at_most("60/h")
@never_cache
def reflection_detail(request: PersonRequest, reflection_id: uuid.UUID) -> HttpResponse:
    """A question, one's own answer, and those that one may read."""
    questions = ReflectionQuestion.objects.visible_to(request.user).select_related("program")
    question = get_object_or_404(questions, pk=reflection_id)
    form = answer_form(request, question)
    if form is not None and request.method == "POST" and form.is_valid():
        try:
            answer_question(question=question, by=request.user, **form.chosen())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Saved. You can change it, and who reads it, at any time."))
            return redirect("reflection_detail", question.pk)
    answers = ReflectionAnswer.objects.visible_to(request.user).filter(question=question)
    others = answers.exclude(author=request.user).for_list()
    context = {
        "question": question,
        "form": form,
        "own": form.instance if form is not None and not form.instance._state.adding else None,
        "page": page_of(request.GET, others, PAGE),
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "community/reflection_detail.html", context, status=status)


def answer_form(request: PersonRequest, question: ReflectionQuestion) -> AnswerForm | None:
    """For those who take part in the program; who runs or sponsors it reads."""
    if question.program_id not in standing_of(request.user).takes_part:
        return None
    own = ReflectionAnswer.objects.filter(question=question, author=request.user).first()
    pairings = pairings_to_share_with(request.user, question.program_id)
    data = request.POST if request.method == "POST" else None
    return AnswerForm(data, instance=own, pairings=pairings, by=request.user)


@action(takes_part, post=ONCE)
def answer_take_back(request: PersonRequest, answer_id: uuid.UUID) -> HttpResponse:
    """Its author takes it back for good."""
    answer = get_object_or_404(ReflectionAnswer.objects.filter(author=request.user), pk=answer_id)
    take_back_answer(answer=answer, by=request.user)
    messages.success(request, _("Taken back. Nothing is left of your answer."))
    return redirect("reflection_detail", answer.question_id)


@page(runs_community)
def questions_ahead(request: PersonRequest, program_id: uuid.UUID) -> HttpResponse:
    """What is asked in the months to come."""
    program = managed_program(request, program_id)
    chosen = {question.month: question.text for question in program.reflection_questions.filter(asked_at=None)}
    months = [
        {"month": month, "text": chosen.get(month) or usual_question(program, month), "is_chosen": month in chosen}
        for month in months_ahead(local_today())
    ]
    context = {"program": program, "months": months, "tab": "sustain"}
    return render(request, "community/questions_ahead.html", context)


@page(runs_community, post=HARMLESS)
def question_choose(request: PersonRequest, program_id: uuid.UUID, year: int, month: int) -> HttpResponse:
    """Another question for a month to come, in one's own words or from the library."""
    program, first_day = managed_program(request, program_id), day_of(year, month)
    chosen = program.reflection_questions.filter(month=first_day).first()
    text = chosen.text if chosen else usual_question(program, first_day)
    form = QuestionForm(posted(request), instance=chosen, initial={"text": text})
    if request.method == "POST" and form.is_valid():
        try:
            is_new = choose_question(program=program, month=first_day, text=form.cleaned_data["text"])
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            if is_new:
                record_act("community.question_chosen", program)
            messages.success(request, _("Chosen."))
            return redirect("questions_ahead", program.pk)
    context: dict[str, Any] = {
        "program": program, "month": first_day, "form": form, "library": LIBRARY, "tab": "sustain",
    }  # fmt: skip
    return render(request, "community/question_choose.html", context, status=422 if form.errors else 200)


def day_of(year: int, month: int) -> dt.date:
    """The first day of a month to come; 404 for any other."""
    day = next((day for day in months_ahead(local_today()) if (day.year, day.month) == (year, month)), None)
    if day is None:
        raise Http404
    return day


def posted(request: PersonRequest) -> dict[str, str] | None:
    """A question taken from the library stands for words typed."""
    if request.method != "POST":
        return None
    taken = request.POST.get("take", "")
    if taken.isdecimal() and int(taken) < len(LIBRARY):
        return {"text": str(LIBRARY[int(taken)])}
    return {"text": request.POST.get("text", "")}
