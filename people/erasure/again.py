"""After a backup was restored: those who had been erased since are there again, and are erased again."""

import logging
from typing import Any

from django.db import DatabaseError

from people.erasure.carrying_out import erase
from people.erasure.remembering import bring_file_up_to_date, come_back

log = logging.getLogger(__name__)
REMEDY = (
    "{count} people who had been erased are in the database again, since a backup was restored. Run: "
    "manage.py reapply_erasures"
)


def how_many_came_back() -> int:
    """How many people of the list of erased ones have their names again. One query."""
    return len(come_back())


def erase_again() -> int:
    """Erase everybody who came back, whatever stands in the way, each in a transaction of its own and without a mail;
    returns how many. Twice is once."""
    people = come_back()
    for person in people:
        erase(person=person, by=None, is_told=False)
    bring_file_up_to_date()
    return len(people)


def warn_after_migrating(**kwargs: Any) -> None:
    """After each `migrate`, which follows a restore: say what has to be done before anybody signs in."""
    try:
        count = how_many_came_back()
    except DatabaseError:  # a migration backwards, to where there is no such table
        return
    if count:
        log.warning(REMEDY.format(count=count))
