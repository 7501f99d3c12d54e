"""A program's own questions as criteria, and with them all the criteria of a problem."""

from functools import partial

import numpy as np
from numpy.typing import NDArray

from .criteria import CRITERIA, Criterion, Points, share_out
from .policy import ProblemError
from .problem import SCALE, Compared, Problem, Question
from .table import UNKNOWN, Indices, People, Table

_WIDEST: int = SCALE[-1] - SCALE[0]


def criteria_of(problem: Problem) -> tuple[Criterion, ...]:
    """Those of every program, then the questions of this one."""
    return (*CRITERIA, *map(_criterion, problem.questions))


def weights_of(problem: Problem) -> dict[str, int]:
    """How much each criterion counts: its own weight where the policy names none.

    Raises ProblemError for a weight of what is no criterion.
    """
    weights = {criterion.code: criterion.weight for criterion in criteria_of(problem)}
    if unknown := problem.policy.weights.keys() - weights.keys():
        raise ProblemError(f"There is no criterion {min(unknown)}.")
    return {**weights, **problem.policy.weights}


def most_points(problem: Problem) -> dict[str, int]:
    """The most that each criterion can give: whole points that add up to 1000."""
    return share_out(weights_of(problem))


def _criterion(question: Question) -> Criterion:
    share = _scale if question.is_scale else _options
    return Criterion(
        code=question.code,
        weight=question.weight,
        share=partial(share, question),
        word=partial(_word, question.code),
        label=question.code,
    )


def _word(code: str, people: People) -> NDArray[np.int64]:
    return people.answer_word[code]


def _options(question: Question, table: Table, rows: Indices, columns: Indices) -> tuple[Points, Points]:
    """Of all that the two have named, how much both have, or one alone; nothing where one has not answered."""
    ones, others = table.juniors.options[question.code][rows], table.seniors.options[question.code][columns]
    common = (ones @ others.T).astype(np.int32)
    sizes, other_sizes = ones.sum(axis=1).astype(np.int32)[:, None], others.sum(axis=1).astype(np.int32)
    named = np.maximum(sizes + other_sizes - common, 1)
    if question.compared is Compared.ALIKE:
        return common, named
    return np.where((sizes > 0) & (other_sizes > 0), named - common, 0).astype(np.int32), named


def _scale(question: Question, table: Table, rows: Indices, columns: Indices) -> tuple[Points, int]:
    """How near the two ratings are, or how far apart; nothing where one has not answered."""
    ones, others = (
        table.juniors.answer_word[question.code][rows, None],
        table.seniors.answer_word[question.code][columns],
    )
    apart = np.abs(ones - others)
    share = apart if question.compared is Compared.DIFFERENT else _WIDEST - apart
    return np.where((ones != UNKNOWN) & (others != UNKNOWN), share, 0).astype(np.int32), _WIDEST
