"""Who of a program team may read what a match withholds from one of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from people.access import hr_admin
from people.models import EndedLine, User
from programs.models import Coordinator, Cycle
from proposals.withheld_from_team import MERELY_INVITED, Withheld

#: So many are named.
MOST_NAMED = 5


@dataclass(frozen=True)
class Hidden:
    """What the page says to whom something is withheld: who may read it, and whether they may appoint somebody."""

    readers: Sequence[User]
    may_appoint: bool

    @property
    def names(self) -> str:
        named = [user.name for user in self.readers[:MOST_NAMED]]
        return ", ".join(named) + (_(" and others") if len(self.readers) > MOST_NAMED else "")


def hidden_from(reader: User, withheld: Withheld) -> Hidden:
    """For a reader to whom something of a cycle is withheld. One query."""
    return Hidden(who_may_read(withheld.cycle) if withheld.cycle else [], may_appoint=hr_admin(reader))


def who_may_read(cycle: Cycle) -> Sequence[User]:
    """The coordinators and HR admins who are near nobody in a match of the cycle, by name; one more than is named."""
    matched = cycle.participants.exclude(MERELY_INVITED).order_by().values("user")
    managers = User.objects.filter(pk__in=matched, manager__isnull=False).order_by().values("manager")
    assistants = User.assistants.through.objects.filter(from_user__in=matched).values("to_user")
    ended = EndedLine.objects.of(matched).values("close")
    near = Q(pk__in=matched) | Q(pk__in=managers) | Q(pk__in=assistants) | Q(pk__in=ended)
    coordinators = Coordinator.objects.filter(program=cycle.program_id).values("user")
    team = Q(pk__in=coordinators) | Q(pk__in=User.objects.hr_admins().values("pk"))
    readers = User.objects.active().filter(team).exclude(near).order_by("last_name", "first_name", "pk")
    return list(readers[: MOST_NAMED + 1])
