"""What signing in leaves in the audit log. The libraries that do it say so by signals.

Of HR admins, coordinators and operators HR reads the sign-ins; everybody else's are read by themselves alone, and
stay so when they join the team later. Of these only the day is kept, and for a shorter time: to the second they would
tell, in a copy of the database, who answered a review or asked for a pause.
"""

import datetime as dt
import secrets
from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
)
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from people.audit import recording
from people.clock import day_of
from people.models import User
from people.roles_of_request import is_of_team
from people.sign_in import second_factor
from people.sign_in.clean_sweep import FROM_LINK

DAY_S = 24 * 3600


def _record(act: str, user: User | None, actor: User | None, **details: str) -> None:
    is_private = user is not None and not is_of_team(user)
    at = day_of(timezone.now()) if is_private else None
    recording.record(actor=actor, act=act, person=user, details=details, is_private=is_private, at=at)


@receiver(user_logged_in)
def signed_in(request: HttpRequest, user: User, **_kwargs: Any) -> None:
    _record("sign_in.done", user, user, second_factor="yes" if second_factor.was_used(request, user) else "no")


@receiver(user_logged_in, dispatch_uid="update_last_login")
def note_last_login(user: User, **_kwargs: Any) -> None:
    """In place of Django's receiver, which comes later and has the same name: the day, at a second drawn by lot, for
    each sign-in voids the links to set a password that were sent before it. Of second factors that people without a
    role of the team used, the day as well."""
    day = day_of(timezone.now())
    user.last_login = day + dt.timedelta(seconds=secrets.randbelow(DAY_S))
    user.save(update_fields=["last_login"])
    if not is_of_team(user):
        Authenticator.objects.filter(user=user, last_used_at__gt=day).update(last_used_at=day)


@receiver(user_logged_out)
def signed_out(user: User | None, **_kwargs: Any) -> None:
    if user is not None:
        _record("sign_in.ended", user, user)


@receiver(user_login_failed)
def failed(credentials: dict[str, Any], **_kwargs: Any) -> None:
    """A wrong password, for the account it was tried on. For nobody's account it is recorded as well, without what was
    typed: the answer must not take longer where there is an account."""
    address = str(credentials.get("email") or credentials.get("username") or "")
    _record("sign_in.failed", User.objects.filter(email__iexact=address).first(), None, step="password")


@receiver(authentication_failed)
def factor_failed(user: User, **_kwargs: Any) -> None:
    _record("sign_in.failed", user, None, step="second factor")


@receiver(authenticator_added)
def factor_added(request: HttpRequest, user: User, authenticator: Authenticator, **_kwargs: Any) -> None:
    if authenticator.type in second_factor.FACTORS:
        second_factor.note_set_up(request, authenticator)
        _record("second_factor.added", user, user, kind=authenticator.type)


@receiver(authenticator_removed)
def factor_removed(user: User, authenticator: Authenticator, **_kwargs: Any) -> None:
    if authenticator.type in second_factor.FACTORS:
        _record("second_factor.removed", user, user, kind=authenticator.type)


@receiver(authenticator_reset)
def codes_renewed(user: User, **_kwargs: Any) -> None:
    _record("second_factor.codes_renewed", user, user)


@receiver(password_reset)
def by_a_link(request: HttpRequest, **_kwargs: Any) -> None:
    """The page after it asks whether somebody else may have been in."""
    request.session[FROM_LINK] = True


@receiver([password_changed, password_reset, password_set])
def password_is_another(user: User, **_kwargs: Any) -> None:
    _record("password.changed", user, user)
