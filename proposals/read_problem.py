"""Reading a cycle out of the database into the problem that matching solves. A fixed number of queries."""

import datetime as dt
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from django.db.models import Value
from django.utils import timezone

from matchmaker import Person, Problem
from pairings.models import Pairing
from pairings.partners import lower_of, partners_elsewhere
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
)
from proposals.reading import Reading, policy_terms
from proposals.reporting_lines import lines_above

#: What rules and scores look at in a person (see `as_person`), and what names them on pages.
MATCHED_BY = (
    "level", "level_source", "department_id", "city", "country", "spoken_languages", "time_zone", "works_from",
    "works_until",
)  # fmt: skip
OF_PLACES = ("cycle", "side", "state", "capacity", "applied_at", "created_at")
NAMED_BY = ("first_name", "last_name", "preferred_name", "email", "job_title")


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
    of_people = [f"user__{name}" for name in (*MATCHED_BY, *NAMED_BY, "most_partners")]
    participants = list(matchable.select_related("user").only(*OF_PLACES, *of_people))
    questions = tuple(counting_questions(cycle.program_id))
    taken, organization = _taken(cycle, day), Organization.objects.current()
    limits = _limits(cycle, participants, taken, (organization.most_partners, day))
    people = _people(cycle, participants, questions, taken, limits, zone=organization.time_zone)
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
    limited = {str(participant): limit for participant, limit in limits.items() if limit.free == 0}
    return Reading(problem, sides[Side.JUNIOR], sides[Side.SENIOR], questions, limited)


def _people(cycle: Cycle, participants: list[Participant], questions: Iterable[Question],
            taken: Mapping[uuid.UUID, int], limits: Mapping[uuid.UUID, Limit], *,
            zone: str) -> dict[uuid.UUID, Person]:  # fmt: skip
    topics, wishes = _topics_and_wishes(cycle)
    arrived, answers = _arrivals(participants), answers_in(cycle, questions)
    scale = level_scale(participant.user.level_source for participant in participants)
    return {
        participant.pk: as_person(
            participant.user,
            zone=zone,
            scale=scale,
            topics=topics[participant.pk],
            answers=answers.get(participant.pk),
            wishes=wishes[participant.pk],
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


def _topics_and_wishes(
    cycle: Cycle,
) -> tuple[dict[uuid.UUID, dict[str, int]], dict[uuid.UUID, tuple[str, ...]]]:
    """By participant: how much of each topic, and whom they wish for, the dearest first. One query."""
    chosen = TopicChoice.objects.filter(participant__cycle=cycle).order_by()
    ranked = Wish.objects.filter(participant__cycle=cycle, wanted__isnull=False).order_by()
    rows = chosen.values_list(Value("topic"), "participant_id", "topic_id", "rating", "pk").union(
        ranked.values_list(Value("wish"), "participant_id", "wanted_id", "rank", "pk"), all=True
    )
    topics: dict[uuid.UUID, dict[str, int]] = defaultdict(dict)
    by_rank: dict[uuid.UUID, list[tuple[int, uuid.UUID, str]]] = defaultdict(list)
    for kind, participant, thing, number, pk in rows.order_by():
        if kind == "topic":
            topics[participant][str(thing)] = number
        else:
            by_rank[participant].append((number, pk, str(thing)))
    wishes = {
        participant: tuple(wanted for *_rank, wanted in sorted(by_person)) for participant, by_person in by_rank.items()
    }
    return topics, defaultdict(tuple, wishes)


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


def _limits(cycle: Cycle, participants: list[Participant], taken: Mapping[uuid.UUID, int],
            limit: tuple[int | None, dt.date]) -> dict[uuid.UUID, Limit]:  # fmt: skip
    """What is left of the partners that somebody may have at once, of those with a free place; nothing where neither
    they nor the organisation have such a limit. `limit` is the organisation's, and the day it counts on."""
    most_of_all, day = limit
    most = {person.user_id: lower_of(person.user.most_partners, most_of_all) for person in participants}
    limited = [user_id for user_id, number in most.items() if number is not None]
    if not limited:
        return {}
    elsewhere = partners_elsewhere(cycle, limited, day)
    return {
        participant.pk: Limit(taken[participant.pk] + elsewhere[participant.user_id], number)
        for participant in participants
        if taken[participant.pk] < participant.capacity and (number := most[participant.user_id]) is not None
    }


def _taken(cycle: Cycle, day: dt.date) -> dict[uuid.UUID, int]:
    """How many places of each participant are taken at most on one day from `day` on: by open pairings, and by
    questions to which they said yes and of which they do not know that they come to nothing. One query."""
    now, spans = timezone.now(), defaultdict[uuid.UUID, list[Span]](list)
    pairings = Pairing.objects.filter(cycle=cycle).order_by()
    mentors, leaders = (
        pairings.taking_places(side, now).values_list(side, "starts_on", "last_on") for side in Side.values
    )
    for participant, starts_on, last_on in mentors.union(leaders, all=True).order_by():
        spans[participant].append((starts_on, last_on))
    return defaultdict(int, {participant: most_at_once(times, day) for participant, times in spans.items()})
