"""A problem into columns of numbers, for the engine to work on."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, time
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .problem import SCALE, Person, Problem, Question
from .questions import most_points
from .table import UNKNOWN, People, Table
from .working_hours import Window, overlap_minutes, utc_window

type Hours = tuple[str | None, time | None, time | None]
"""Time zone, and when the working day begins and ends."""
type Codes = dict[Any, int]
"""Numbers of different values, each value its own."""


def build_table(problem: Problem) -> Table:
    """Encode a problem; raises ProblemError for an unknown time zone or criterion."""
    people = problem.juniors + problem.seniors
    windows = _windows(people, problem.on)
    code = {
        "department": _codes(person.department for person in people),
        "location": _codes(person.location for person in people),
        "manager": _codes(problem.managers.get(person.id) for person in people),
        "window": _codes(windows.values()),
        "topic": _codes(topic for person in people for topic in sorted(person.topics)),
        "language": _codes(word for person in people for word in sorted(person.languages)),
        "language_set": _codes(person.languages for person in people),
        **{question.code: _answer_codes(question, people) for question in problem.questions},
    }
    known: list[Window] = list(code["window"])
    return Table(
        problem,
        _side(problem.juniors, problem, windows, code),
        _side(problem.seniors, problem, windows, code),
        np.pad(overlap_minutes(known, known), (0, 1)),
        _have_met(problem, code["department"]),
        most_points(problem),
    )


def _side(
    people: tuple[Person, ...], problem: Problem, windows: dict[Hours, Window | None], code: dict[str, Codes]
) -> People:
    def column(value: Callable[[Person], object], name: str) -> NDArray[np.int64]:
        return _array(code[name].get(value(person), UNKNOWN) for person in people)

    ids = tuple(person.id for person in people)
    return People(
        ids=ids,
        position={person_id: row for row, person_id in enumerate(ids)},
        level=_array(person.level or 0 for person in people),
        has_level=np.array([person.level is not None for person in people], dtype=bool),
        department=column(lambda person: person.department, "department"),
        location=column(lambda person: person.location, "location"),
        manager=column(lambda person: problem.managers.get(person.id), "manager"),
        window=column(lambda person: windows[_hours(person)], "window"),
        topics=_grid([person.topics for person in people], code["topic"]),
        languages=_grid([dict.fromkeys(p.languages, 1) for p in people], code["language"]),
        language_set=column(lambda person: person.languages, "language_set"),
        capacity=_array(person.capacity for person in people),
        has_partner=np.array([person.has_partner for person in people], dtype=bool),
        options={
            question.code: _grid([_options(person, question) for person in people], _numbered(code[question.code]))
            for question in problem.questions
            if not question.is_scale
        },
        answer_word={
            question.code: column(partial(_answer, question.code), question.code) for question in problem.questions
        },
    )


def _answer_codes(question: Question, people: Iterable[Person]) -> Codes:
    """A number for each different answer; of a scale the rating itself."""
    answers = (person.answers.get(question.code) for person in people)
    return {rating: rating for rating in SCALE} if question.is_scale else _codes(answers)


def _answer(code: str, person: Person) -> object:
    return person.answers.get(code)


def _options(person: Person, question: Question) -> dict[str, int]:
    chosen = person.answers.get(question.code)
    return dict.fromkeys(chosen, 1) if isinstance(chosen, frozenset) else {}


def _numbered(chosen: dict[frozenset[str], int]) -> dict[str, int]:
    """The options that occur in any answer."""
    return _codes(option for options in chosen for option in sorted(options))


def _have_met(problem: Problem, code: dict[str, int]) -> NDArray[np.bool_]:
    has_met = np.zeros((len(code) + 1, len(code) + 1), dtype=bool)
    for one, other in problem.met:
        if one in code and other in code:
            has_met[code[one], code[other]] = has_met[code[other], code[one]] = True
    return has_met


def _hours(person: Person) -> Hours:
    return person.time_zone, person.works_from, person.works_until


def _windows(people: tuple[Person, ...], on: date) -> dict[Hours, Window | None]:
    """The window of each different working day; few are different, and working one out is slow."""
    return {hours: _window(*hours, on) for hours in dict.fromkeys(map(_hours, people))}


def _window(zone: str | None, works_from: time | None, works_until: time | None, on: date) -> Window | None:
    if not zone or works_from is None or works_until is None:
        return None
    return utc_window(zone, works_from, works_until, on)


def _codes(values: Iterable[object]) -> Codes:
    """Number the different values in the order in which they first come."""
    known = dict.fromkeys(value for value in values if value is not None and value != "")
    return {value: number for number, value in enumerate(known)}


def _array(values: Iterable[int]) -> NDArray[np.int64]:
    return np.fromiter(values, dtype=np.int64)


def _grid(rows: Sequence[Mapping[str, int]], code: Codes) -> NDArray[np.float32]:
    # Whole numbers below 2**24 are exact in float32, and its matrix product is the fast one.
    grid = np.zeros((len(rows), len(code)), dtype=np.float32)
    for number, row in enumerate(rows):
        for word, value in row.items():
            if word in code:
                grid[number, code[word]] = value
    return grid
