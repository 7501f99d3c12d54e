"""A program's own questions in a match: as criteria with weights, and what an explanation says of their answers.

What is about lived experience counts only for whoever has agreed. Explanations put all of it together in one part that
names neither question nor answer.
"""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.db.models import Q

import matchmaker
from matchmaker import CRITERIA, Compared, Problem
from programs.models import Answer, Cycle, Program, Question
from proposals.matching_words import IN_CONFIDENCE, OTHER_PARTS, PARTS, Text
from proposals.models import QUESTION, MatchPolicy

Kind = Question.Kind
Answers = Mapping[str, frozenset[str] | int]
#: Of a question until somebody says otherwise.
OWN_WEIGHT = matchmaker.Question(code="").weight


def code_of(question: Question) -> str:
    """The code of its weight and of its part of a score."""
    return f"{QUESTION}{question.pk.hex}"


def counting_questions(program: Program | uuid.UUID) -> list[Question]:
    """The questions of a program that count in its matches, in their order. One query."""
    return list(Question.objects.filter(program=program).exclude(counts=Question.Counts.NO))


def as_criterion(question: Question) -> matchmaker.Question:
    """A question as the engine compares its answers."""
    return matchmaker.Question(
        code=code_of(question), compared=Compared(question.counts), is_scale=question.kind == Kind.SCALE
    )


def labels_of(questions: Iterable[Question]) -> dict[str, Text]:
    """Every criterion of a program by its code, its own questions in their own words."""
    return PARTS | {code_of(question): question.text for question in questions}


def weights_of(policy: MatchPolicy, questions: Iterable[Question]) -> dict[str, int]:
    """The weight of every criterion and of each of these questions. What a version does not name, it did not count."""
    default = OWN_WEIGHT if policy.program_id else 0
    stored = policy.weight_of
    listed = {criterion.code: stored[criterion.code] for criterion in CRITERIA}
    return listed | {code: stored.get(code, default) for code in map(code_of, questions)}


def answers_in(cycle: Cycle, questions: Iterable[Question]) -> Mapping[uuid.UUID, Answers]:
    """What may be compared, by participant: about lived experience only what they have agreed to. One query, none
    without questions."""
    by_pk = {question.pk: question for question in questions}
    answers: dict[uuid.UUID, dict[str, frozenset[str] | int]] = defaultdict(dict)
    if not by_pk:
        return answers
    may_count = Q(question__is_lived=False) | Q(may_count=True)
    rows = Answer.objects.filter(may_count, participant__cycle=cycle, question__in=by_pk).exclude(text="")
    for participant, asked, text in rows.values_list("participant_id", "question_id", "text"):
        question = by_pk[asked]
        chosen = int(text) if question.kind == Kind.SCALE else frozenset(text.splitlines())
        answers[participant][code_of(question)] = chosen
    return answers


def told_together(points: Mapping[str, int], questions: Iterable[Question]) -> dict[str, int]:
    """The parts of a score, or their most, as anybody may read them: what is confided is one part."""
    confided = {code_of(question) for question in questions if question.is_lived}
    told = {code: value for code, value in points.items() if code not in confided}
    if confided & points.keys():
        told[IN_CONFIDENCE] = sum(points[code] for code in confided & points.keys())
    return told


def told_labels(questions: Collection[Question]) -> dict[str, Text]:
    """Every part of a score by its code, as it may be read."""
    open_ones = [question for question in questions if not question.is_lived]
    return labels_of(open_ones) | (OTHER_PARTS if len(open_ones) < len(questions) else {})


def without_answers(problem: Problem) -> Problem:
    """The problem without its own questions: for whom the answers of others are not meant, no score tells of them."""
    listed = {criterion.code: problem.policy.weights[criterion.code] for criterion in CRITERIA}
    return replace(problem, questions=(), policy=replace(problem.policy, weights=listed))


def told_of(code: str, questions: Iterable[Question], ones: Answers, others: Answers) -> dict[str, Any]:
    """What is kept with a part of a score to explain it: the question and both answers, the mentor's first. Nothing
    for what is no question of the program."""
    asked = next((question for question in questions if code_of(question) == code and not question.is_lived), None)
    if asked is None:
        return {}
    return {"label": asked.text, "answers": [_in_words(answers.get(code), asked) for answers in (ones, others)]}


def _in_words(answer: frozenset[str] | int | None, question: Question) -> list[str]:
    if isinstance(answer, frozenset):
        return sorted(answer, key=lambda option: question.options.index(option) if option in question.options else -1)
    return [] if answer is None else [str(answer)]
