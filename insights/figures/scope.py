"""Which programs somebody may read figures about, and which pairings those figures count."""

import uuid
from dataclasses import dataclass

from django.db.models import Q

from pairings.models import Pairing
from pairings.querysets import PairingQuerySet
from people.models import User
from programs.models import Cycle, Program
from programs.querysets import ProgramQuerySet
from programs.rules import coordinated, hr_admin, manages_programs


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
    """Whoever sees the pairs of a program one by one does not count the ones they are a party of: the sum less the
    visible ones would tell about the others. Sponsors see no single pair, so theirs count all. One query at most.
    """
    ids = tuple(cycle.pk for cycle in cycles)
    if not manages_programs(user):
        return Scope(ids)
    seen = [cycle.pk for cycle in cycles if hr_admin(user) or cycle.program_id in coordinated(user)]
    near = Pairing.objects.parties_near(user).filter(cycle__in=seen).order_by()
    return Scope(ids, frozenset(near.values_list("pk", flat=True)))
