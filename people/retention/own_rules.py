"""What people keep, and how long: the audit log, lines that ended, sign-ins, forms that were sent."""

import datetime as dt

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people import frame_port
from people.audit.recording import REACH, purge_audit
from people.models import AuditEntry, EndedLine, FormToken, User
from people.models.audit import KEPT_AT_LEAST, OWN_KEPT_AT_LEAST, OWN_SIGN_INS_PURGED, PURGED, SIGN_INS_PURGED
from people.models.relations import LASTS
from people.personal_data import Rows
from people.retention.holds import held_now
from people.retention.time_limits import Part, RetentionRule, rows_older
from people.sign_in import session_lifetime

#: The database refuses what is a moment too young by its own clock, which may be behind.
CLOCKS_DIFFER = dt.timedelta(hours=1)


def clearing(act: str) -> Part:
    """Entries of the audit log that a clearing reaches: the log deletes them itself and says so."""
    older = rows_older(AuditEntry, "at", REACH[act])

    def clear(before: dt.datetime, spared: Q) -> int:
        return purge_audit(before=before - CLOCKS_DIFFER, act=act, spared=spared)

    return Part(rows=lambda before: older(before - CLOCKS_DIFFER), age="at", service=clear)


def end_sign_ins(before: dt.datetime, spared: Q) -> int:
    """The sessions themselves name nobody; addresses and browsers beside them do, and know their own time."""
    return session_lifetime.forget_sessions(timezone.now(), keeping=held_now().people)


def ended_sign_ins(before: dt.datetime) -> Rows:
    return Session.objects.filter(expire_date__lt=before).order_by()


def leaves_over(before: dt.datetime) -> Rows:
    return User.objects.filter(away_until__lt=before.date()).order_by()


AUDIT = RetentionRule(
    code="audit",
    name=_("The audit log"),
    what=_("The entries are deleted; that they were is recorded."),
    reason=_("Long enough to clear up later what was done to accounts, roles and data; the database itself lets "
             "nothing go sooner than half a year."),
    default=lambda: settings.AUDIT_KEPT_DAYS,
    least=KEPT_AT_LEAST.days,
    is_counted=False,
    parts=(clearing(PURGED),),
)  # fmt: skip
TEAM_SIGN_INS = RetentionRule(
    code="team_sign_ins",
    name=_("Sign-ins of HR, coordinators and operators"),
    what=_("The entries in the audit log are deleted."),
    reason=_("Long enough to follow up a stolen account of somebody who reads much."),
    default=lambda: settings.SIGN_INS_KEPT_DAYS,
    least=KEPT_AT_LEAST.days,
    parts=(clearing(SIGN_INS_PURGED),),
)
OWN_SIGN_INS = RetentionRule(
    code="own_sign_ins",
    name=_("Sign-ins of everybody else"),
    what=_("The entries in people's own access logs are deleted."),
    reason=_("Long enough to notice a sign-in that was not one's own; who signed in while a review was open is "
             "nobody's business later."),
    default=lambda: settings.OWN_SIGN_INS_KEPT_DAYS,
    least=OWN_KEPT_AT_LEAST.days,
    is_counted=False,
    parts=(clearing(OWN_SIGN_INS_PURGED),),
)  # fmt: skip
LINES = RetentionRule(
    code="ended_lines",
    name=_("Who managed or assisted whom"),
    what=_("The line that ended is deleted."),
    reason=_("So long somebody stays too close to read about a pair; the rights of the product rest on it."),
    default=LASTS.days,
    least=LASTS.days,
    is_fixed=True,
    parts=(Part(rows=rows_older(EndedLine, "ended_at"), age="ended_at"),),
)
SIGN_INS = RetentionRule(
    code="ended_sign_ins",
    name=_("Ended sign-ins, with address and browser"),
    what=_("Address and browser are deleted with the next run, the rest a day later."),
    reason=_("An address is of use only to whoever is signed in there."),
    default=session_lifetime.REMEMBERED.days,
    least=0,
    is_fixed=True,
    is_counted=False,
    parts=(Part(rows=ended_sign_ins, age="expire_date", service=end_sign_ins),),
)
FORMS = RetentionRule(
    code="form_tokens",
    name=_("Forms that were sent"),
    what=_("The seal and the hour are deleted."),
    reason=_("So that a second click, also the next morning, does nothing twice."),
    default=frame_port.KEPT.days,
    least=frame_port.KEPT.days,
    is_fixed=True,
    is_counted=False,
    parts=(Part(rows=rows_older(FormToken, "claimed_at"), age="claimed_at"),),
)
NO_LEAVE = {"away_from": None, "away_until": None, "tells_leave": False}
LEAVES = RetentionRule(
    code="leaves",
    name=_("When somebody was away"),
    what=_("The days are emptied."),
    reason=_("Messages that waited come on the first days after it; then it is of no use any more."),
    default=30,
    least=30,
    is_fixed=True,
    is_counted=False,
    parts=(Part(rows=leaves_over, age="away_until", values=NO_LEAVE),),
)
RULES = (AUDIT, TEAM_SIGN_INS, OWN_SIGN_INS, LINES, SIGN_INS, FORMS, LEAVES)
