"""Did it work? What was written at the set-up is asked when a cycle closes, and stands beside the figures."""

import pytest
from django.urls import reverse

from insights.models import MeasureAnswer
from programs.models import Cycle, Program, Todo
from programs.services.cycles import move_cycle

MEASURES = "Nine of ten pairs meet\n\n Every leader posts once a week "
FORM = {"answer-0": "reached", "words-0": "17 of 18", "answer-1": "missed", "words-1": ""}


@pytest.fixture
def closing(cast):
    Program.objects.update(success_measures=MEASURES)
    cast.cycle.refresh_from_db()
    move_cycle(cycle=cast.cycle, to=Cycle.State.CLOSING)
    return cast.cycle


@pytest.fixture
def path(cast):
    return reverse("program_outcome", args=[cast.program.pk])


def open_todos():
    return Todo.objects.open().filter(kind="outcome")


def test_a_closing_cycle_asks_its_team(cast, closing, sign_in):
    html = sign_in(cast.priya).get(open_todos().get().link).text
    assert "Nine of ten pairs meet" in html
    assert "Every leader posts once a week" in html
    move_cycle(cycle=closing, to=Cycle.State.RUNNING)
    assert not open_todos().exists()


def test_what_is_answered_stands_beside_the_figures(cast, closing, path, sign_in):
    assert sign_in(cast.priya).post(path, FORM).status_code == 302
    html = sign_in(cast.lena).get(reverse("program_dashboard", args=[cast.program.pk])).text
    assert "Reached" in html
    assert "17 of 18" in html
    assert "Not reached" in html
    assert not open_todos().exists()


def test_answered_again_the_latest_counts(cast, closing, path, sign_in):
    sign_in(cast.priya).post(path, FORM)
    sign_in(cast.omar).post(path, FORM | {"answer-0": "partly"})
    assert list(MeasureAnswer.objects.values_list("answer", flat=True).order_by("answer")) == ["missed", "partly"]
    assert MeasureAnswer.objects.get(answer="missed").by == cast.priya


def test_a_measure_that_is_reworded_keeps_what_was_said_of_it(cast, closing, path, sign_in):
    sign_in(cast.priya).post(path, FORM)
    Program.objects.update(success_measures="Something else")
    html = sign_in(cast.priya).get(path).text
    assert "Something else" in html
    assert "Nine of ten pairs meet" in html


@pytest.mark.parametrize(("field", "value", "error"), [
    ("answer-0", "", "Choose one."), ("answer-1", "perhaps", "Choose one of the list"),
    ("words-0", "x" * 501, "at most 500 characters"),
])  # fmt: skip
def test_what_is_wrong_is_said(cast, closing, path, sign_in, field, value, error):
    answer = sign_in(cast.priya).post(path, FORM | {field: value})
    assert answer.status_code == 422
    assert error in answer.text
    assert not MeasureAnswer.objects.exists()


def test_before_the_end_it_says_when_it_is_asked(cast, path, sign_in):
    Program.objects.update(success_measures=MEASURES)
    assert "When the cycle begins to close" in sign_in(cast.priya).get(path).text
    assert sign_in(cast.priya).post(path, FORM).status_code == 200
    assert not MeasureAnswer.objects.exists()


def test_without_measures_there_is_nothing_to_ask(cast, path, sign_in):
    Program.objects.update(success_measures="")
    cast.cycle.refresh_from_db()
    move_cycle(cycle=cast.cycle, to=Cycle.State.CLOSING)
    assert not open_todos().exists()
    assert "nothing to ask" in sign_in(cast.priya).get(path).text


@pytest.mark.parametrize(("who", "status"), [("omar", 200), ("lena", 403), ("kavya", 403), ("noor", 403)])
def test_who_may(cast, closing, path, sign_in, who, status):
    assert sign_in(cast.people[who]).get(path).status_code == status
