"""The two ways in which the log loses something. Both stand in the log themselves, and the database asks for that."""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from frame.errors import Refused
from people.audit import recording
from people.models import AuditEntry, User
from people.models.audit import (
    KEPT_AT_LEAST,
    OWN_KEPT_AT_LEAST,
    OWN_SIGN_INS_PURGED,
    PSEUDONYMISED,
    PURGED,
    SIGN_IN,
    SIGN_INS_PURGED,
)


def keep_to_retention(*, now: dt.datetime | None = None) -> int:
    """Clear what is older than the settings say, sign-ins sooner than the rest, and soonest those of people who are
    not of the team; returns how many entries went."""
    now = now or timezone.now()
    days = {
        OWN_SIGN_INS_PURGED: settings.OWN_SIGN_INS_KEPT_DAYS,
        SIGN_INS_PURGED: settings.SIGN_INS_KEPT_DAYS,
        PURGED: settings.AUDIT_KEPT_DAYS,
    }
    return sum(purge_audit(before=now - dt.timedelta(days=kept), act=act) for act, kept in days.items())


#: What each clearing reaches.
REACH = {
    PURGED: Q(),
    SIGN_INS_PURGED: Q(act__startswith=SIGN_IN),
    OWN_SIGN_INS_PURGED: Q(act__startswith=SIGN_IN, is_private=True),
}


@transaction.atomic
def purge_audit(*, before: dt.datetime, act: str = PURGED) -> int:
    """Delete the entries older than `before` that the clearing `act` reaches, and record that; returns how many.
    Refused for anything younger than 180 days, or 30 where only sign-ins go that their owners alone read."""
    at_least = OWN_KEPT_AT_LEAST if act == OWN_SIGN_INS_PURGED else KEPT_AT_LEAST
    if before > timezone.now() - at_least:
        raise Refused(_("Entries of the audit log are kept for %(days)s days at least.") % {"days": at_least.days})
    old = AuditEntry.objects.filter(REACH[act], at__lt=before)
    if not (count := old.count()):
        return 0
    AuditEntry.objects.create(act=act, until=before)
    # The log's own querysets delete nothing; the database lets these go because of the entry just written.
    old._raw_delete(using=old.db)
    return count


@transaction.atomic
def pseudonymise(*, person: User, by: User | None) -> int:
    """Empty the details of what names an erased person; who, what and when stay. Returns how many entries."""
    recording.record(actor=by, act=PSEUDONYMISED, person=person)
    named = AuditEntry.objects.filter(Q(person=person) | Q(actor=person)).exclude(details={})
    return QuerySet.update(named, details={})
