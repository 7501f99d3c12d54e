"""The first HR admin, appointed by whoever runs the server; later ones are appointed in the browser."""

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from frame.errors import Refused
from people.audit import recording
from people.models import Role, RoleGrant, User
from people.models.organization import site_url


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
