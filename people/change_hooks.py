"""Who wants to know that people changed in what pairs are judged by: manager, level, working hours, conflicts.

    changed.register(recheck_pairings_of)

Each is called with the ids of the people, inside the transaction of the change.
"""

from collections.abc import Callable, Collection
from uuid import UUID

Reaction = Callable[[Collection[UUID]], None]

#: Fields that rules about pairs look at.
WATCHED = frozenset(
    {"manager", "level", "department", "is_active", "time_zone", "works_from", "works_until", "spoken_languages"}
)

_reactions: list[Reaction] = []


def register(reaction: Reaction) -> None:
    """Add a reaction; adding the same one again changes nothing."""
    if reaction not in _reactions:
        _reactions.append(reaction)


def announce(people: Collection[UUID]) -> None:
    """Tell everybody who registered; an exception undoes the change as well."""
    if people:
        for reaction in _reactions:
            reaction(people)
