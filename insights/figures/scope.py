"""Which programs somebody may read figures about, and which pairings those figures count."""

import uuid
from dataclasses import dataclass

from django.db.models import Q

from pairings.models import Pairing
from pairings.querysets import PairingQuerySet
from people.access import hr_admin
from people.models import User
from programs.models import Cycle, Program
from programs.querysets import ProgramQuerySet
from programs.rules import coordinated


def programs_with_figures(user: User) -> ProgramQuerySet:
    """Managed and sponsored ones that have been opened."""
    opened = Program.objects.exclude(state=Program.State.DRAFT)
    return opened if hr_admin(user) else opened.filter(Q(sponsor=user) | Q(pk__in=coordinated(user)))


@dataclass(frozen=True)
class Scope:
    """The pairings of some cycles, save those left out."""

    cycles: tuple[uuid.UUID, ...]
    left_out: frozenset[uuid.UUID] = frozenset()

    @property
    def pairings(self) -> PairingQuerySet:
        found = Pairing.objects.filter(cycle__in=self.cycles).order_by()
        return found.exclude(pk__in=self.left_out) if self.left_out else found

    def of(self, path: str) -> Q:
        """The same pairings from another model; `path` leads to the pairing."""
        inside = Q(**{f"{path}__cycle__in": self.cycles})
        return inside & ~Q(**{f"{path}__in": self.left_out}) if self.left_out else inside


def scope_for(user: User, *cycles: Cycle) -> Scope:
    """Nobody counts the pairs they are a party of. Whoever sees the others one by one would learn about their own from
    the sum; and whether their own slips after a pause would tell one of the two whether the other wanted it. One query.
    """
    ids = tuple(cycle.pk for cycle in cycles)
    near = Pairing.objects.parties_near(user).filter(cycle__in=ids).order_by()
    return Scope(ids, frozenset(near.values_list("pk", flat=True)))
