"""Who wants to know that people changed in what pairs are judged by: manager, level, working hours; and conflicts.

    changed.register(recheck_pairings_of)

Each is called with the ids of the people, inside the transaction of the change. Conflicts of interest are told as pairs
and not as people: what is looked at again must not tell whose a private one is.
"""

from collections.abc import Callable, Collection
from uuid import UUID

Reaction = Callable[[Collection[UUID]], None]

#: Fields that rules about pairs look at.
WATCHED = frozenset(
    {"manager", "level", "department", "is_active", "time_zone", "works_from", "works_until", "spoken_languages"}
)

#: Two who are kept apart now, or no longer, the one who said so first; the other one is None while nobody has the
#: address.
Pairs = Collection[tuple[UUID, UUID | None]]

_reactions: list[Reaction] = []
_reactions_to_conflicts: list[Callable[[Pairs], None]] = []


def register(reaction: Reaction) -> None:
    """Add a reaction; adding the same one again changes nothing."""
    if reaction not in _reactions:
        _reactions.append(reaction)


def register_for_conflicts(reaction: Callable[[Pairs], None]) -> None:
    """The same for conflicts of interest."""
    if reaction not in _reactions_to_conflicts:
        _reactions_to_conflicts.append(reaction)


def announce_conflicts(pairs: Pairs) -> None:
    """Tell everybody who registered for conflicts; called for unknown addresses too, so that both cost the same."""
    if pairs:
        for reaction in _reactions_to_conflicts:
            reaction(pairs)


def announce(people: Collection[UUID]) -> None:
    """Tell everybody who registered; an exception undoes the change as well."""
    if people:
        for reaction in _reactions:
            reaction(people)
