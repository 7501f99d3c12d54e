"""Who stands above and below whom in the organisation, asked of the database in one query whatever the depth."""

import uuid
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from people.models import User

_PLACES_BELOW = """
    SELECT id FROM programs_participant WHERE user_id IN (
        WITH RECURSIVE below(id) AS (
            SELECT id FROM people_user WHERE id IN ({})
            UNION SELECT report.id FROM people_user report JOIN below ON report.manager_id = below.id
        )
        SELECT id FROM below
    )"""
_LINES_ABOVE = """
    WITH RECURSIVE above(id, manager_id) AS (
        SELECT id, manager_id FROM people_user WHERE id IN ({})
        UNION SELECT boss.id, boss.manager_id FROM people_user boss JOIN above ON boss.id = above.manager_id
    )
    SELECT id, manager_id FROM above WHERE manager_id IS NOT NULL"""


def places_below(people: set[uuid.UUID]) -> RawSQL:
    """The places in cycles of these people and of everybody below them."""
    keys = [User._meta.pk.get_db_prep_value(person, connection) for person in people]
    return RawSQL(_PLACES_BELOW.format(", ".join(["%s"] * len(keys))), keys)  # noqa: S611  (no text of a person in it)


def lines_above(people: QuerySet[Any, Any]) -> dict[str, str]:
    """Who reports to whom, as ids in text, of these people and everybody above them; `people` selects ids of users.

    Not of the whole organisation, which is many times larger than a cycle.
    """
    chosen, parameters = people.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_LINES_ABOVE.format(chosen), parameters)
        return {_text(person): _text(manager) for person, manager in cursor.fetchall()}


def _text(key: uuid.UUID | str) -> str:
    """An id as text; SQLite keeps it without dashes."""
    return str(key) if isinstance(key, uuid.UUID) else str(uuid.UUID(key))
