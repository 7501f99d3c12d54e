"""What is ticked in a list, over its pages, filters and refusals: the address keeps it as `who`.

The boxes belong to the form of the filters (`list_filters.html` with `form_id`), so that whatever sends this form takes
them along, with JavaScript or without; `components/list_ticks.html` keeps those that the page does not show.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import QueryDict

from frame.posts import ticked

#: More than these make an address longer than servers take.
MOST = 150


@dataclass(frozen=True)
class Ticks:
    """All that are ticked, and those of them that the page does not show."""

    chosen: frozenset[uuid.UUID]
    elsewhere: tuple[uuid.UUID, ...]

    @property
    def are_too_many(self) -> bool:
        """Whether they should be dealt with before more are ticked."""
        return len(self.chosen) > MOST


def ticks_of(asked: QueryDict, shown: Iterable[uuid.UUID]) -> Ticks:
    """The ticks of an address on a page with the rows `shown`."""
    chosen = frozenset(ticked(asked))
    return Ticks(chosen, tuple(sorted(chosen - {*shown})))
