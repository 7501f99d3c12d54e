"""Roles: given by two, taken away by one while all HR admins hear of it."""

from django.db import transaction
from django.utils.translation import gettext as _

from frame.errors import Refused
from people.approvals.act_kinds import Deed
from people.approvals.services import ask, drop_acts_of, note_done
from people.models import HeldAct, Role, RoleGrant, User

Kind = HeldAct.Kind


def ask_to_grant(*, person: User, role: str, by: User, reason: str = "") -> HeldAct:
    """Ask that somebody becomes HR admin or operator; another HR admin has to approve it."""
    if person.pk == by.pk:
        raise Refused(_("Nobody gives a role to themselves. Ask another HR admin to propose you."))
    if not person.is_active:
        raise Refused(_("%(name)s has left. Take them back first.") % {"name": person})
    if RoleGrant.objects.filter(user=person, role=role).exists():
        raise Refused(_("%(name)s has this role already.") % {"name": person})
    return ask(kind=Kind.GRANT_ROLE, person=person, topic=role, by=by, reason=reason)


@transaction.atomic
def revoke(*, person: User, role: str, by: User) -> None:
    """Take a role back at once, but never that of the last HR admin; what they asked for or approved falls with it."""
    if role == Role.HR_ADMIN:
        refuse_last_admin(person)
    taken, _rows = RoleGrant.objects.filter(user=person, role=role).delete()
    if not taken:
        return
    note_done(kind=Kind.REVOKE_ROLE, person=person, topic=role, by=by)
    if role == Role.HR_ADMIN:
        drop_acts_of([person.pk], by=by)


def refuse_last_admin(person: User) -> None:
    """Raises Refused when nobody else is HR admin."""
    grants = RoleGrant.objects.select_for_update().filter(role=Role.HR_ADMIN)
    holders = list(grants.order_by("pk").values_list("user", flat=True))  # locked, lest two take each other's
    admins = set(User.objects.active().filter(pk__in=holders).values_list("pk", flat=True))
    if admins == {person.pk}:
        raise Refused(_("%(name)s is the last HR admin. Make somebody else HR admin first.") % {"name": person})


def _grant(act: HeldAct) -> None:
    person = act.person
    if person is None or not person.is_active:
        raise Refused(_("This person has left by now."))
    RoleGrant.objects.get_or_create(user=person, role=act.topic, defaults={"granted_by": act.asked_by})


def _says_grant(act: HeldAct) -> str:
    return _("%(name)s becomes %(role)s") % {"name": act.who, "role": Role(act.topic).label}


def _says_revoke(act: HeldAct) -> str:
    return _("%(name)s is no longer %(role)s") % {"name": act.who, "role": Role(act.topic).label}


def _done_already(act: HeldAct) -> None:
    """A role is taken at once; nothing of it waits."""


DEEDS = (
    Deed(Kind.GRANT_ROLE, _says_grant, _grant, tells_owner=False),
    Deed(Kind.REVOKE_ROLE, _says_revoke, _done_already, tells_owner=False),
)
