"""The mentor-match package on our people: what our rules forbid is disqualified, and a pair gets the points of ours."""

import time
from typing import Any

from matching.match import Match
from matching.mentee import Mentee
from matching.mentor import Mentor
from matching.process import process_data
from matching.rules.rule import Disqualify, Rule

from matchmaker import Problem
from matchmaker.encoding import build_table
from matchmaker.grading import Grades, grade


class Ours(Rule):
    """Our score of a pair, ready-made: only the package's own work is counted."""

    def __init__(self, grades: Grades) -> None:
        super().__init__()
        self.grades = grades

    def of(self, match: Match) -> int:
        return int(self.grades[match.mentor.place, match.mentee.place])

    def apply(self, match_object: Match) -> int:
        return max(0, self.of(match_object))


def run(problem: Problem) -> tuple[float, int]:
    """Seconds of its whole run, one round, and how many pairs it makes."""
    ours = Ours(grade(build_table(problem)))
    mentors = [_placed(Mentor, place, person) for place, person in enumerate(problem.juniors)]
    mentees = [_placed(Mentee, place, person) for place, person in enumerate(problem.seniors)]
    start = time.perf_counter()
    process_data(mentors, mentees, [[ours, Disqualify(lambda match: ours.of(match) < 0)]])
    took = time.perf_counter() - start
    return took, sum(len(mentor.mentees) for mentor in mentors)


def _placed(kind: type, place: int, person: Any) -> Any:
    """One of their people, with the place in our table."""
    found = kind(grade=person.level, email=person.id)
    found.place = place
    return found
