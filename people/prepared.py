"""Questions about one person that every page asks, such as those of its frame."""

import uuid
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from people.models import User

#: Stands for the person while the SQL is written.
SOMEBODY = uuid.UUID("5e1f0000-0000-4000-8000-000000000000")


class PreparedQuery:
    """A query of which only the person varies: its SQL is written once a process instead of once a page, which
    costs more than running it. `about(user_id)` gives the query, whose values must not depend on anything else."""

    def __init__(self, about: Callable[[uuid.UUID], QuerySet[Any, Any]]) -> None:
        self.about = about
        self._written: tuple[str, tuple[Any, ...]] | None = None

    def rows(self, user: User) -> list[tuple[Any, ...]]:
        """The rows as the database gives them: on SQLite an id is its 32 digits."""
        sql, params = self._for(user)
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            return cursor.fetchall()

    def count(self, user: User) -> int:
        sql, params = self._for(user)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT COUNT(*) FROM ({sql}) found", params)  # noqa: S608  (the ORM's own SQL)
            return int(cursor.fetchone()[0])

    def _for(self, user: User) -> tuple[str, list[Any]]:
        if self._written is None:
            self._written = self.about(SOMEBODY).query.sql_with_params()
        sql, params = self._written
        somebody, person = (User._meta.pk.get_db_prep_value(pk, connection) for pk in (SOMEBODY, user.pk))
        return sql, [person if param == somebody else param for param in params]
