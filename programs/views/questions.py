"""Topics and enrolment questions of the set-up: names to edit, buttons to add, move and remove."""

import hashlib
import uuid

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from frame.errors import Conflict, Refused, conflict_response
from frame.posts import posted
from people.access import HARMLESS, ONCE, PersonRequest, action, page
from programs.catalogue import OFFERED
from programs.forms.questions import QuestionForm
from programs.forms.setup import TopicForm, TopicNamesForm
from programs.models import Program, Question, Topic
from programs.rules import manages_programs
from programs.selection import managed_program
from programs.services import (
    add_question,
    add_questions,
    add_topic,
    edit_question,
    mark_topic_visited,
    remove_question,
    remove_topic,
    rename_topics,
    reorder,
)
from programs.setup_tasks import QUESTIONS, TOPICS
from programs.views.setup import after_saving

STEPS = {"up": -1, "down": 1}


@page(manages_programs)
def setup_questions(request: PersonRequest, program_id: uuid.UUID) -> HttpResponse:
    """What is asked, in its order, and what else could be."""
    program = managed_program(request, program_id)
    questions = list(program.questions.all())
    asked_texts = {question.text for question in questions}
    context = {
        "program": program,
        "tab": "setup",
        "topic": QUESTIONS,
        "questions": questions,
        "offered": [
            (n, question.as_question()) for n, question in enumerate(OFFERED) if str(question.text) not in asked_texts
        ],
    }
    return render(request, "programs/setup_questions.html", context)


def back(program: Program) -> HttpResponse:
    return HttpResponseRedirect(reverse("setup_questions", args=[program.pk]))


@action(manages_programs, post=ONCE)
def questions_offered_add(request: PersonRequest, program_id: uuid.UUID) -> HttpResponse:
    """Ask the ticked ones of the offered questions too."""
    program = managed_program(request, program_id)
    ticked = set(request.POST.getlist("offered"))
    chosen = [question.as_question() for n, question in enumerate(OFFERED) if str(n) in ticked]
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
        try:
            add_question(question=Question(program=program, **form.values), weight=form.wanted_weight)
        except Refused as refused:
            form.add_error("weight", str(refused))
        else:
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
            edit_question(question=question, values=form.values, seen=form.seen, weight=form.wanted_weight)
        except Conflict:
            now = form.now()
            version = QuestionForm(instance=Question.objects.get(pk=question.pk)).initial["version"]
            own, saved = form.texts(form.typed), form.texts(now)
            return conflict_response(
                request, own_version=own, saved_version=saved, back_url=request.path, version=version
            )
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


def fingerprint(topics: list[Topic]) -> str:
    """Changes when anybody adds, renames, moves or removes a topic."""
    return hashlib.sha256("|".join(f"{topic.pk}{topic.name}" for topic in topics).encode()).hexdigest()[:16]


@page(manages_programs, post=ONCE)
def setup_topics(request: PersonRequest, program_id: uuid.UUID) -> HttpResponse:
    """The list of topics; `action` is save, add, or up:, down:, remove: with a topic's id."""
    program = managed_program(request, program_id)
    topics = list(program.topics.all())
    names = TopicNamesForm(topics, request.POST or None)
    new = TopicForm(request.POST or None)
    if request.method == "POST":
        if request.POST.get("version") != fingerprint(topics):
            return topics_conflict(request, topics)
        if names.is_valid() and new.is_valid():
            try:
                change_topics(program, names, new, request.POST.get("action", "save"))
            except Refused as refused:
                names.add_error(None, str(refused))
            else:
                return saved(request, program)
    context = {"program": program, "tab": "setup", "topic": TOPICS, "names": names, "new": new,
               "version": fingerprint(topics)}  # fmt: skip
    refused_ = bool(names.errors or new.errors)
    return render(request, "programs/setup_topics.html", context, status=422 if refused_ else 200)


def change_topics(program: Program, names: TopicNamesForm, new: TopicForm, action: str) -> None:
    """Save the names, then do what the pressed button says."""
    name = new.cleaned_data["name"]
    if name.casefold() in {other_name.casefold() for other_name in names.names.values()}:
        raise Refused(_("There is a topic of that name already. Give the new one its own."))
    rename_topics(program=program, names=names.names)
    if name:
        add_topic(program=program, name=name)
    verb, _colon, topic_id = action.partition(":")
    moved = next((topic for topic in names.topics if str(topic.pk) == topic_id), None)
    if moved and verb == "remove":
        remove_topic(topic=moved)
    elif moved and verb in STEPS:
        reorder(items=names.topics, moved=moved, step=STEPS[verb])
    mark_topic_visited(program=program, code="topics")


def saved(request: PersonRequest, program: Program) -> HttpResponse:
    """“Save and return” leaves the page, every other button stays on it."""
    messages.success(request, _("Saved: %(topic)s.") % {"topic": TOPICS.title})
    if request.POST.get("action", "save") == "save":
        return after_saving(request, program)
    query = "?from=check" if request.GET.get("from") == "check" else ""
    return HttpResponseRedirect(reverse("setup_topics", args=[program.pk]) + query)


def topics_conflict(request: PersonRequest, topics: list[Topic]) -> HttpResponse:
    """Both lists; what is there now can be kept, and typed again."""
    typed = [str(value) for key, value in request.POST.items() if key.count("-") == 4 or key == "name"]
    label = str(TOPICS.title)
    own = {label: "\n".join(name for name in typed if name)}
    saved = {label: "\n".join(topic.name for topic in topics)}
    return conflict_response(request, own_version=own, saved_version=saved, back_url=request.path)
