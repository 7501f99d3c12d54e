"""Who may: predicates for `@page` and `@action` in everything about meetings. Whose meetings, the querysets decide."""

from frame.remembered import remembered
from pairings.models import Pairing
from pairings.rules import has_pairing
from people.access import signed_in
from people.models import User
from programs.rules import manages_programs, sees_programs


@remembered
def mentor_or_leader(user: User) -> bool:
    """Mentors and leaders, each for pairings of theirs that they know of."""
    return user.is_authenticated and Pairing.objects.of(user).exists()


def books_meetings(user: User) -> bool:
    """Mentors, leaders, and the assistants of leaders."""
    return has_pairing(user)


#: The facts of all pairs of a program: for those who run it.
oversees_meetings = manages_programs

#: Published insights: for everyone in a program, and those who run or sponsor one.
reads_insights = sees_programs


answers_reviews = signed_in
runs_reviews = manages_programs
