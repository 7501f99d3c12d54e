"""Who cannot be somebody's assistant: those who look after them. Upper apps register in AppConfig.ready().

    assisting.register(team_of_their_programs)

Whoever assists one of two is a party of their pairing and has no rights of the program team on it. So a leader who
named the team as assistants would leave the other one with nobody to turn to.
"""

from collections.abc import Callable, Collection, Iterable

from django.utils.translation import gettext as _

from people.errors import Refused
from people.models import User

Carers = Callable[[User, Collection[User]], Iterable[User]]

_carers: list[Carers] = []


def register(carers: Carers) -> None:
    """`carers(person, others)` gives those of `others` who look after `person`; one query."""
    if carers not in _carers:
        _carers.append(carers)


def refuse_unfit(person: User, others: Collection[User]) -> None:
    """Raises Refused, with names, when one of `others` who does not assist `person` yet cannot."""
    if person in others:
        raise Refused(_("Nobody is their own assistant."))
    there = set(person.assistants.values_list("pk", flat=True))
    if not (new := [other for other in others if other.pk not in there]):
        return
    ids = [other.pk for other in new]
    unfit = {*User.objects.hr_admins().filter(pk__in=ids)}.union(*(carers(person, new) for carers in _carers))
    if unfit:
        raise Refused(
            _(
                "%(names)s: on the HR or program team. Who assists somebody can no longer look after their pairing, so "
                "name somebody else."
            )
            % {"names": ", ".join(sorted(other.name for other in unfit))}
        )
