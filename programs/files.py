"""What the pages of a program show, as files."""

from collections.abc import Callable, Iterator
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from frame.charts import Chart
from frame.lists import AT_ONCE
from programs.closeness import TeamScope
from programs.models import Cycle, Participant, Question
from programs.querysets import TodoQuerySet

Column = tuple[str, Callable[[Any], object]]


def answer_columns(cycle: Cycle, team_scope: TeamScope) -> list[Column]:
    """A column for each topic and each question of the program, with what people answered at enrolment. Empty for the
    reader and people near them, and for whoever has not confirmed what was answered for them. What is about lived
    experience stays on the page of each person. Needs `with_answers`."""

    def told(read: Callable[[Participant], object]) -> Callable[[Participant], object]:
        def read_by_team(participant: Participant) -> object:
            return None if team_scope.is_close(participant) or participant.is_invited else read(participant)

        return read_by_team

    def rating_of(topic: object) -> Callable[[Participant], object]:
        return lambda participant: next(
            (choice.rating for choice in participant.choices.all() if choice.topic_id == topic), None
        )

    def answer_to(question: Question) -> Callable[[Participant], object]:
        return lambda participant: next(
            (
                _answer(answer.text, question)
                for answer in participant.answers.all()
                if answer.question_id == question.pk
            ),
            None,
        )

    topics = [(topic.name, told(rating_of(topic.pk))) for topic in cycle.program.topics.all()]
    asked = cycle.program.questions.filter(is_lived=False)
    answers = [(question.text, told(answer_to(question))) for question in asked]
    terms = [
        (_("Agreed to version of the terms"), told(lambda participant: participant.agreed_version)),
        (_("Agreed to the terms"), told(lambda participant: participant.last_agreed_at)),
    ]
    return [*topics, *answers, *terms]


def _answer(text: str, question: Question) -> object:
    if question.kind == Question.Kind.SCALE:
        return int(text) if text.isdecimal() else text
    return "; ".join(text.splitlines()) if question.kind == Question.Kind.CHOICES else text


def chart_lines(charts: list[Chart]) -> Iterator[list[object]]:
    """The tables of charts below each other, each row with what it is about; what a chart hides is not there."""
    yield [_("What"), *(str(title) for title in (charts[0].columns if charts else ()))]
    for chart in charts:
        for row in () if chart.hidden else chart.rows:
            yield [chart.title, *row]


def todo_lines(todos: TodoQuerySet) -> Iterator[list[object]]:
    """What is to be looked at in a program."""
    yield [_("What"), _("About"), _("Since")]
    for todo in todos.iterator(chunk_size=AT_ONCE):
        yield [capfirst(todo.get_kind_display()), todo.text, todo.created_at]
