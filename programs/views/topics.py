"""Focus topics on one page: names to edit, and buttons to add, move and remove. Every button saves the names too."""

import hashlib
import uuid

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from frame.errors import Refused, conflict_response
from people.access import ONCE, PersonRequest, page
from programs.forms.setup import TopicForm, TopicNamesForm
from programs.models import Program, Topic
from programs.rules import manages_programs
from programs.selection import managed_program
from programs.services import add_topic, mark_topic_visited, remove_topic, rename_topics, reorder
from programs.setup_tasks import TOPICS
from programs.views.setup import after_saving

STEPS = {"up": -1, "down": 1}


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
    if name.casefold() in {one.casefold() for one in names.names.values()}:
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
    mine = {label: "\n".join(name for name in typed if name)}
    theirs = {label: "\n".join(topic.name for topic in topics)}
    return conflict_response(request, mine=mine, theirs=theirs, back_url=request.path)
