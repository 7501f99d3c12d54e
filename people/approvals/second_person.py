"""Who may ask for an act, and who may be its second person: asked when it is decided, and again when it is done.

A new address and a reset second factor open an account together. So whoever had a hand in the one has none in the
other while the owner could still refuse: two accounts in one hand, one of them years old, are not enough.
"""

import datetime as dt
import uuid

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from frame.errors import Refused
from people import closeness
from people.approvals.act_kinds import REFUSABLE_FOR, by_hr_alone, deed_of
from people.models import HeldAct, Role, RoleGrant, User

Kind = HeldAct.Kind

#: A role must be this old before its holder decides as the second: two accounts made today are no two people.
SEASONED = dt.timedelta(days=30)
#: The two acts that open an account when the same people do both.
OTHER_HALF = {Kind.CHANGE_ADDRESS: Kind.RESET_SECOND_FACTOR, Kind.RESET_SECOND_FACTOR: Kind.CHANGE_ADDRESS}
#: Nobody close to the person asks for what holds at once.
NOT_BY_THE_CLOSE = {Kind.RESET_SECOND_FACTOR, Kind.ERASE}


def why_not_asked(act: HeldAct) -> str:
    """Why who asked could not ask for this (any more), whoever approves it; empty when they can."""
    words = {"asker": act.asked_by, "name": act.person}
    if not _may_ask(act):
        if deed_of(act).may_ask is by_hr_alone:
            return _("%(asker)s, who asked for this, is no longer HR admin.") % words
        return _("%(asker)s, who asked for this, has no right to ask for it any more.") % words
    other = act.person if act.person_id != act.asked_by_id else None
    if act.kind in NOT_BY_THE_CLOSE and other and closeness.close_to(other, [act.asked_by_id]):
        return _("%(asker)s asked for this and is close to %(name)s. Somebody else has to ask.") % words
    if act.asked_by_id in with_the_other_half(act):
        return (
            _(
                "%(asker)s has a hand in the other of two changes of how %(name)s signs in: the address and the second "
                "factor. Within 72 hours different people have to ask for the two, or whoever runs the server does it."
            )
            % words
        )
    return ""


def refuse_unfit_to_ask(*, kind: str, person: User, by: User) -> None:
    """Raises Refused when `by` could not ask for such an act about the person."""
    if why := why_not_asked(HeldAct(kind=kind, person=person, asked_by=by)):
        raise Refused(why)


def _may_ask(act: HeldAct) -> bool:
    """HR admins, and whom the kind of act lets ask beside them."""
    if act.asked_by.is_active and deed_of(act).may_ask(act):
        return True
    return RoleGrant.objects.filter(user=act.asked_by_id, role=Role.HR_ADMIN, user__is_active=True).exists()


def with_the_other_half(act: HeldAct) -> set[uuid.UUID]:
    """Who has a hand in the other act that would open this account; one query, none for other kinds."""
    if act.kind not in OTHER_HALF or act.person_id is None:
        return set()
    since = min(act.asked_at, timezone.now()) - REFUSABLE_FOR
    others = HeldAct.objects.open_or_done_since(since).filter(kind=OTHER_HALF[Kind(act.kind)], person=act.person_id)
    return {pk for halves in others.order_by().values_list("asked_by", "decided_by") for pk in halves if pk}


def why_no_longer(act: HeldAct) -> str:
    """Why the two who agreed on an act could not agree on it now; empty when they could."""
    if why := why_not_asked(act):
        return why
    if act.decided_by and why_not(act.decided_by, act):
        return _("%(name)s, who approved this, could not approve it any more.") % {"name": act.decided_by}
    return ""


def why_not(user: User, act: HeldAct) -> str:
    """Why this person cannot be the second of the act, in a sentence for them; empty when they can."""
    grant = RoleGrant.objects.filter(user=user, role=Role.HR_ADMIN, user__is_active=True).first()
    if grant is None:
        return _("Only an HR admin can be the second person.")
    if user.pk == act.asked_by_id:
        return _("You asked for this, so somebody else has to approve it.")
    if why := why_not_asked(act):
        return why
    if str(user.pk) in gaining(act) or deed_of(act).is_hidden_from(act, user):
        return _("This is about you, so somebody else has to approve it.")
    if (ripe_at := grant.granted_at + SEASONED) > timezone.now():
        words = {"day": date_format(timezone.localtime(ripe_at))}
        return _("Who approves must have been HR admin for 30 days. You may from %(day)s.") % words
    if act.person and closeness.close_to(act.person, [user.pk]):
        return _(
            "You are close to %(name)s: one of you manages or assists the other, or did in the last 180 days, or you "
            "both belong to one pairing. Somebody else has to approve this."
        ) % {"name": act.person}
    if user.pk in with_the_other_half(act):
        return _(
            "You have a hand in the other of two changes of %(name)s's sign-in: the address and the second factor. "
            "Within 72 hours, different people have to approve the two."
        ) % {"name": act.person}
    return ""


def eligible(act: HeldAct) -> list[User]:
    """Everybody who can be the second of the act, by name. A fixed number of queries."""
    ripe = RoleGrant.objects.filter(role=Role.HR_ADMIN, granted_at__lte=timezone.now() - SEASONED)
    able = User.objects.active().filter(pk__in=ripe.values("user")).exclude(pk=act.asked_by_id)
    busy = with_the_other_half(act)
    others = [user for user in able if str(user.pk) not in gaining(act) and user.pk not in busy]
    close: set[uuid.UUID] = set()
    if act.person:
        close = closeness.close_to(act.person, [user.pk for user in others])
    is_hidden_from = deed_of(act).is_hidden_from
    return [user for user in others if user.pk not in close and not is_hidden_from(act, user)]


def gaining(act: HeldAct) -> set[str]:
    """The ids of those who gain by it, or whom it is about."""
    return {str(act.person_id), *act.payload.get("gains", ())}
