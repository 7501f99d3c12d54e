"""Who reads what people share, decided in one place: the audiences, who takes part in a program, and what is open to
somebody. A model that is shared has `audience` and `program`; its `visible_to(user)` is `open_to(user)`, or that the
row names `user`.

Somebody takes part who has a place in a cycle of the program. When the cycle has closed they go on doing so as long as
their own pages are open to them (`Cycle.alumni_until`, by the program's choice).
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from frame.remembered import remembered
from pairings.models import Pairing
from people.access import hr_admin
from people.models import User
from people.querysets import UserQuerySet
from people.roles_of_request import duties_of
from programs.models import Cycle, Participant, Side
from programs.querysets import ACCEPTED, GONE


class Audience(models.TextChoices):
    """Chosen before one types. `PROGRAM` and `MENTORS` are those of the row's program; mentors without a program are
    those of any."""

    THEM = "them", _("only them")
    MENTORS = "mentors", _("mentors only")
    PROGRAM = "program", _("everyone in the program")
    PROGRAMS = "programs", _("everyone who is in a program")
    ORGANIZATION = "everyone", _("everyone in the organisation")


@dataclass(frozen=True)
class Standing:
    """What somebody is in programs, each by its id. HR reads what is shared in all, mentors' own things never."""

    takes_part: frozenset[uuid.UUID]
    mentors_in: frozenset[uuid.UUID]
    reads: frozenset[uuid.UUID]
    reads_all: bool


def places_that_count() -> models.QuerySet[Participant]:
    """The places by which people take part now, or did in a cycle that is still open to its alumni."""
    today = timezone.localdate()
    is_open = ~Q(cycle__state=Cycle.State.CLOSED) | Q(cycle__alumni_until=None) | Q(cycle__alumni_until__gte=today)
    return Participant.objects.filter(is_open, state__in=ACCEPTED).order_by()


@remembered
def standing_of(user: User) -> Standing:
    """One query, once a request; what somebody runs and sponsors is read with their roles."""
    places = places_that_count().filter(user=user).values_list("cycle__program", "side")
    sides = set(places)
    takes_part = frozenset(program for program, _side in sides)
    duties = duties_of(user)
    return Standing(
        takes_part=takes_part,
        mentors_in=frozenset(program for program, side in sides if side == Side.JUNIOR),
        reads=takes_part | duties.get("coordinates", frozenset()) | duties.get("sponsors", frozenset()),
        reads_all=hr_admin(user),
    )


def in_program_of(user: User, path: str = "program") -> Q:
    """Rows of programs in which `user` takes part, or which they run or sponsor; `path` leads to the program."""
    standing = standing_of(user)
    return Q() if standing.reads_all else Q(**{f"{path}__in": standing.reads})


def open_to(user: User) -> Q:
    """Rows that `user` may read as one of their audience; no query. Whom a row names, its own `visible_to` adds."""
    standing = standing_of(user)
    is_open = Q(audience=Audience.ORGANIZATION) | (Q(audience=Audience.PROGRAM) & in_program_of(user))
    if standing.reads_all or standing.reads:
        is_open |= Q(audience=Audience.PROGRAMS)
    if standing.mentors_in:
        own = Q(program__in=standing.mentors_in) | Q(program__isnull=True)
        is_open |= Q(audience=Audience.MENTORS) & own
    return is_open


def people_in(program_id: uuid.UUID) -> UserQuerySet:
    """Everybody who takes part in a program, and whoever did in an agreed pairing of it: somebody who is missing here
    one day earlier than the two are told would have been given away."""
    agreed = Pairing.objects.filter(agreed_at__isnull=False).order_by()
    had_a_pair = Exists(agreed.filter(junior=OuterRef("pk"))) | Exists(agreed.filter(senior=OuterRef("pk")))
    gone = Participant.objects.filter(had_a_pair, state__in=GONE).exclude(cycle__state=Cycle.State.CLOSED)
    places = (places.filter(cycle__program=program_id).values("user") for places in (places_that_count(), gone))
    takes_part, took_part = places
    return User.objects.filter(Q(pk__in=takes_part) | Q(pk__in=took_part.order_by()), is_active=True)
