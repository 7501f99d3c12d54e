"""Questions of a program's own count as HR has said: for answers that are alike, or for answers that are different."""

from dataclasses import replace

import numpy as np
import pytest

from matchmaker import CRITERIA, Compared, Criterion, Person, ProblemError, Question, check_pair, check_pairs
from matchmaker.encoding import build_table
from matchmaker.grading import grade

from .people import NO_RULES, junior, problem, senior

ONLY_IT = replace(NO_RULES, weights={one.code: 0 for one in CRITERIA})
A, AB, BC = frozenset("a"), frozenset("ab"), frozenset("bc")


def score(one, other, **question):
    asked = Question(code="q", **question)
    people = [junior(answers={"q": one} if one else {})], [senior(answers={"q": other} if other else {})]
    return check_pair(problem(*people, policy=ONLY_IT, questions=(asked,)), ("kavya", "jack")).parts["q"]


@pytest.mark.parametrize(
    ("one", "other", "alike", "different"),
    [(A, A, 1000, 0), (A, BC, 0, 1000), (A, AB, 500, 500), (AB, BC, 333, 667), (None, A, 0, 0), (A, frozenset(), 0, 0)],
)
def test_choices_count_by_what_is_shared_of_all_that_was_named(one, other, alike, different):
    assert score(one, other) == alike
    assert score(one, other, compared=Compared.DIFFERENT) == different


@pytest.mark.parametrize(
    ("one", "other", "alike", "different"), [(3, 3, 1000, 0), (1, 5, 0, 1000), (2, 3, 750, 250), (None, 3, 0, 0)]
)
def test_a_scale_counts_by_closeness_or_distance(one, other, alike, different):
    assert score(one, other, is_scale=True) == alike
    assert score(one, other, is_scale=True, compared=Compared.DIFFERENT) == different


def test_its_weight_takes_its_share_of_the_thousand_points():
    case = problem(policy=NO_RULES, questions=(Question(code="q", weight=100),))
    assert build_table(case).most["q"] == 500
    assert build_table(replace(case, policy=replace(NO_RULES, weights={"q": 0}))).most["q"] == 0


def test_a_rating_outside_the_scale_is_refused():
    with pytest.raises(ProblemError, match="outside 1 to 5"):
        Person(id="x", answers={"q": 6})


def test_an_entry_that_says_nothing_of_words_counts_in_bars_and_match_alike(monkeypatch):
    def near(table, rows, columns):
        gap = table.seniors.level[columns] - table.juniors.level[rows, None]
        return np.clip(10 - gap, 0, 10).astype(np.int32), 10

    one_more = Criterion(code="near", weight=70, share=near)
    monkeypatch.setattr("matchmaker.questions.CRITERIA", (*CRITERIA, one_more))
    people = [junior(f"j{level}", level=level) for level in range(5)], [senior("s", level=5)]
    case = problem(*people, policy=NO_RULES)
    checks = check_pairs(case, [(one.id, "s") for one in case.juniors])
    assert grade(build_table(case))[:, 0].tolist() == [check.score for check in checks]
    assert [check.parts["near"] for check in checks] == [206, 247, 288, 330, 371]
