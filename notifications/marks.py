"""When something last happened, and how often: signs of life, and what became of messages on their way.

In the database, so that neither a Redis that forgets nor a process that dies takes it along. Nothing here tells of one
message or person; what of messages nobody may count is not counted (see `outcomes`).
"""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone

from notifications.models import Mark


def mark(name: str, at: dt.datetime | None = None, times: int = 1) -> None:
    """Note that it happened at `at` (aware; now), so many times more."""
    mark_all({name: (at or timezone.now(), times)})


def mark_all(happened: Mapping[str, tuple[dt.datetime, int]]) -> None:
    """Note several: name, when last, how many times more. Always in one order, so that nobody deadlocks."""
    for name, (at, times) in sorted(happened.items()):
        with transaction.atomic():
            if not _add(name, at, times):
                Mark.objects.bulk_create([Mark(name=name, at=at)], ignore_conflicts=True)
                _add(name, at, times)


def _add(name: str, at: dt.datetime, times: int) -> int:
    return Mark.objects.filter(name=name).update(at=Greatest("at", at), times=F("times") + times)


def last(name: str) -> dt.datetime | None:
    """When it last happened (aware, UTC); None when it never did."""
    return Mark.objects.filter(name=name).values_list("at", flat=True).first()


def all_marks() -> dict[str, Mark]:
    return {mark.name: mark for mark in Mark.objects.all()}
