"""Setting how long something is kept."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frame.errors import Refused
from people.audit import recording
from people.models import RetentionPeriod, User
from people.retention.applying import due_rows
from people.retention.holds import held_now
from people.retention.time_limits import LONGEST_DAYS, RetentionRule, needed_days, periods


class MoreWouldGo(Refused):
    """With the new period the next run would let go of more: HR has to say that this is meant."""


@transaction.atomic
def set_period(*, rule: RetentionRule, days: int, by: User, is_sure: bool = False) -> bool:
    """Keep one kind of thing for so many days from now on; False where it was so already. Recorded in the audit log.

    Raises Refused for what the product needs as it is, for a period outside its limits, and for one that is shorter
    than what goes on now needs; MoreWouldGo, with the number where it may be said, unless `is_sure`.
    """
    before = periods()[rule.code]
    if before == days:
        return False
    _refuse_outside_limits(rule, days)
    if not is_sure and days < before:
        _refuse_unsaid(rule, before, days)
    values = {"days": days, "changed_by": by, "changed_at": timezone.now()}
    period, _is_new = RetentionPeriod.objects.update_or_create(code=rule.code, defaults=values)
    changed = recording.changes({"days": before}, {"days": days})
    recording.record(actor=by, act="retention.changed", about=period, details={"rule": rule.code} | changed)
    return True


def _refuse_outside_limits(rule: RetentionRule, days: int) -> None:
    if rule.is_fixed:
        raise Refused(_("The product itself needs just this long, so nobody changes it."))
    if not rule.least <= days <= LONGEST_DAYS:
        limits = {"least": rule.least, "most": LONGEST_DAYS}
        raise Refused(_("Choose a number of days from %(least)s to %(most)s.") % limits)
    needed, why = needed_days(rule)
    if days < needed:
        raise Refused(_("%(why)s So it is kept for %(days)s days at least now.") % {"why": why, "days": needed})


def _refuse_unsaid(rule: RetentionRule, before: int, days: int) -> None:
    """Where a shorter period would let go of more with the next run."""
    if not rule.is_counted:
        raise MoreWouldGo(
            _(
                "With the next run more may go for good. How much is not said: it could tell what somebody did in "
                "confidence."
            )
        )
    now, held = timezone.now(), held_now()
    more = due_rows(rule, days, now=now, held=held).rows - due_rows(rule, before, now=now, held=held).rows
    if more > 0:
        words = ngettext(
            "With the next run %(more)s entry more goes for good.",
            "With the next run %(more)s entries more go for good.",
            more,
        )
        raise MoreWouldGo(words % {"more": more})
