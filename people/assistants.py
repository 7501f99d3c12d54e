"""Who cannot be somebody's assistant: those who look after them, and who sponsors their program.

Whoever assists one of two is a party of their pairing and has no rights of the program team on it. So a leader who
named the team as assistants would leave the other one with nobody to turn to. A sponsor's figures leave out the pairs
that they are a party of: those of the day before and of the day after would tell of that pair alone.
"""

import uuid
from collections.abc import Collection

from django.utils.translation import gettext as _

from frame.errors import Refused
from people.models import User
from people.upper_floors import programs


def refuse_unfit(person: User, others: Collection[User]) -> None:
    """Raises Refused, with names, when one of `others` who does not assist `person` yet cannot."""
    if person in others:
        raise Refused(_("Nobody is their own assistant."))
    present = set(person.assistants.values_list("pk", flat=True))
    if not (new := [other for other in others if other.pk not in present]):
        return
    if unfit := unfit_among(person, new):
        raise Refused(
            _(
                "%(names)s: on the HR or program team, or the program's sponsor. Who assists somebody can no longer "
                "look after their pairing, and reads no figure with it, so name somebody else."
            )
            % {"names": ", ".join(sorted(other.name for other in unfit))}
        )


def unfit_among(person: User, others: Collection[User]) -> set[User]:
    """Those of `others` who cannot become the person's assistants."""
    return {*carers_among(person, others), *programs().sponsors_among(person, others)}


def carers_among(person: User, others: Collection[User]) -> set[User]:
    """Those of `others` who look after the person, or read what there is: HR admins and coordinators."""
    admins = User.objects.hr_admins().filter(pk__in=[other.pk for other in others])
    return {*admins, *programs().coordinators_among(person, others)}


def carers_at_all() -> set[uuid.UUID]:
    """The ids of everybody who looks after somebody, for whoever asks about many people at once."""
    admins = User.objects.hr_admins().order_by().values_list("pk", flat=True)
    return set(admins) | programs().all_coordinators()
