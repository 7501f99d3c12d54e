"""When somebody else may have been in an account: every passkey goes and every other sign-in ends, in one step. A new
password alone leaves a passkey that an intruder has added."""

import time

from allauth.account.adapter import get_adapter
from allauth.mfa.base.internal.flows import delete_and_cleanup
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from frame.errors import Refused
from people.models import User
from people.sign_in.second_factor import FACTORS, must_have, was_used

#: In the session, from a password set through a link until the page after it.
FROM_LINK = "password_from_link"
#: In the session, since when the page after it is open (seconds since 1970, UTC); so long it asks for nothing more.
ASKED_AT, OPEN_S = "clean_sweep_at", 15 * 60


def is_due(request: HttpRequest, user: User) -> bool:
    """Whether to ask after this sign-in: the password was set through a link, and there are passkeys. Asked once."""
    if not request.session.pop(FROM_LINK, False) or not passkeys_of(user):
        return False
    request.session[ASKED_AT] = time.time()
    return True


def has_just_set_a_password(request: HttpRequest) -> bool:
    return bool(time.time() - request.session.get(ASKED_AT, 0) < OPEN_S)


def passkeys_of(user: User) -> list[Authenticator]:
    """The oldest first."""
    return list(Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).order_by("created_at"))


@transaction.atomic
def sweep(request: HttpRequest, user: User) -> None:
    """Remove every passkey of the one who is signed in, and end every sign-in but this one. Twice is once.

    Raises Refused where the second step that a role needs would go and was not shown in this sign-in: whoever has only
    the password, or a mailbox, takes no second step away.
    """
    passkeys = passkeys_of(user)
    others = Authenticator.objects.filter(user=user, type__in=FACTORS).exclude(
        pk__in=[passkey.pk for passkey in passkeys]
    )
    if passkeys and must_have(user) and not others.exists() and not was_used(request, user):
        raise Refused(_("Your role needs a second step. Sign in with it first, or set up an authenticator app."))
    for passkey in passkeys:
        delete_and_cleanup(request, passkey)
    if passkeys:
        get_adapter().send_notification_mail("mfa/email/webauthn_removed", user)
    for session in UserSession.objects.filter(user=user).exclude(session_key=request.session.session_key):
        session.end()
