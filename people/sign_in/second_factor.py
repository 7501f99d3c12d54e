"""The second factor: who must have one, whether this sign-in used it, and what becomes of a lost one.

Where REQUIRE_SECOND_FACTOR is on, HR admins, coordinators and operators whose sign-in did not use one get no further
than the page that sets one up, or that asks for it. That holds for every way of signing in, single sign-on included,
for sign-ins that are remembered, and from the moment on in which somebody is given such a role.
"""

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from people import sealed_secrets
from people.access import anyone
from people.audit import recording
from people.models import User
from people.offboarding import end_sessions
from people.roles_of_request import is_of_team
from people.upper_floors import notifications

#: Recovery codes stand in for a factor and are none.
FACTORS = (Authenticator.Type.WEBAUTHN, Authenticator.Type.TOTP)
#: What somebody may open who has no factor yet, and who has one that this sign-in did not use.
SET_UP = frozenset({"mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate", "account_logout"})
PROVE = frozenset({"mfa_reauthenticate", "mfa_reauthenticate_webauthn", "account_logout"})
#: Where secrets are sealed in what allauth keeps of a factor.
SEALED = {Authenticator.Type.TOTP: "secret", Authenticator.Type.RECOVERY_CODES: "seed"}

GetResponse = Callable[[HttpRequest], HttpResponse]


def must_have(user: User) -> bool:
    """HR admins, coordinators and operators, where the site requires it."""
    return bool(settings.REQUIRE_SECOND_FACTOR) and is_of_team(user)


def has_one(user: User) -> bool:
    return bool(Authenticator.objects.filter(user=user, type__in=FACTORS).exists())


def a_factor_of(person: str) -> Exists:
    """Whether people have a second factor, as a condition in a query over people; `person` names the column with
    their id."""
    return Exists(Authenticator.objects.filter(user=OuterRef(person), type__in=FACTORS))


def was_used(request: HttpRequest, user: User) -> bool:
    """Whether this very sign-in showed a second factor, or has set one up."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, user))


def may_remove(authenticator: Authenticator) -> bool:
    """Everything may go but the last factor of somebody who must have one."""
    others = Authenticator.objects.filter(user=authenticator.user_id, type__in=FACTORS).exclude(pk=authenticator.pk)
    return authenticator.type not in FACTORS or others.exists() or not must_have(authenticator.user)


class HalfSignedIn(HttpRequest):
    """The request of somebody who has yet to show a second factor, and sees no more of the site than a stranger."""

    second_factor_missing: bool


class SecondFactorMiddleware:
    """Leads those who must show a second factor to the page where they do, whatever page they asked for."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HalfSignedIn, view: Any, *_args: Any) -> HttpResponse | None:
        if not settings.REQUIRE_SECOND_FACTOR or getattr(view, "access_rule", None) is anyone:
            return None
        user = request.user
        if not isinstance(user, User) or was_used(request, user) or not must_have(user):
            return None
        request.second_factor_missing = True
        is_there = has_one(user)
        name = request.resolver_match.url_name if request.resolver_match else ""
        if name in (PROVE if is_there else SET_UP):
            return None
        page = _proof_of(user) if is_there else reverse("mfa_index")
        return HttpResponseClientRedirect(page) if getattr(request, "htmx", False) else redirect(page)


def _proof_of(user: User) -> str:
    """The page that asks for a factor; for a passkey where there is one, which allauth names last."""
    ways = [way for way in get_adapter().get_reauthentication_methods(user) if way["id"].startswith("mfa")]
    return str(ways[-1]["url"])


def note_set_up(request: HttpRequest, authenticator: Authenticator) -> None:
    """Who has just set a factor up has shown it: the sign-in counts as one with it."""
    record_authentication(request, authenticator.user, "mfa", id=authenticator.pk, type=authenticator.type)


@transaction.atomic
def reset_second_factor(*, person: User, by: User | None) -> None:
    """Take somebody's lost factor away: see `forget_second_factor`. `by` is None for the server's command line.

    In the browser two people decide (see people.approvals); this is what happens when both have agreed.
    """
    forget_second_factor(person=person)
    recording.record(actor=by, act="second_factor.reset", about=person, person=person)


@transaction.atomic
def forget_second_factor(*, person: User) -> None:
    """Remove all factors and recovery codes, end all sessions, and tell the owner by mail at once and in the product.
    To be recorded by whoever calls it."""
    Authenticator.objects.filter(user=person).delete()
    end_sessions([person.pk])
    message = get_adapter().render_mail("mfa/email/reset", person.email, {"user": person})
    transaction.on_commit(message.send)
    notifications().tell_of_reset(person)


def seal_factors_anew() -> int:
    """Seal all secrets of second factors under the newest key; returns how many. Raises InvalidToken for one that no
    key opens."""
    done = 0
    for authenticator in Authenticator.objects.filter(type__in=SEALED).select_for_update():
        name = SEALED[Authenticator.Type(authenticator.type)]
        authenticator.data[name] = sealed_secrets.seal_anew(authenticator.data[name])
        authenticator.save(update_fields=["data"])
        done += 1
    return done
