"""Who wants to know that people have left: upper apps register in AppConfig.ready().

    leaving.register(end_pairings_of)

Each is called with the ids of the people, inside the transaction in which they are deactivated.
"""

from collections.abc import Callable, Collection
from uuid import UUID

Reaction = Callable[[Collection[UUID]], None]

_reactions: list[Reaction] = []


def register(reaction: Reaction) -> None:
    """Add a reaction; adding the same one again changes nothing."""
    if reaction not in _reactions:
        _reactions.append(reaction)


def announce(people: Collection[UUID]) -> None:
    """Tell everybody who registered; an exception undoes the leaving as well."""
    if people:
        for reaction in _reactions:
            reaction(people)
