"""Named questions about people."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import connection, models, transaction
from django.db.models.expressions import RawSQL

from people.models.relations import lasts_since
from people.search import SEARCHED, matching, search_text_of

if TYPE_CHECKING:
    from people.models import User


#: How the last name of somebody who was erased begins; the rest is their pseudonym.
ERASED = "erased:"
#: For an index too, so that the few are found among many.
MAIL_REFUSED = models.Q(email_failed_at__isnull=False)
#: What the columns are while nothing is refused.
NOT_REFUSED: dict[str, Any] = {"email_failed_at": None, "email_refusal": "", "email_bounced_at": None}
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

        return directory_scope.people_in_scope(user, self)

    def search(self, words: str) -> UserQuerySet:
        """Those in whose name, address, job title or city each of the words stands, in any order and spelling (see
        people.folding), or whose whole employee number it is; everybody while there is no word."""
        return self.filter(matching(words))

    def update(self, **fields: Any) -> int:
        """Django's; what a person is found by follows from what it is made of, whatever the conditions were."""
        if SEARCHED.isdisjoint(fields):
            return super().update(**fields)
        with transaction.atomic(using=self.db):
            ids = list(self.order_by().values_list("pk", flat=True))
            changed = super().update(**fields)
            everyone = self.model._default_manager.using(self.db)
            for person in list(everyone.filter(pk__in=ids).only(*SEARCHED)):
                everyone.filter(pk=person.pk).update(search_text=search_text_of(person))
        return changed

    def for_directory(self) -> UserQuerySet:
        """With what a row of the directory shows, and no more."""
        names = ("first_name", "last_name", "preferred_name", "email")
        columns = (*names, "job_title", "level", "city", "country", "is_active", "department__name")
        return self.select_related("department", "manager").only(*columns, *(f"manager__{name}" for name in names))

    def for_page(self) -> UserQuerySet:
        return self.select_related("department", "manager", "added_by", "vouched_by").prefetch_related("assistants")

    def guests_ending(self, until: dt.date) -> UserQuerySet:
        """Guests whose time ends by that day."""
        return self.active().filter(guest_until__lte=until)

    def not_erased(self) -> UserQuerySet:
        """Those who have not become a pseudonym."""
        return self.exclude(last_name__startswith=ERASED)

    def active(self) -> UserQuerySet:
        return self.filter(is_active=True)

    def not_reached(self) -> UserQuerySet:
        """Those for whom the mail server takes nothing."""
        return self.active().filter(MAIL_REFUSED)

    def hr_admins(self) -> UserQuerySet:
        return self.active().filter(grants__role="hr_admin")

    def operators(self) -> UserQuerySet:
        return self.active().filter(grants__role="operator")

    def near(self, user: User) -> UserQuerySet:
        """The people whose pairings `user` is a party of: themselves, those they assist and manage, or did lately."""
        return self.filter(pk__in=near(user))
