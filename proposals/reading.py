"""A cycle as matching sees it: the problem, and who of the cycle stands behind each person in it."""

import dataclasses
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import Any

from matchmaker import ANY_DISTANCE, Person, Policy, Problem, most_points
from programs.models import Participant, Question, Side
from proposals.between_people import Pair
from proposals.manual_decisions import ManualDecisions
from proposals.models import MatchPolicy
from proposals.outcome import Limit
from proposals.own_questions import (
    told_of,
    told_together,
    weights_of,
)
from proposals.points_possible import possible_points

#: The number in the form that means "any distance in the reporting line".
ANY = 99


@dataclass(frozen=True)
class Reading:
    """The problem, which place stands behind each person on each side, and the program's own questions that count.
    `limited` are the places, by id as text, that get nobody since the person has as many partners as anybody may."""

    problem: Problem
    juniors: dict[str, Participant]
    seniors: dict[str, Participant]
    questions: tuple[Question, ...] = ()
    limited: Mapping[str, Limit] = field(default_factory=dict)

    @cached_property
    def mentors(self) -> dict[str, Person]:
        return {person.id: person for person in self.problem.juniors}

    @cached_property
    def leaders(self) -> dict[str, Person]:
        return {person.id: person for person in self.problem.seniors}

    @cached_property
    def everybody(self) -> dict[str, Person]:
        return {**self.mentors, **self.leaders}

    @cached_property
    def people(self) -> dict[str, str]:
        """The person by their place's id, both as text."""
        return {
            str(participant.pk): person for side in (self.juniors, self.seniors) for person, participant in side.items()
        }

    @cached_property
    def most(self) -> dict[str, int]:
        """The most points of each part of a score, as they may be read."""
        return told_together(most_points(self.problem), self.questions)

    def explained(self, junior: str, senior: str, points: Mapping[str, int]) -> list[dict[str, Any]]:
        """The parts of the score of two people as they may be read: points, the most there could be, how many of these
        are possible for the two, and what both have answered to the program's own questions."""
        mentor, leader = self.mentors[junior], self.leaders[senior]
        parts = []
        for part, value in told_together(points, self.questions).items():
            most, told = self.most[part], told_of(part, self.questions, mentor.answers, leader.answers)
            possible = possible_points(part, most, told, mentor, leader)
            parts.append({"part": part, "points": value, "most": most, "possible": possible, **told})
        return parts

    def participant(self, side: str, person: str) -> Participant:
        return (self.juniors if side == Side.JUNIOR else self.seniors)[person]

    def persons(self, pairs: Iterable[Pair]) -> set[Pair]:
        """Pairs of places as pairs of people; those of whom one cannot be matched now fall away."""
        people = self.people
        return {(people[junior], people[senior]) for junior, senior in pairs if junior in people and senior in people}

    def under(self, decisions: ManualDecisions, policy: MatchPolicy | None = None) -> "Reading":
        """These people with what is decided by hand, and with other rules where some are given.

        To be asked of a reading of everybody: who is left out here does not come back.
        """
        left_out = {self.people[participant] for participant in decisions.left_out if participant in self.people}
        problem = replace(
            self.problem,
            juniors=tuple(person for person in self.problem.juniors if person.id not in left_out),
            seniors=tuple(person for person in self.problem.seniors if person.id not in left_out),
            policy=policy_terms(policy, self.questions) if policy else self.problem.policy,
            pinned=frozenset(self.persons(decisions.pins) - self.problem.open_pairs),
            forbidden=frozenset(self.persons(decisions.forbidden)),
        )
        juniors, seniors = (
            {person: side[person] for person in side if person not in left_out} for side in (self.juniors, self.seniors)
        )
        limited = {
            participant: limit for participant, limit in self.limited.items() if participant not in decisions.left_out
        }
        return Reading(problem, juniors, seniors, self.questions, limited)


def policy_terms(policy: MatchPolicy, questions: Iterable[Question] = ()) -> Policy:
    """The program's rules in the terms of matching, its own questions with their weights; `policy` may be unsaved."""
    rules = {rule.name: getattr(policy, rule.name) for rule in fields(Policy) if rule.name != "weights"}
    if policy.reporting_distance >= ANY:
        rules["reporting_distance"] = ANY_DISTANCE
    return Policy(**rules, weights=weights_of(policy, questions))


def digest_of(reading: Reading) -> str:
    """A fingerprint that equal people, rules and pairs share, in whatever order they come."""
    return hashlib.sha256(json.dumps(_plain(reading.problem), default=str, sort_keys=True).encode()).hexdigest()


def _plain(value: Any) -> Any:
    """Dataclasses as lists of their values, sets in order, in mappings as well."""
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, Mapping):
        return {key: _plain(value) for key, value in value.items()}
    if dataclasses.is_dataclass(value):
        return [_plain(getattr(value, column.name)) for column in dataclasses.fields(value)]
    return value
