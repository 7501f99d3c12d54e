"""Roles: given by two, taken away by one while all HR admins hear of it; the first HR admin, appointed by whoever runs
the server; and what becomes of roles when their people leave."""

import uuid
from collections.abc import Collection, Iterable

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from frame.errors import Refused
from people.approvals.act_kinds import Deed
from people.approvals.services import ask, ask_for_many, drop_acts_about, drop_acts_of, note_done
from people.audit import recording
from people.models import HeldAct, Role, RoleGrant, User
from people.models.organization import site_url

Kind = HeldAct.Kind
Grants = Iterable[Collection[str]]


def ask_to_grant(*, person: User, role: str, by: User, reason: str = "") -> HeldAct:
    """Ask that somebody becomes HR admin or operator; another HR admin has to approve it."""
    if person.pk == by.pk:
        raise Refused(_("Nobody gives a role to themselves. Ask another HR admin to propose you."))
    if not person.is_active:
        raise Refused(_("%(name)s has left. Take them back first.") % {"name": person})
    if person.guest_until:
        raise Refused(_("%(name)s is a guest. Guests take part in programs, and have no role here.") % {"name": person})
    if RoleGrant.objects.filter(user=person, role=role).exists():
        raise Refused(_("%(name)s has this role already.") % {"name": person})
    return ask(kind=Kind.GRANT_ROLE, person=person, topic=role, by=by, reason=reason)


@transaction.atomic
def revoke(*, person: User, role: str, by: User) -> None:
    """Take a role back at once, but never that of the last HR admin; what they asked for or approved falls with it."""
    if role == Role.HR_ADMIN:
        refuse_last_admin(person)
    revoked, _rows = RoleGrant.objects.filter(user=person, role=role).delete()
    if not revoked:
        return
    note_done(kind=Kind.REVOKE_ROLE, person=person, topic=role, by=by)
    if role == Role.HR_ADMIN:
        drop_acts_of([person.pk], by=by)


def refuse_last_admin(person: User) -> None:
    """Raises Refused when nobody else is HR admin."""
    grants = RoleGrant.objects.select_for_update(of=("self",)).filter(role=Role.HR_ADMIN)
    holders = list(grants.order_by("pk").select_related("user"))  # locked, lest two take each other's
    if {grant.user_id for grant in holders if grant.user.is_active} == {person.pk}:
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


def after_leaving(people: Collection[uuid.UUID], *, grants: Grants, by: User) -> None:
    """All HR admins hear whose roles (pairs of a user's id and a role) have ended; what those who left asked for,
    approved, or was asked about them falls. Inside the transaction in which they leave."""
    grants_held = [tuple(grant) for grant in grants]
    names = {str(pk): person for pk, person in User.objects.in_bulk([user for user, _role in grants_held]).items()}
    for user, role in grants_held:
        note_done(kind=HeldAct.Kind.REVOKE_ROLE, person=names[user], topic=role, by=by)
    if grants_held:
        drop_acts_of([user for user, _role in grants_held], by=by)
    drop_acts_about(people, by=by)


def ask_roles_back(grants: Grants, *, by: User) -> None:
    """Roles that an undone import took are asked for: nobody gives one alone, not even back."""
    acts = [HeldAct(kind=HeldAct.Kind.GRANT_ROLE, person_id=user, topic=role, asked_by=by) for user, role in grants]
    ask_for_many(acts)


@transaction.atomic
def appoint_hr_admin(*, email: str, name: str = "") -> tuple[User, bool]:
    """Make the person with this address an HR admin, and the person first if there is none.

    Whoever can run commands on the server vouches for the address, so it counts as verified. Returns the person
    and whether anything changed. Raises Refused for a bad address, a missing name and someone deactivated.
    """
    email = checked_address(email)
    user = User.objects.filter(email__iexact=email).first() or new_person(email, name)
    if not user.is_active:
        raise Refused(_("This person has left and cannot sign in. Reactivate them first, by a roster import."))
    changed = RoleGrant.objects.get_or_create(user=user, role=Role.HR_ADMIN)[1]
    if changed:
        recording.record(actor=None, act="role.granted", about=user, person=user, details={"role": Role.HR_ADMIN})
    EmailAddress.objects.update_or_create(
        user=user, email=user.email.lower(), defaults={"verified": True, "primary": True}
    )
    return user, changed


def checked_address(email: str) -> str:
    try:
        validate_email(email := email.strip().lower())
    except ValidationError:
        raise Refused(_("“%(email)s” is not an e-mail address.") % {"email": email}) from None
    return email


def new_person(email: str, name: str) -> User:
    """Someone who is not in the roster (yet); a later import recognises them by the address."""
    first, _space, last = name.strip().rpartition(" ")
    if not last:
        raise Refused(_("Nobody has this address yet. Give the name as well: --name “Omar Haddad”."))
    return User.objects.create_user(email, first_name=first or last, last_name=last if first else "")


def password_link(user: User) -> str:
    """The address where the person chooses a password; good once, for as long as PASSWORD_RESET_TIMEOUT says."""
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return site_url() + reverse("account_reset_password_from_key", kwargs=key)
