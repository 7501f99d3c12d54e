"""Who wants to know that people changed in what pairs are judged by, that conflicts came or went, or that people left.

Each is called with the ids of the people, inside the transaction of the change. Conflicts of interest are told as pairs
and not as people: what is looked at again must not tell whose a private one is.
"""

from collections.abc import Collection
from uuid import UUID

from people.profile.fields import PROFILE_FIELDS
from people.upper_floors import proposals

#: Fields that rules about pairs look at.
WATCHED = frozenset(
    {"manager", "level", "department", "is_active", *(field.name for field in PROFILE_FIELDS if field.is_matched_by)}
)

#: Two who are kept apart now, or no longer, the one who said so first; the other one is None while nobody has the
#: address.
Pairs = Collection[tuple[UUID, UUID | None]]


def announce_conflicts(pairs: Pairs) -> None:
    """Have these pairs looked at again; called for unknown addresses too, so that both cost the same."""
    if pairs:
        proposals().conflicts_changed(pairs)


def announce(people: Collection[UUID], *, is_line_changed: bool = True) -> None:
    """Have the pairs of these people looked at again; an exception undoes the change as well. With another manager a
    person changes for all below them, too: where `is_line_changed` is false, these need not be looked at."""
    if people:
        proposals().people_changed(people, is_line_changed)
