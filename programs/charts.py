"""Demand and supply: who wants to learn a topic, who can share it, and what was chosen of a program's own questions."""

import uuid
from collections import Counter, defaultdict

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frame.charts import Chart, bars
from programs.closeness import Sight
from programs.models import Answer, Cycle, Question, Side
from programs.querysets import GONE

#: With fewer answers to a question no figures are shown.
FEWEST_ANSWERS = 5


def demand_and_supply(cycle: Cycle, sight: Sight) -> Chart:
    """Per topic the leaders who want it and the mentors who can share it; one query. Without people near the reader, of
    whom neither what they answered nor that they have left is shown."""
    here = ~Q(choices__participant__state__in=GONE) & Q(choices__participant__cycle=cycle)
    here &= ~Q(choices__participant__user__in=sight.others)
    topics = list(
        cycle.program.topics.annotate(
            wanted=Count("choices", filter=here & Q(choices__participant__side="senior")),
            shared=Count("choices", filter=here & Q(choices__participant__side="junior")),
            places=Sum("choices__participant__capacity", filter=here & Q(choices__participant__side="junior")),
        ).order_by("position", "name")
    )
    rows = [(topic.name, topic.wanted, topic.shared, topic.places or 0) for topic in topics]
    answered = (
        cycle.participants.filter(applied_at__isnull=False).exclude(state__in=GONE).exclude(sight.of_others).count()
    )
    return Chart(
        id="demand",
        title=_("Wanted and offered, topic by topic"),
        sentence=sentence(rows, answered),
        drawing=bars(
            [row[0] for row in rows],
            {
                _("Leaders want to learn it"): [row[1] for row in rows],
                _("Mentors can share it"): [row[2] for row in rows],
            },
            colors=["attention", "accent"],
        ),
        columns=[_("Topic"), _("Leaders want to learn it"), _("Mentors can share it"), _("Partners they can take")],
        rows=rows if answered else (),
        definition=_("Everybody who has answered and has not left counts once for each topic they rated."),
        n=answered,
        period=cycle.name,
    )


def sentence(rows: list[tuple[str, int, int, int]], answered: int) -> str:
    """What to do about it, in one sentence."""
    short = [row[0] for row in rows if row[1] > row[2]]
    if not answered:
        return _("Nobody has answered yet.")
    if not short:
        return _("For every topic there are at least as many mentors as leaders who want it.")
    return ngettext(
        "For one topic there are fewer mentors than leaders who want it: %(topics)s.",
        "For %(n)s topics there are fewer mentors than leaders who want them: %(topics)s.",
        len(short),
    ) % {"n": len(short), "topics": ", ".join(short)}


def answers_in_figures(cycle: Cycle, sight: Sight) -> list[Chart]:
    """How many mentors and leaders gave which answer, for every question of which that is wanted; two queries. Without
    people near the reader, and of a question only from `FEWEST_ANSWERS` people on."""
    questions = list(
        cycle.program.questions.filter(is_in_figures=True, is_lived=False).exclude(kind=Question.Kind.TEXT)
    )
    here = Answer.objects.filter(participant__cycle=cycle, question__in=questions).exclude(text="")
    here = here.exclude(participant__state__in=GONE).exclude(participant__user__in=sight.others)
    given: dict[uuid.UUID, list[tuple[str, str]]] = defaultdict(list)
    for question_id, side, text in here.values_list("question_id", "participant__side", "text"):
        given[question_id].append((side, text))
    return [_answer_chart(question, given[question.pk], cycle) for question in questions]


def _answer_chart(question: Question, given: list[tuple[str, str]], cycle: Cycle) -> Chart:
    is_scale, is_hidden = question.kind == Question.Kind.SCALE, len(given) < FEWEST_ANSWERS
    answers = [str(n) for n in range(1, 6)] if is_scale else question.options
    chosen = Counter((side, answer) for side, text in given for answer in text.splitlines())
    rows = [(answer, chosen[Side.SENIOR, answer], chosen[Side.JUNIOR, answer]) for answer in answers]
    most = max(rows, key=lambda row: row[1] + row[2])
    definition = _("Everybody who has answered and has not left.")
    if is_scale and question.options:
        low, high = question.options
        definition += " " + _("1 means: %(low)s. 5 means: %(high)s.") % {"low": low, "high": high}
    return Chart(
        id=f"answers-{question.pk.hex[:8]}",
        title=question.text,
        sentence="" if is_hidden else _("Most often: %(answer)s.") % {"answer": most[0]},
        drawing=bars(
            list(answers),
            {_("Leaders"): [row[1] for row in rows], _("Mentors"): [row[2] for row in rows]},
            colors=["attention", "accent"],
        ),
        columns=[_("Answer"), _("Leaders"), _("Mentors")],
        rows=() if is_hidden else rows,
        definition=definition,
        n=len(given),
        period=cycle.name,
        hidden=_("Shown from five answers on.") if is_hidden else "",
    )
