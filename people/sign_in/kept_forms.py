"""What somebody typed into a form after their sign-in had ended: kept for an hour, and theirs alone.

It lies in the cache under a key that only the cookie of that browser holds, so that nobody else can read it: neither
who signs in there next, nor who looks into the cache.
"""

import json
import secrets
from dataclasses import dataclass
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from frame.cookies import guarded
from frame.error_pages import problem_details, wants_json
from frame.navigation import address_inside
from people.access import PersonRequest, page, signed_in
from people.sign_in.session_lifetime import owner_of

COOKIE = "kept-form"
KEPT_S = 3600
MOST_BYTES = 512 * 1024
NOT_KEPT = ("csrfmiddlewaretoken",)
Fields = list[tuple[str, list[str]]]


@dataclass(frozen=True)
class KeptForm:
    """Where it was going to, and each field as it was typed."""

    path: str
    fields: Fields

    @property
    def hidden(self) -> list[tuple[str, str]]:
        return [(name, value) for name, values in self.fields for value in values]

    @property
    def texts(self) -> list[str]:
        """What one would want to see again: values of several words."""
        return [value for _name, value in self.hidden if " " in value.strip()]


class LoginRequired(LoginRequiredMiddleware):
    """Django's, which loses nothing that was typed."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponse:  # type: ignore[override]
        if wants_json(request):
            return problem_details(401)
        back_url = address_inside(request, request.headers.get("Referer", ""), default="/")
        if is_in_background(request):
            return render(request, "components/signed_out.html", {"back": back_url}, status=401)
        if request.method != "POST":
            return super().handle_no_permission(request, view_func)
        response = HttpResponseRedirect(reverse("account_login", query={"next": back_url}))
        owner = owner_of(request) if hasattr(view_func, "access_rule") else ""
        if owner and keep(request, response, owner):
            response["Location"] = reverse("account_login", query={"next": reverse("kept_form")})
            messages.info(request, _("You were signed out meanwhile. Sign in, and what you typed is still there."))
        return response


def is_in_background(request: HttpRequest) -> bool:
    """A part of a page, or a draft: the page itself, with what is typed there, stays where it is."""
    return bool(request.headers.get("HX-Request")) or request.headers.get("X-Requested-With") == "XMLHttpRequest"


def keep(request: HttpRequest, response: HttpResponse, owner: str) -> bool:
    """Keep the posted form and give the browser its key; False for what is too large, or was a file."""
    fields: Fields = [(name, values) for name, values in request.POST.lists() if name not in NOT_KEPT]
    content = json.dumps({"owner": owner, "path": request.get_full_path(), "fields": fields}).encode()
    if request.FILES or len(content) > MOST_BYTES:
        return False
    name, key = secrets.token_hex(16), Fernet.generate_key()
    cache.set(f"{COOKIE}:{name}", Fernet(key).encrypt(content), KEPT_S)
    response.set_cookie(
        guarded(COOKIE),
        f"{name}.{key.decode()}",
        max_age=KEPT_S,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return True


def kept_for(request: PersonRequest) -> KeptForm | None:
    """What was kept in this browser for the one who is signed in now."""
    name, _dot, key = request.COOKIES.get(guarded(COOKIE), "").partition(".")
    sealed_form = cache.get(f"{COOKIE}:{name}") if name.isalnum() else None
    try:
        fields = json.loads(Fernet(key.encode()).decrypt(sealed_form, ttl=KEPT_S)) if sealed_form else {}
    except (InvalidToken, ValueError):
        return None
    return KeptForm(fields["path"], fields["fields"]) if fields.get("owner") == str(request.user.pk) else None


@page(signed_in)
def kept_form(request: PersonRequest) -> HttpResponse:
    """The form that was sent too late, to be sent now."""
    fields = kept_for(request)
    if fields is None:
        messages.warning(request, _("What was typed is not kept any more. It is there for an hour, for who typed it."))
        return redirect("/")
    return render(request, "people/kept_form.html", {"kept": fields})
