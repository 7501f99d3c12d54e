"""Who may: predicates for `@page` and `@action` in everything about pairings."""

from people.access import signed_in
from people.models import User
from people.roles_of_request import is_paired
from programs.rules import manages_programs, person_of_trust, sees_programs

#: The pages of a pairing open to everyone of the roster; whose pairing they meet there, `of(user)` decides.
takes_part = signed_in

#: Matching, publishing and oversight; which programs, `managed_by` and `overseen_by` decide.
matches = manages_programs

#: What both of a pair have released: for everyone in a program, and those who run or sponsor one.
reads_impacts = sees_programs


def has_pairing(user: User) -> bool:
    """People who have, or assist somebody who has, a pairing they may know of."""
    return user.is_authenticated and is_paired(user)


def is_turned_to(user: User) -> bool:
    """Those to whom a confidential word may be addressed: coordinators, HR admins, and persons of trust."""
    return manages_programs(user) or person_of_trust(user)
