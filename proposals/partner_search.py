"""Whom mentors and leaders may ask by themselves: the same rules and places as in matching, and nothing confidential.

Whoever cannot be asked is simply not there, whatever the cause. The wishes of others are left out of the score: a
number that counts them would tell what they wrote at enrolment.
"""

import dataclasses
import datetime as dt
import uuid
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from matchmaker import PairCheck, Person, Problem, check_pairs, most_points
from pairings.models import Pairing
from pairings.party_view import CURRENT, stage_of
from pairings.querysets import NOT_TO_BE, OPEN
from pairings.services.messages import last_batch
from people.clock import local_today
from people.models import User
from programs.models import Cycle, Participant, Program, Topic
from proposals.manual_decisions import ManualDecisions
from proposals.matching_words import bar_of
from proposals.models import MatchPolicy
from proposals.own_questions import without_answers
from proposals.read_problem import read_problem
from proposals.reading import Reading
from proposals.services.versions import present_version

#: What is said of a part of a score otherwise than to the team: of the wishes, only one's own count here.
OTHER_WORDS = {"wishes": _("Your own wish")}
#: Requests of one's own that nobody has answered yet.
MOST_OPEN = 3
#: So many people are suggested, the best first: a list to choose from, no directory.
MOST_SHOWN = 12


@dataclass(frozen=True)
class Suggestion:
    """Somebody to ask. `bars` are label, points and the most there could be; `topics` what the leader wants and the
    mentor shares, the most wanted first."""

    participant: Participant
    score: int
    bars: list[dict[str, Any]]
    topics: list[str]

    @property
    def possible(self) -> int:
        """How many points the two could have, as far as the reader may know."""
        return sum(bar["most"] for bar in self.bars)


@dataclass(frozen=True)
class Search:
    """What somebody who looks for a partner finds. `free` counts the places in their own eyes: one stays taken until
    they are told otherwise."""

    suggestions: list[Suggestion]
    free: int
    requests: int

    @property
    def may_ask(self) -> bool:
        return self.free > 0 and self.requests < MOST_OPEN

    def of(self, other: Participant) -> Suggestion | None:
        """The suggestion of this person, None when they cannot be asked."""
        return next((suggestion for suggestion in self.suggestions if suggestion.participant.pk == other.pk), None)


def searching_places(user: User) -> list[Participant]:
    """The places of `user` from which they may look for a partner now."""
    allowed = Participant.objects.filter(user=user, cycle__program__match_policy__allows_self_matching=True)
    return [
        participant for participant in allowed.select_related("cycle__program__match_policy") if may_search(participant)
    ]


def may_search(participant: Participant) -> bool:
    """Whether this person may look for a partner now; not once it is announced that partners change. Needs the cycle,
    its program and that program's rules."""
    policy = getattr(participant.cycle.program, "match_policy", None)
    return (
        policy is not None
        and policy.allows_self_matching
        and participant.cycle.program.state == Program.State.OPEN
        and participant.cycle.may_still_pair
        and not participant.cycle.is_change_announced(local_today())
        and participant.state in (Participant.State.APPROVED, Participant.State.ACTIVE)
        and not participant.is_paused
    )


def search(participant: Participant, policy: MatchPolicy, now: dt.datetime, *, most: int | None = MOST_SHOWN) -> Search:
    """The best `most` people whom this one may ask at `now` (aware), all of them with None."""
    own_pairings = list(Pairing.objects.for_party(participant.user).filter(cycle=participant.cycle_id))
    stages = {pairing.pk: stage_of(pairing, participant.user, now) for pairing in own_pairings}
    waiting = [pairing for pairing in own_pairings if stages[pairing.pk] in CURRENT]
    requests = sum(pairing.requested_by == participant.side and not pairing.agreed_at for pairing in waiting)
    free = max(0, participant.capacity - len(waiting))
    reading = read_problem(participant.cycle, policy, ManualDecisions.of(present_version(participant.cycle)))
    fitting = _fitting(participant, reading, _taken_places(participant.cycle, now)) if free else []
    return Search(_in_words(participant, reading, fitting[:most]), free, requests)


def _taken_places(cycle: Cycle, now: dt.datetime) -> Counter[uuid.UUID]:
    """How many places of each participant look taken to everybody else: by what is open, and by every question until
    the hour at which a silence would be told. Whoever came back sooner would have said no to somebody."""
    unanswered = Q(state__in=NOT_TO_BE, agreed_at__isnull=True, answer_by__gte=last_batch(now))
    pairs = Pairing.objects.filter(Q(state__in=OPEN) | unanswered, cycle=cycle).order_by()
    return Counter(participant_id for pair in pairs.values_list("junior_id", "senior_id") for participant_id in pair)


def _fitting(participant: Participant, reading: Reading, taken: Counter[uuid.UUID]) -> list[PairCheck]:
    """Those whom no rule forbids, who have a free place and whom nobody ever proposed to this person, the best first.
    One's own places are counted by who asks, since a leader does not know of every question about them."""
    if participant.is_junior:
        me, others, partners = reading.mentors.get(str(participant.user_id)), reading.leaders, reading.seniors
    else:
        me, others, partners = reading.leaders.get(str(participant.user_id)), reading.mentors, reading.juniors
    if me is None:
        return []
    before = _proposed_before(participant)
    candidates = [
        dataclasses.replace(other, wishes=(), capacity=1)
        for one, other in others.items()
        if partners[one].capacity > taken[partners[one].pk] and one not in before
    ]
    checks = check_pairs(_problem_of(participant, me, candidates, reading.problem), _pairs(participant, candidates))
    return sorted(
        (check for check in checks if check.is_allowed), key=lambda check: (-check.score, check.junior, check.senior)
    )


def _problem_of(participant: Participant, me: Person, candidates: list[Person], problem: Problem) -> Problem:
    me = dataclasses.replace(me, capacity=1)
    sides = ((me,), tuple(candidates)) if participant.is_junior else (tuple(candidates), (me,))
    return without_answers(dataclasses.replace(problem, juniors=sides[0], seniors=sides[1], pinned=frozenset()))


def _pairs(participant: Participant, candidates: list[Person]) -> list[tuple[str, str]]:
    me = str(participant.user_id)
    return [(me, other.id) if participant.is_junior else (other.id, me) for other in candidates]


def _proposed_before(participant: Participant) -> set[str]:
    """Whoever was once proposed to this person, or is, is not suggested again, from the day of the proposal on: neither
    a yes nor a no changes anything, and a no looks like a silence. Nor is a partner of a pairing that was completed:
    with those left out who asked to end it, being left out would tell."""
    pairings = Pairing.objects.filter(
        Q(junior__user=participant.user_id) | Q(senior__user=participant.user_id)
    ).order_by()
    return {str(person_id) for pair in pairings.values_list("junior__user_id", "senior__user_id") for person_id in pair}


def _in_words(participant: Participant, reading: Reading, checks: list[PairCheck]) -> list[Suggestion]:
    most = most_points(without_answers(reading.problem))
    topics = Topic.objects.filter(program=participant.cycle.program_id).values_list("pk", "name")
    names = {str(pk): name for pk, name in topics}
    partners = reading.seniors if participant.is_junior else reading.juniors
    own = reading.mentors if participant.is_junior else reading.leaders
    has_wished = bool(own[str(participant.user_id)].wishes)
    return [
        Suggestion(
            participant=partners[check.senior if participant.is_junior else check.junior],
            score=check.score,
            bars=[_bar(part, value, most[part], has_wished=has_wished) for part, value in check.parts.items()],
            topics=_in_common(reading, check, names),
        )
        for check in checks
    ]


def _bar(part: str, points: int, most: int, *, has_wished: bool) -> dict[str, Any]:
    """Of wishes one's own half alone, and nothing where one has none: the others' are not told."""
    possible = (most + 1) // 2 * has_wished if part == "wishes" else most
    shown = bar_of({"part": part, "points": points, "most": most, "possible": possible})
    return shown | {"label": OTHER_WORDS.get(part, shown["label"])}


def _in_common(reading: Reading, check: PairCheck, names: dict[str, str]) -> list[str]:
    can_share, wants = reading.mentors[check.junior].topics, reading.leaders[check.senior].topics
    return [names[topic] for topic in sorted(wants, key=lambda topic: (-wants[topic], topic)) if topic in can_share]
