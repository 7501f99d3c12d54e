"""Keeping what the texts of the two said before. One mechanism for all of them, kept where the words are changed."""

import uuid
from collections.abc import Iterable
from typing import Any

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
