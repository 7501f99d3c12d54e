"""Whom a member of the program team is too close to: there the team's rights end.

Oneself, those one assists, those one manages, and the two of pairings.
"""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.db.models import Case, CharField, F, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable

from people.models import User
from programs.models import Cycle, Participant
from programs.upper_floors import pairings

State = Participant.State
#: States before somebody is taken in: of people near one they are no secret, as long as there was no pairing.
EARLY = (State.INVITED, State.APPLIED, State.WAITLISTED)
#: What stands in the place of a state that is not shown.
NOT_SHOWN = ""


@dataclass(frozen=True)
class NearPairs:
    """Of the pairings that somebody is a party of: their people, and who is near without one; their places, and of
    these the states (`active`, `completed`) that follow from what the parties have been told."""

    people: frozenset[uuid.UUID] = frozenset()
    participants: frozenset[uuid.UUID] = frozenset()
    told_states: Mapping[uuid.UUID, str] = field(default_factory=dict)


class TeamScope:
    """What a member of the program team is shown of places: their own and strangers' as they are, of people near them
    what they have been told. Where it is left out it is left out of filters and numbers too, or these would tell it."""

    def __init__(self, reader: User) -> None:
        known_pairs = pairings().near_pairs(reader)
        self.people = known_pairs.people | {reader.pk}
        self.others = self.people - {reader.pk}
        self._paired, self._told = known_pairs.participants, known_pairs.told_states

    def is_close(self, participant: Participant) -> bool:
        return participant.user_id in self.people

    @property
    def hidden(self) -> Q:
        """The places whose state is not shown as it is, as a condition on participants."""
        return Q(user__in=self.others) & (Q(pk__in=self._paired) | ~Q(state__in=EARLY))

    @property
    def of_others(self) -> Q:
        """The places of people near the reader, whose answers are not shown."""
        return Q(user__in=self.others)

    @property
    def state(self) -> Combinable:
        """The state as it is shown, for `annotate`, so that sorting by it tells no more."""
        told_states = [
            When(
                pk__in=[participant for participant, state in self._told.items() if state == final],
                user__in=self.others,
                then=Value(final),
            )
            for final in (State.ACTIVE, State.COMPLETED)
        ]
        whens = [*told_states, When(self.hidden, then=Value(NOT_SHOWN))]
        return Case(*whens, default=F("state"), output_field=CharField())

    def state_of(self, participant: Participant) -> str:
        """The state of one place as it is shown; "" where it is not."""
        if participant.user_id not in self.others:
            return participant.state
        if participant.pk in self._told:
            return self._told[participant.pk]
        return participant.state if participant.state in EARLY and participant.pk not in self._paired else NOT_SHOWN

    def shows_state_of(self, participant: Participant) -> bool:
        """Whether the state is shown as it is, so that one may decide about the place."""
        is_known = participant.state in EARLY and participant.pk not in self._paired
        return participant.user_id not in self.others or is_known


def is_close(user: User, participant: Participant) -> bool:
    """Whether `user` must leave what this participant wrote for the team, and their leaving, to somebody else."""
    return TeamScope(user).is_close(participant)


def coordinators_among(person: User, people: Collection[User]) -> QuerySet[User]:
    """Those of `people` who coordinate a program in which `person` has, or ever had, a place: what was written for the
    team stays to be read when a place or a cycle is over."""
    ids = [other.pk for other in people]
    cycles = Cycle.objects.filter(participants__user=person)
    return User.objects.filter(pk__in=ids, coordinated__program__cycles__in=cycles).distinct()


def sponsors_among(person: User, people: Collection[User]) -> QuerySet[User]:
    """Those of `people` who sponsor a program in which `person` has, or ever had, a place."""
    ids = [other.pk for other in people]
    cycles = Cycle.objects.filter(participants__user=person)
    return User.objects.filter(pk__in=ids, sponsored_programs__cycles__in=cycles).distinct()


def all_coordinators() -> set[uuid.UUID]:
    """The ids of everybody who coordinates a program."""
    return set(User.objects.active().filter(coordinated__isnull=False).order_by().values_list("pk", flat=True))
