"""Erased people are remembered in a table, and in a file beside the database: a backup that is restored brings back
both the people and the table of its time, and the file tells who must be erased again.

A line of the file is an id and a day, and nothing else. Each machine that runs a worker has one, and brings it up to
date from the table every day.
"""

import datetime as dt
import logging
import os
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from people.models import ErasedPerson, User

log = logging.getLogger(__name__)
NAME = "erased-people.txt"
HEAD = "# Ids of people who were erased, and the day: keep this file when a backup is restored.\n"


def file_path() -> Path:
    return Path(settings.VAR_DIR) / NAME


def in_file() -> dict[UUID, dt.date]:
    """Who was erased, by the file of this machine."""
    try:
        return read(file_path())
    except FileNotFoundError:
        return {}


def read(path: Path) -> dict[UUID, dt.date]:
    """Who was erased, by such a file; lines that are none are passed over."""
    erased = {}
    for line in path.read_text().splitlines():
        person, _blank, day = line.partition(" ")
        try:
            erased[UUID(person)] = dt.date.fromisoformat(day.strip())
        except ValueError:
            continue
    return erased


def write_down(erased: Iterable[tuple[UUID, dt.date]]) -> None:
    """Add to the file who is not in it yet; several at once do not get in each other's way."""
    known = in_file()
    lines = [f"{person} {day.isoformat()}\n" for person, day in erased if person not in known]
    if not lines:
        return
    is_new = not file_path().exists()
    handle = os.open(file_path(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "a") as file:
        file.write((HEAD if is_new else "") + "".join(lines))
        file.flush()
        os.fsync(file.fileno())


def bring_file_up_to_date() -> None:
    """Write down everybody of the table; a file that cannot be written is told to whoever runs the server."""
    try:
        write_down(ErasedPerson.objects.values_list("person_id", "erased_on"))
    except OSError as error:
        log.error("erased_people_not_written_down", extra={"error": type(error).__name__})


def come_back() -> list[User]:
    """Those whom the file or the table calls erased and whose entry is there all the same: a backup was restored. One
    query."""
    is_erased = Q(pk__in=list(in_file())) | Q(pk__in=ErasedPerson.objects.values("person_id"))
    return list(User.objects.not_erased().filter(is_erased))
