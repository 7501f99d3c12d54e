"""Named questions about people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection, models
from django.db.models.expressions import RawSQL

from people.models.ended_line import lasts_since

if TYPE_CHECKING:
    from people.models import User


NEAR = """
    SELECT %s UNION ALL SELECT id FROM people_user WHERE manager_id = %s
    UNION ALL SELECT from_user_id FROM people_user_assistants WHERE to_user_id = %s
    UNION ALL SELECT person_id FROM people_endedline WHERE close_id = %s AND ended_at > %s
"""


def near(user: User, ids: str = "{}") -> RawSQL:
    """The ids of the people whose pairings `user` is a party of: themselves, those they manage, those they assist, and
    those of whom they did until lately.

    As a condition inside other queries, so in plain SQL: each part is found by an index, which a condition with OR
    is not everywhere. `ids` may ask on from there, with braces for these ids.
    """
    pk = user._meta.pk.get_db_prep_value(user.pk, connection)
    since = connection.ops.adapt_datetimefield_value(lasts_since())
    return RawSQL(ids.format(NEAR), [pk, pk, pk, pk, since])  # noqa: S611  (no text of a person in it)


class UserQuerySet(models.QuerySet["User"]):
    def visible_to(self, user: User) -> UserQuerySet:
        """The people one may look up: all for HR admins, for others those that upper apps let them see."""
        from people import directory_scope

        return directory_scope.of(user, self)

    def for_directory(self) -> UserQuerySet:
        """With what a row of the directory shows, and no more."""
        names = ("first_name", "last_name", "preferred_name", "email")
        shown = (*names, "job_title", "level", "city", "country", "is_active", "department__name")
        return self.select_related("department", "manager").only(*shown, *(f"manager__{name}" for name in names))

    def for_page(self) -> UserQuerySet:
        return self.select_related("department", "manager").prefetch_related("assistants")

    def active(self) -> UserQuerySet:
        return self.filter(is_active=True)

    def hr_admins(self) -> UserQuerySet:
        return self.active().filter(grants__role="hr_admin")

    def operators(self) -> UserQuerySet:
        return self.active().filter(grants__role="operator")

    def near(self, user: User) -> UserQuerySet:
        """The people whose pairings `user` is a party of: themselves, those they assist and manage, or did lately."""
        return self.filter(pk__in=near(user))
