"""What texts of the two said before, for the pages of the two."""

import uuid
from collections.abc import Iterable
from typing import Protocol

from pairings.models import EarlierText
from people.models import User


class Versioned(Protocol):
    """Something of the two with words, and a number that rises with each change of them."""

    pk: uuid.UUID
    version: int


def earlier_of(things: Iterable[Versioned], reader: User) -> dict[uuid.UUID, list[EarlierText]]:
    """By the id of each thing what it said before, the latest first. One query; none where nothing was changed."""
    found: dict[uuid.UUID, list[EarlierText]] = {}
    changed = [thing.pk for thing in things if thing.version > 1]
    if changed:
        for text in EarlierText.objects.visible_to(reader).filter(subject_id__in=changed).select_related("by"):
            found.setdefault(text.subject_id, []).append(text)
    return found
