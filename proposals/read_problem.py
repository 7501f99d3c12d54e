"""Reading a cycle out of the database into the problem that matching solves. A fixed number of queries."""

import dataclasses
import datetime as dt
import hashlib
import json
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import Any

from django.utils import timezone

from matchmaker import ANY_DISTANCE, Person, Policy, Problem, most_points
from pairings.models import Pairing
from pairings.partners import partners_elsewhere
from pairings.rotation_plan import matchable_in, rotation_of
from pairings.services.locking import Span, most_at_once
from people.clock import local_today
from people.models import Organization, User
from people.states import LevelSource
from programs.models import Cycle, Participant, Question, Side, TopicChoice, Wish
from proposals.between_people import Pair, conflicts_between, history_between
from proposals.manual_decisions import ManualDecisions
from proposals.models import MatchPolicy
from proposals.outcome import Limit
from proposals.own_questions import (
    Answers,
    answers_in,
    as_criterion,
    counting_questions,
    told_of,
    told_together,
    weights_of,
)
from proposals.reporting_lines import lines_above

#: The number in the form that means "any distance in the reporting line".
ANY = 99
#: What rules and scores look at in a person (see `as_person`), and what names them on pages.
MATCHED_BY = (
    "level", "level_source", "department_id", "city", "country", "spoken_languages", "time_zone", "works_from",
    "works_until",
)  # fmt: skip
OF_PLACES = ("cycle", "side", "state", "capacity", "applied_at", "created_at")
NAMED_BY = ("first_name", "last_name", "preferred_name", "email", "job_title")


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
        """The parts of the score of two people as they may be read: points, the most there could be, and what both
        have answered to the program's own questions."""
        answers = self.mentors[junior].answers, self.leaders[senior].answers
        return [
            {"part": part, "points": value, "most": self.most[part], **told_of(part, self.questions, *answers)}
            for part, value in told_together(points, self.questions).items()
        ]

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
        limited = {place: limit for place, limit in self.limited.items() if place not in decisions.left_out}
        return Reading(problem, juniors, seniors, self.questions, limited)


def policy_terms(policy: MatchPolicy, questions: Iterable[Question] = ()) -> Policy:
    """The program's rules in the terms of matching, its own questions with their weights; `policy` may be unsaved."""
    rules = {rule.name: getattr(policy, rule.name) for rule in fields(Policy) if rule.name != "weights"}
    if policy.reporting_distance >= ANY:
        rules["reporting_distance"] = ANY_DISTANCE
    return Policy(**rules, weights=weights_of(policy, questions))


def read_problem(cycle: Cycle, policy: MatchPolicy, decisions: ManualDecisions | None = None) -> Reading:
    """The problem under some rules, with what is decided by hand."""
    everyone = read_everyone(cycle, policy)
    return everyone.under(decisions) if decisions else everyone


def read_everyone(cycle: Cycle, policy: MatchPolicy) -> Reading:
    """Everybody of the cycle who may be matched now, with their free places, and all that is known of pairs.

    While a rotation is open, everybody who takes part in it, with the places that they have free on its first day, and
    never a pair of before, whatever the rules say."""
    rotation = rotation_of(cycle)
    day = max(rotation.first_day, local_today()) if rotation else local_today()
    matchable = matchable_in(cycle, rotation)
    of_people = [f"user__{name}" for name in (*MATCHED_BY, *NAMED_BY)]
    participants = list(matchable.select_related("user").only(*OF_PLACES, *of_people))
    questions = tuple(counting_questions(cycle.program_id))
    taken = _taken(cycle, day)
    limits = _limits(cycle, participants, taken)
    people = _people(cycle, participants, questions, taken, limits)
    sides = {
        side: {str(participant.user_id): participant for participant in participants if participant.side == side}
        for side in (Side.JUNIOR, Side.SENIOR)
    }
    users = matchable.order_by().values("user")
    history = history_between(users, cycle.program_id)
    public, private = conflicts_between(users)
    problem = Problem(
        juniors=tuple(people[participant.pk] for participant in sides[Side.JUNIOR].values()),
        seniors=tuple(people[participant.pk] for participant in sides[Side.SENIOR].values()),
        on=max(cycle.starts_on or dt.date.min, day),
        policy=policy_terms(policy, questions),
        questions=tuple(map(as_criterion, questions)),
        managers=lines_above(users),
        earlier_pairs=frozenset(history.earlier),
        open_pairs=frozenset(history.now | history.earlier if rotation else history.now),
        conflicts=frozenset(public),
        protected=frozenset(private | history.declined_elsewhere),
        declines=frozenset(history.declined),
        met=_met_departments(),
    )
    limited = {str(place): limit for place, limit in limits.items() if limit.free == 0}
    return Reading(problem, sides[Side.JUNIOR], sides[Side.SENIOR], questions, limited)


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


def _people(cycle: Cycle, participants: list[Participant], questions: Iterable[Question],
            taken: Mapping[uuid.UUID, int], limits: Mapping[uuid.UUID, Limit]) -> dict[uuid.UUID, Person]:  # fmt: skip
    topics: dict[uuid.UUID, dict[str, int]] = defaultdict(dict)
    choices = TopicChoice.objects.filter(participant__cycle=cycle).values_list("participant_id", "topic_id", "rating")
    for participant, topic, rating in choices:
        topics[participant][str(topic)] = rating
    wishes: dict[uuid.UUID, list[str]] = defaultdict(list)
    ranked = Wish.objects.filter(participant__cycle=cycle, wanted__isnull=False).order_by("rank", "pk")
    for participant, wanted in ranked.values_list("participant_id", "wanted_id"):
        wishes[participant].append(str(wanted))
    arrived, answers = _arrivals(participants), answers_in(cycle, questions)
    zone, scale = (
        Organization.objects.current().time_zone,
        level_scale(participant.user.level_source for participant in participants),
    )
    return {
        participant.pk: as_person(
            participant.user,
            zone=zone,
            scale=scale,
            topics=topics[participant.pk],
            answers=answers.get(participant.pk),
            wishes=tuple(wishes[participant.pk]),
            capacity=_free_places(participant, taken, limits),
            arrived=arrived[participant.pk],
            has_partner=taken[participant.pk] > 0,
        )
        for participant in participants
    }


def as_person(user: User, *, zone: str, scale: str, capacity: int = 1, topics: dict[str, int] | None = None,
              answers: Answers | None = None, wishes: tuple[str, ...] = (), arrived: int = 0,
              has_partner: bool = False) -> Person:  # fmt: skip
    """A person of the roster as matching sees them; `zone` is taken where theirs is not known."""
    is_comparable = user.level_source != _other(scale)
    return Person(
        id=str(user.pk),
        level=user.level if is_comparable else None,
        department=str(user.department_id) if user.department_id else None,
        location=user.location or None,
        languages=frozenset(user.spoken_languages),
        time_zone=user.time_zone or zone,
        works_from=user.works_from,
        works_until=user.works_until,
        topics=topics or {},
        answers=answers or {},
        wishes=wishes,
        capacity=capacity,
        arrived=arrived,
        has_partner=has_partner,
    )


def _arrivals(participants: list[Participant]) -> dict[uuid.UUID, int]:
    """The rank in which people enrolled."""
    in_order = sorted(
        participants, key=lambda participant: (participant.applied_at or participant.created_at, participant.pk)
    )
    return {participant.pk: rank for rank, participant in enumerate(in_order)}


def _met_departments() -> frozenset[Pair]:
    """Departments that a pairing of any cycle has brought together."""
    agreed = Pairing.objects.filter(agreed_at__isnull=False).order_by()
    links = agreed.values_list("junior__user__department", "senior__user__department").distinct()
    return frozenset((str(first), str(second)) for first, second in links if first and second)


def level_scale(sources: Iterable[str]) -> str:
    """Whether most levels here come from the roster or from the reporting line: the two are never compared."""
    counts = Counter(sources)
    derived, imported = counts[LevelSource.DERIVED], counts[LevelSource.IMPORTED]
    return LevelSource.DERIVED if derived > imported else LevelSource.IMPORTED


def _other(scale: str) -> str:
    return LevelSource.DERIVED if scale == LevelSource.IMPORTED else LevelSource.IMPORTED


def _free_places(participant: Participant, taken: Mapping[uuid.UUID, int], limits: Mapping[uuid.UUID, Limit]) -> int:
    free = max(0, participant.capacity - taken[participant.pk])
    return min(free, limits[participant.pk].free) if participant.pk in limits else free


def _limits(cycle: Cycle, participants: list[Participant], taken: Mapping[uuid.UUID, int]) -> dict[uuid.UUID, Limit]:
    """What is left of the partners that anybody may have at once, of those with a free place; nothing where there is no
    such limit."""
    most = Organization.objects.current().most_partners
    if most is None:
        return {}
    elsewhere = partners_elsewhere(cycle, [participant.user_id for participant in participants])
    return {
        participant.pk: Limit(taken[participant.pk] + elsewhere[participant.user_id], most)
        for participant in participants
        if taken[participant.pk] < participant.capacity
    }


def _taken(cycle: Cycle, day: dt.date) -> dict[uuid.UUID, int]:
    """How many places of each participant are taken at most on one day from `day` on: by open pairings, and by
    questions to which they said yes and of which they do not know that they come to nothing."""
    now, spans = timezone.now(), defaultdict[uuid.UUID, list[Span]](list)
    for side in Side.values:
        pairs = Pairing.objects.taking_places(side, now).filter(cycle=cycle).order_by()
        for place, starts_on, last_on in pairs.values_list(side, "starts_on", "last_on"):
            spans[place].append((starts_on, last_on))
    return defaultdict(int, {place: most_at_once(of_place, day) for place, of_place in spans.items()})
