"""How many points two people could have of each part of a score: what nobody said, or what is not known of them, is not
held against them."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from matchmaker import Person

#: Of the two halves of a part how many the two could have; of what is not listed both.
_HALVES: dict[str, Callable[[Person, Person], int]] = {
    "wishes": lambda mentor, leader: bool(mentor.wishes) + bool(leader.wishes),
    "department": lambda mentor, leader: 2 * bool(mentor.department and leader.department),
    "new_link": lambda mentor, leader: 2 * bool(mentor.department and leader.department),
    "location": lambda mentor, leader: 2 * bool(mentor.location and leader.location),
    "language": lambda mentor, leader: 2 * bool(mentor.languages and leader.languages),
    "overlap": lambda mentor, leader: 2 * (_has_hours(mentor) and _has_hours(leader)),
}


def possible_points(part: str, most: int, told: Mapping[str, Any], mentor: Person, leader: Person) -> int:
    """Of the `most` points of a part those that these two could have; `told` is what is kept with it of a question of
    the program's own, to which both must have answered. What was said in confidence counts whole."""
    if "answers" in told:
        return most if all(told["answers"]) else 0
    halves = _HALVES.get(part)
    return most if halves is None else (most * halves(mentor, leader) + 1) // 2


def _has_hours(person: Person) -> bool:
    return person.works_from is not None and person.works_until is not None


def possible_in_all(parts: Iterable[Mapping[str, Any]]) -> int:
    """The most that two people could have, by the parts of their score as they are kept."""
    return sum(part.get("possible", part["most"]) for part in parts)
