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
from people.models.audit import KEPT_AT_LEAST, PSEUDONYMISED, PURGED, SIGN_IN, SIGN_INS_PURGED


def keep_to_retention(*, now: dt.datetime | None = None) -> int:
    """Clear what is older than the settings say, sign-ins sooner than the rest; returns how many entries went."""
    now = now or timezone.now()
    sign_ins = purge_audit(before=now - dt.timedelta(days=settings.SIGN_INS_KEPT_DAYS), only_sign_ins=True)
    return sign_ins + purge_audit(before=now - dt.timedelta(days=settings.AUDIT_KEPT_DAYS))


@transaction.atomic
def purge_audit(*, before: dt.datetime, only_sign_ins: bool = False) -> int:
    """Delete the entries older than `before`, and record that; returns how many. Refused for anything younger than
    180 days."""
    if before > timezone.now() - KEPT_AT_LEAST:
        raise Refused(_("Entries of the audit log are kept for 180 days at least."))
    old = AuditEntry.objects.filter(at__lt=before)
    old = old.filter(act__startswith=SIGN_IN) if only_sign_ins else old
    if not (count := old.count()):
        return 0
    act = SIGN_INS_PURGED if only_sign_ins else PURGED
    AuditEntry.objects.create(act=act, until=before, details={"entries": str(count)})
    # The log's own querysets delete nothing; the database lets these go because of the entry just written.
    old._raw_delete(using=old.db)
    return count


@transaction.atomic
def pseudonymise(*, person: User, by: User | None) -> int:
    """Empty the details of what names an erased person; who, what and when stay. Returns how many entries."""
    recording.record(actor=by, act=PSEUDONYMISED, person=person)
    named = AuditEntry.objects.filter(Q(person=person) | Q(actor=person)).exclude(details={})
    return QuerySet.update(named, details={})
