"""Enrolment questions: the list, one question's page, and the ones that are offered."""

import uuid

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from frame.errors import Conflict, Refused, conflict_response
from frame.forms.bound_data import posted
from people.access import HARMLESS, ONCE, PersonRequest, action, page
from programs.catalogue import OFFERED
from programs.forms.questions import QuestionForm
from programs.models import Program, Question
from programs.rules import manages_programs
from programs.selection import managed_program
from programs.services import add_questions, edit_question, mark_topic_visited, remove_question, reorder
from programs.setup_tasks import QUESTIONS
from programs.views.setup import after_saving

STEPS = {"up": -1, "down": 1}


@page(manages_programs)
def setup_questions(request: PersonRequest, program_id: uuid.UUID) -> HttpResponse:
    """What is asked, in its order, and what else could be."""
    program = managed_program(request, program_id)
    questions = list(program.questions.all())
    asked = {question.text for question in questions}
    context = {
        "program": program,
        "tab": "setup",
        "topic": QUESTIONS,
        "questions": questions,
        "offered": [(n, one.as_question()) for n, one in enumerate(OFFERED) if str(one.text) not in asked],
    }
    return render(request, "programs/setup_questions.html", context)


def back(program: Program) -> HttpResponse:
    return HttpResponseRedirect(reverse("setup_questions", args=[program.pk]))


@action(manages_programs, post=ONCE)
def questions_offered_add(request: PersonRequest, program_id: uuid.UUID) -> HttpResponse:
    """Ask the ticked ones of the offered questions too."""
    program = managed_program(request, program_id)
    ticked = set(request.POST.getlist("offered"))
    chosen = [one.as_question() for n, one in enumerate(OFFERED) if str(n) in ticked]
    if not chosen:
        messages.warning(request, _("Tick the questions that you want to add."))
        return back(program)
    add_questions(program=program, questions=chosen)
    mark_topic_visited(program=program, code="questions")
    messages.success(request, _("The questions have been added at the end."))
    return back(program)


@action(manages_programs, post=HARMLESS)
def questions_done(request: PersonRequest, program_id: uuid.UUID) -> HttpResponse:
    """The questions are as they should be."""
    program = managed_program(request, program_id)
    mark_topic_visited(program=program, code="questions")
    return after_saving(request, program)


@page(manages_programs, post=ONCE)
def question_create(request: PersonRequest, program_id: uuid.UUID) -> HttpResponse:
    """A question of one's own."""
    program = managed_program(request, program_id)
    form = QuestionForm(*posted(request), instance=Question(program=program))
    if request.method == "POST" and form.is_valid():
        add_questions(program=program, questions=[Question(**form.values)])
        mark_topic_visited(program=program, code="questions")
        messages.success(request, _("The question has been added at the end."))
        return back(program)
    return question_page(request, program, form, _("New question"))


@page(manages_programs, post=HARMLESS)
def question_edit(request: PersonRequest, program_id: uuid.UUID, question_id: uuid.UUID) -> HttpResponse:
    """Change a question; two people at once get both versions."""
    program = managed_program(request, program_id)
    question = get_object_or_404(program.questions, pk=question_id)
    form = QuestionForm(*posted(request), instance=question)
    if request.method == "POST" and form.is_valid():
        try:
            edit_question(question=question, values=form.values, seen=form.seen)
        except Conflict:
            now = form.now()
            fresh = QuestionForm(instance=Question.objects.get(pk=question.pk)).initial["version"]
            mine, theirs = form.texts(form.values), form.texts(now)
            return conflict_response(request, mine=mine, theirs=theirs, back_url=request.path, version=fresh)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The question has been changed."))
            return back(program)
    return question_page(request, program, form, _("Change the question"))


def question_page(request: PersonRequest, program: Program, form: QuestionForm, title: str) -> HttpResponse:
    context = {"program": program, "tab": "setup", "topic": QUESTIONS, "form": form, "title": title}
    return render(request, "programs/question_form.html", context, status=422 if form.errors else 200)


@action(manages_programs, post=ONCE)
def question_move(request: PersonRequest, program_id: uuid.UUID, question_id: uuid.UUID) -> HttpResponse:
    """One place up or down, or away: `action` is up, down or remove."""
    program = managed_program(request, program_id)
    question = get_object_or_404(program.questions, pk=question_id)
    action = request.POST.get("action", "")
    try:
        if action == "remove":
            remove_question(question=question)
        elif action in STEPS:
            reorder(items=program.questions.all(), moved=question, step=STEPS[action])
    except Refused as refused:
        messages.warning(request, str(refused))
    return back(program)
