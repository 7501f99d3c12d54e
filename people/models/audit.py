"""What the team did, and each person's own sign-ins: rows that are added, never changed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models.base import UUIDModel

if TYPE_CHECKING:
    from people.models.user import User

#: The database lets nothing younger go (its triggers know the numbers, and the four acts; see people.audit.guard).
KEPT_AT_LEAST = dt.timedelta(days=180)
#: Nor any younger sign-in of those who are not of the team.
OWN_KEPT_AT_LEAST = dt.timedelta(days=30)
PURGED, SIGN_INS_PURGED, PSEUDONYMISED = "audit.purged", "audit.sign_ins_purged", "audit.pseudonymised"
OWN_SIGN_INS_PURGED = "audit.own_sign_ins_purged"
#: How the acts of signing in begin.
SIGN_IN = "sign_in."


class AppendOnlyError(Exception):
    """Somebody tried to change the audit log."""


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    def visible_to(self, user: User) -> AuditQuerySet:
        """What the team may read: HR all, coordinators their programs'; nobody what concerns themselves or those
        near them, or a sign-in that its owner alone may read."""
        from people.audit import readers

        return readers.entries_read_by(user, self)

    def own_of(self, person: User) -> AuditQuerySet:
        """Somebody's access log: what was done to their account or with data about them, and their sign-ins."""
        from people.audit import readers

        return readers.own_of(person, self)

    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError

    def delete(self) -> NoReturn:
        raise AppendOnlyError

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError


class AuditEntry(UUIDModel):
    """Who did what to which object, when, from which sign-in. No texts, nothing that a person confides.

    The database itself refuses to change or delete a row, except what a recorded clearing or pseudonym covers.
    The ids outlive what they name, so they are no constraints.
    """

    at = models.DateTimeField(default=timezone.now, editable=False)
    act = models.CharField(_("act"), max_length=40)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, null=True, db_constraint=False, db_index=False, related_name="+"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, null=True, db_constraint=False, db_index=False, related_name="+"
    )
    about_type = models.CharField(max_length=60, blank=True)
    about_id = models.CharField(max_length=36, blank=True)
    program_id = models.UUIDField(null=True)
    sign_in = models.CharField(max_length=16, blank=True)
    is_private = models.BooleanField(default=False)
    details = models.JSONField(default=dict)
    until = models.DateTimeField(null=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["-at", "-id"], name="audit_by_time"),
            models.Index(fields=["person", "-at"], name="audit_by_person"),
            models.Index(fields=["actor", "-at"], name="audit_by_actor"),
            models.Index(fields=["program_id", "-at"], name="audit_by_program"),
            models.Index(fields=["act", "-at"], name="audit_by_act"),
        ]

    def __str__(self) -> str:
        return self.act

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyError
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError
