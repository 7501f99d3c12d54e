"""Who cannot be somebody's assistant: those who look after them. Upper apps register in AppConfig.ready().

    assistants.register(team_of_their_programs, everyone_on_a_team)

Whoever assists one of two is a party of their pairing and has no rights of the program team on it. So a leader who
named the team as assistants would leave the other one with nobody to turn to.
"""

import uuid
from collections.abc import Callable, Collection, Iterable

from django.utils.translation import gettext as _

from frame.errors import Refused
from people.models import User

Carers = Callable[[User, Collection[User]], Iterable[User]]

Everyone = Callable[[], set[uuid.UUID]]

_carers: list[Carers] = []
_everyone: list[Everyone] = []


def register(carers: Carers, everyone: Everyone) -> None:
    """`carers(person, others)` gives those of `others` who look after `person`, and read what there is of former times;
    `everyone()` the ids of all who look after anybody. One query each."""
    if carers not in _carers:
        _carers.append(carers)
        _everyone.append(everyone)


def refuse_unfit(person: User, others: Collection[User]) -> None:
    """Raises Refused, with names, when one of `others` who does not assist `person` yet cannot."""
    if person in others:
        raise Refused(_("Nobody is their own assistant."))
    there = set(person.assistants.values_list("pk", flat=True))
    if not (new := [other for other in others if other.pk not in there]):
        return
    if unfit := carers_among(person, new):
        raise Refused(
            _(
                "%(names)s: on the HR or program team. Who assists somebody can no longer look after their pairing, so "
                "name somebody else."
            )
            % {"names": ", ".join(sorted(other.name for other in unfit))}
        )


def carers_among(person: User, others: Collection[User]) -> set[User]:
    """Those of `others` who look after the person, or read what there is: HR admins, and whom upper apps name."""
    admins = User.objects.hr_admins().filter(pk__in=[other.pk for other in others])
    return {*admins}.union(*(carers(person, others) for carers in _carers))


def carers_at_all() -> set[uuid.UUID]:
    """The ids of everybody who looks after somebody, for whoever asks about many people at once."""
    admins = User.objects.hr_admins().order_by().values_list("pk", flat=True)
    return set(admins).union(*(everyone() for everyone in _everyone))
