"""What the texts of the two said before: kept where the words are changed, and read for the pages of the two."""

import uuid
from collections.abc import Iterable
from typing import Any, Protocol

from django.utils import timezone

from pairings.models import EarlierText, Pairing
from people.models import User


def keep_earlier(*, subject_id: uuid.UUID, version: int, pairing: Pairing, was: dict[str, Any], by: User) -> None:
    """Keep what the subject said in `version`, which `by` changes now. Call it in the transaction of the change.

    An empty text is kept as well: it says who wrote the first words.
    """
    EarlierText.objects.create(
        subject_id=subject_id, version=version, pairing=pairing, was=was, by=by, at=timezone.now()
    )


def forget_earlier(*, subject_ids: Iterable[uuid.UUID]) -> None:
    """What is taken back goes with all that it ever said."""
    EarlierText.objects.filter(subject_id__in=subject_ids).delete()


class Versioned(Protocol):
    """Something of the two with words, and a number that rises with each change of them."""

    pk: uuid.UUID
    version: int


def earlier_of(texts: Iterable[Versioned], reader: User) -> dict[uuid.UUID, list[EarlierText]]:
    """By the id of each thing what it said before, the latest first. One query; none where nothing was changed."""
    earlier: dict[uuid.UUID, list[EarlierText]] = {}
    changed = [text.pk for text in texts if text.version > 1]
    if changed:
        for text in EarlierText.objects.visible_to(reader).filter(subject_id__in=changed).select_related("by"):
            earlier.setdefault(text.subject_id, []).append(text)
    return earlier
