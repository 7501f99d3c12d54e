"""Verbs of the set-up: what a program is for, who runs it, what it asks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frame.errors import Refused
from frame.posts import save_values
from people.models import User
from programs.models import Program, Question, Topic
from programs.recording import record_act
from programs.upper_floors import pairings, proposals


def refuse_archived(program: Program) -> None:
    """An archived program stays as it was."""
    if program.is_archived:
        raise Refused(_("This program is archived, so it can no longer be changed. Copy it to go on from here."))


def mark_topic_visited(*, program: Program, code: str) -> None:
    """Somebody has looked at a page of the set-up and saved it; from the second time on this changes nothing."""
    visited = Program.objects.values_list("visited_topics", flat=True).get(pk=program.pk)
    if code not in visited:
        kept = sorted({*visited, code})
        Program.objects.filter(pk=program.pk).update(visited_topics=kept, version=F("version") + 1)


@transaction.atomic
def save_setup_page(*, program: Program, code: str, instance: Any, values: Mapping[str, Any], seen: str) -> None:
    """Save one page (`instance` is the program or its cycle); raises Conflict when somebody else changed the page."""
    refuse_archived(program)
    if save_values(instance=instance, values=values, seen=seen):
        if values.get("has_orientation") is False:
            pairings().open_waiting(program)
        record_act("program.changed", program, about=instance, page=code, fields=", ".join(values))
    mark_topic_visited(program=program, code=code)


@transaction.atomic
def set_sponsor(*, program: Program, user: User | None) -> None:
    """Who stands behind the program; nobody with None."""
    refuse_archived(program)
    if user and not user.is_active:
        raise Refused(_("%(name)s is no longer active and cannot stand behind a program.") % {"name": user})
    if user and user.guest_until:
        raise Refused(_("%(name)s is a guest. Guests take part, and stand behind no program.") % {"name": user})
    if Program.objects.filter(pk=program.pk).exclude(sponsor=user).update(sponsor=user):
        record_act("sponsor.named", program, about=program, person=user)
    mark_topic_visited(program=program, code="people")


def add_topic(*, program: Program, name: str) -> None:
    """At the end of the list; harmless when a topic of that name is there."""
    refuse_archived(program)
    last = program.topics.aggregate(last=Max("position"))["last"] or 0
    Topic.objects.bulk_create([Topic(program=program, name=name, position=last + 1)], ignore_conflicts=True)
    record_act("topics.changed", program, about=program, what="added")


@transaction.atomic
def rename_topics(*, program: Program, names: Mapping[Topic, str]) -> None:
    """New names for some topics; refused when two would be the same."""
    refuse_archived(program)
    new_names = [name.casefold() for name in names.values()]
    if len(set(new_names)) < len(new_names):
        raise Refused(_("Two topics have the same name. Give each its own, or remove one."))
    before = {topic.pk: topic.name for topic in program.topics.select_for_update()}
    renamed = {topic: name for topic, name in names.items() if before.get(topic.pk, name) != name}
    for topic in renamed:
        Topic.objects.filter(pk=topic.pk).update(name=f"{topic.pk}")
    for topic, name in renamed.items():
        Topic.objects.filter(pk=topic.pk).update(name=name)
        record_act("topics.changed", program, about=topic, what="renamed", before=before[topic.pk], to=name)


def remove_topic(*, topic: Topic) -> None:
    """Refused once somebody has chosen it: their choice would be lost."""
    refuse_archived(topic.program)
    chosen = topic.choices.count()
    if chosen:
        raise Refused(
            ngettext(
                "%(n)s person has chosen “%(topic)s”. Rename it instead of removing it.",
                "%(n)s people have chosen “%(topic)s”. Rename it instead of removing it.",
                chosen,
            )
            % {"n": chosen, "topic": topic.name}
        )
    topic.delete()
    record_act("topics.changed", topic.program, about=topic.program, what="removed")


@transaction.atomic
def reorder(*, items: Iterable[Topic | Question], moved: Topic | Question, step: int) -> None:
    """Move one up (-1) or down (+1) and number all anew; at the ends nothing happens."""
    order = list(items)
    index = order.index(moved)
    target = index + step
    if 0 <= target < len(order):
        order[index], order[target] = order[target], order[index]
    for position, item in enumerate(order):
        type(item).objects.filter(pk=item.pk).update(position=position)


@dataclass(frozen=True)
class Weight:
    """How much a question shall count when pairs are found, and how much it did when somebody read it."""

    wanted: int
    seen: int | None = None


@transaction.atomic
def add_question(*, question: Question, weight: Weight | None = None) -> None:
    """Append one, and have it count so much."""
    add_questions(program=question.program, questions=[question])
    if weight and Question.objects.filter(pk=question.pk).exists():
        proposals().set_weight(question, weight.wanted, None)


@transaction.atomic
def add_questions(*, program: Program, questions: Iterable[Question]) -> None:
    """Append questions; one whose text is asked already is left out."""
    refuse_archived(program)
    Program.objects.select_for_update(no_key=True).get(pk=program.pk)  # nobody else adds the same at once
    present = set(program.questions.values_list("text", flat=True))
    last = program.questions.aggregate(last=Max("position"))["last"] or 0
    new = [question for question in questions if question.text not in present]
    for offset, question in enumerate(new, start=1):
        question.program, question.position = program, last + offset
    Question.objects.bulk_create(new)
    record_act("questions.changed", program, about=program, what="added", how_many=len(new))


@transaction.atomic
def edit_question(*, question: Question, values: Mapping[str, Any], seen: str, weight: Weight | None = None) -> None:
    """Change it, and how much it counts. Refused where answers were given to other words, or under the promise that
    only the program team reads them."""
    refuse_archived(question.program)
    current = Question.objects.select_for_update().get(pk=question.pk)
    if current.text != values["text"] and question.answers.exclude(text="").exists():
        raise Refused(
            _("People have answered this question, so its words stay: an answer belongs to what was asked. Ask a new "
              "question beside it.")
        )  # fmt: skip
    _refuse_other_answers(current, values)
    if not current.is_for_partner and values["is_for_partner"] and question.answers.exists():
        raise Refused(
            _("People have answered this on the promise that only the program team reads it. Ask a new question.")
        )
    if save_values(instance=question, values=values, seen=seen):
        record_act("questions.changed", question.program, about=question, what="edited", fields=", ".join(values))
    if weight and proposals().set_weight(question, weight.wanted, weight.seen):
        record_act("questions.changed", question.program, about=question, what="edited", fields="weight")


def _refuse_other_answers(asked: Question, values: Mapping[str, Any]) -> None:
    """What was answered must still be an answer, and what was promised about lived experience must hold."""
    names = ("kind", "options", "is_lived")
    wanted = {name: values.get(name, getattr(asked, name)) for name in names}
    is_lost = wanted["kind"] != asked.kind or not {*asked.options} <= {*wanted["options"]}
    if (is_lost or (asked.is_lived and not wanted["is_lived"])) and asked.answers.exclude(text="").exists():
        raise Refused(
            _("People have answered this question. You can add answers to choose from; for anything else ask a new "
              "question.")
        )  # fmt: skip


def remove_question(*, question: Question) -> None:
    """Refused once somebody has answered: their words would be lost."""
    refuse_archived(question.program)
    answered = question.answers.exclude(text="").count()
    if answered:
        raise Refused(
            ngettext(
                "%(n)s person has answered this question, so it stays. You can change who is asked from now on.",
                "%(n)s people have answered this question, so it stays. You can change who is asked from now on.",
                answered,
            )
            % {"n": answered}
        )
    question.delete()
    record_act("questions.changed", question.program, about=question.program, what="removed")
