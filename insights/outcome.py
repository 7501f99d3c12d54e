"""Did it work? The signs of success of a program's set-up are asked when a cycle closes, and answered by its team."""

import uuid
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frame.errors import Refused
from frame.forms import audience
from insights.models import MeasureAnswer
from insights.rules import answers_measures
from people.access import ONCE, PersonRequest, page
from people.models import User
from people.models.base import one_line
from programs.models import Cycle, Program, Todo
from programs.recording import record_act
from programs.selection import chosen_cycle, managed_program
from programs.services import finish_todo, raise_todo

LONGEST = 500
READERS = gettext_lazy("The program team and the sponsor")


def measures_of(program: Program) -> list[str]:
    """The signs of success of the set-up, each once, as they are stored beside an answer."""
    return list(dict.fromkeys(one_line(measure)[:LONGEST] for measure in program.measures))


@dataclass(frozen=True)
class Asked:
    """A sign of success, with what was answered; `answer` is None while nothing was."""

    measure: str
    answer: MeasureAnswer | None


def asked_of(cycle: Cycle) -> list[Asked]:
    """Those of the set-up, then what was answered about others that stood there before. One query."""
    answers = {answer.measure: answer for answer in cycle.measure_answers.all()}
    now = [Asked(measure, answers.pop(measure, None)) for measure in measures_of(cycle.program)]
    return [*now, *(Asked(measure, answer) for measure, answer in answers.items())]


class OutcomeForm(forms.Form):
    """For each sign of success what came of it, and how one knows."""

    def __init__(self, asked: list[Asked], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked
        choices = [(value, capfirst(label)) for value, label in MeasureAnswer.Answer.choices]
        for number, measure in enumerate(asked):
            answer = measure.answer
            self.fields[f"answer-{number}"] = forms.ChoiceField(
                label=measure.measure,
                choices=choices,
                widget=forms.RadioSelect,
                initial=answer.answer if answer else None,
            )
            words = forms.CharField(
                label=_("How you know"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2}),
                initial=answer.words if answer else "",
            )  # fmt: skip
            self.fields[f"words-{number}"] = audience(words, READERS)

    @property
    def answers(self) -> dict[str, tuple[str, str]]:
        cleaned = self.cleaned_data
        return {
            measure.measure: (cleaned[f"answer-{number}"], cleaned[f"words-{number}"])
            for number, measure in enumerate(self.asked)
        }


@page(answers_measures, post=ONCE)
def program_outcome(request: PersonRequest, program_id: uuid.UUID) -> HttpResponse:
    """Whether a cycle reached what its program set out to."""
    program = managed_program(request, program_id)
    cycle = chosen_cycle(request, program)
    context: dict[str, Any] = {"program": program, "cycle": cycle, "is_asked": cycle is not None and cycle.is_ending}
    asked = asked_of(cycle) if cycle and cycle.is_ending else []
    form = OutcomeForm(asked, request.POST or None)
    if cycle is None or not asked or request.method != "POST" or not form.is_valid():
        context |= {"form": form, "has_measures": bool(asked)}
        return render(request, "insights/program_outcome.html", context, status=422 if form.errors else 200)
    answer_measures(cycle=cycle, answers=form.answers, by=request.user)
    messages.success(request, _("Saved. It stands on the dashboard beside what you set out to reach."))
    return redirect(reverse("program_dashboard", args=[program_id], query={"cycle": cycle.pk}))


@transaction.atomic
def answer_measures(*, cycle: Cycle, answers: dict[str, tuple[str, str]], by: User) -> None:
    """By sign of success the answer and how one knows. Answered again, the latest counts. Raises Refused before the
    cycle closes."""
    if not cycle.is_ending:
        raise Refused(_("This is asked when the cycle closes."))
    known = {earlier.measure: (earlier.answer, earlier.words) for earlier in cycle.measure_answers.all()}
    said = [
        MeasureAnswer(cycle=cycle, measure=measure, answer=answer, words=words, by=by, at=timezone.now())
        for measure, (answer, words) in answers.items()
        if known.get(measure) != (answer, words)
    ]
    MeasureAnswer.objects.bulk_create(
        said,
        update_conflicts=True,
        unique_fields=["cycle", "measure"],
        update_fields=["answer", "words", "by", "at"],
    )
    finish_todo(kind=Todo.Kind.OUTCOME, subject_id=cycle.pk, by=by)
    record_act("program.judged", cycle.program_id, about=cycle)


def cycle_moved(cycle: Cycle, to_state: str) -> None:
    """A closing cycle asks its team whether it worked; one that steps back does not."""
    if to_state == Cycle.State.RUNNING:
        finish_todo(kind=Todo.Kind.OUTCOME, subject_id=cycle.pk)
    elif to_state == Cycle.State.CLOSING and cycle.program.measures:
        raise_todo(
            program=cycle.program,
            kind=Todo.Kind.OUTCOME,
            subject_id=cycle.pk,
            text=_("%(cycle)s is closing: did it reach what the program set out to?") % {"cycle": cycle},
            link=reverse("program_outcome", args=[cycle.program_id], query={"cycle": cycle.pk}),
        )
