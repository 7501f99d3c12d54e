"""Who may be the second person of an act."""

import datetime as dt
import uuid

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from people import closeness
from people.models import HeldAct, Role, RoleGrant, User

#: A role must be this old before its holder decides as the second: two accounts made today are no two people.
SEASONED = dt.timedelta(days=30)


def why_not(user: User, act: HeldAct) -> str:
    """Why this person cannot be the second of the act, in a sentence for them; empty when they can."""
    grant = RoleGrant.objects.filter(user=user, role=Role.HR_ADMIN, user__is_active=True).first()
    if grant is None:
        return _("Only an HR admin can be the second person.")
    if user.pk == act.asked_by_id:
        return _("You asked for this, so somebody else has to approve it.")
    if str(user.pk) in gaining(act):
        return _("This is about you, so somebody else has to approve it.")
    if (ripe_at := grant.granted_at + SEASONED) > timezone.now():
        words = {"day": date_format(timezone.localtime(ripe_at))}
        return _("Who approves must have been HR admin for 30 days. You may from %(day)s.") % words
    if act.person and closeness.close_to(act.person, [user.pk]):
        return _(
            "You are close to %(name)s: one of you manages or assists the other, or did in the last 180 days, or you "
            "both belong to one pairing. Somebody else has to approve this."
        ) % {"name": act.person}
    return ""


def eligible(act: HeldAct) -> list[User]:
    """Everybody who can be the second of the act, by name. A fixed number of queries."""
    ripe = RoleGrant.objects.filter(role=Role.HR_ADMIN, granted_at__lte=timezone.now() - SEASONED)
    able = User.objects.active().filter(pk__in=ripe.values("user")).exclude(pk=act.asked_by_id)
    others = [user for user in able if str(user.pk) not in gaining(act)]
    close: set[uuid.UUID] = set()
    if act.person:
        close = closeness.close_to(act.person, [user.pk for user in others])
    return [user for user in others if user.pk not in close]


def gaining(act: HeldAct) -> set[str]:
    """The ids of those who gain by it, or whom it is about."""
    return {str(act.person_id), *act.payload.get("gains", ())}
