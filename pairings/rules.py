"""Who may: predicates for `@page` and `@action` in everything about pairings."""

from frame.remembered import remembered
from pairings.models import Pairing
from people.access import signed_in
from people.models import User
from programs.rules import manages_programs, person_of_trust

#: The pages of a pairing open to everyone of the roster; whose pairing they meet there, `of(user)` decides.
takes_part = signed_in

#: Matching, publishing and oversight; which programs, `managed_by` and `overseen_by` decide.
matches = manages_programs


@remembered
def has_pairing(user: User) -> bool:
    """People who have, or assist somebody who has, a pairing they may know of; asked once a request."""
    if not user.is_authenticated:
        return False
    return Pairing.objects.known_to(user.pk).exists()


def is_turned_to(user: User) -> bool:
    """Those to whom a confidential word may be addressed: coordinators, HR admins, and persons of trust."""
    return manages_programs(user) or person_of_trust(user)
