"""What one wants to be sent, signed in or from a link in a mail."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from frame.forms.bound_data import posted
from notifications import kinds, services
from notifications.forms import PreferencesForm
from notifications.kinds import Kind
from notifications.services import read_token
from people.access import HARMLESS, PersonRequest, anyone, page, signed_in


@page(signed_in, post=HARMLESS)
def preferences(request: PersonRequest) -> HttpResponse:
    form = PreferencesForm(*posted(request), user=request.user)
    if request.method == "POST" and form.is_valid():
        services.save_preferences(user=request.user, wanted=form.cleaned_data["wanted"], offered=form.offered)
        messages.success(request, _("Your choice is saved."))
        return redirect("preferences")
    names = {"form": form, "rows": list(form.rows())}
    return render(request, "notifications/preferences.html", names, status=422 if form.errors else 200)


@page(anyone, post=HARMLESS)
@csrf_exempt
def unsubscribe(request: PersonRequest, token: str) -> HttpResponse:
    """Looking changes nothing; one POST switches the mails of a kind off (RFC 8058: no sign-in, no CSRF token)."""
    user_id, kind = whose(token)
    if request.method == "POST":
        services.unsubscribe(user_id=user_id, kind=kind.code)
    return render(request, "notifications/unsubscribe.html", {"kind": kind, "is_done": request.method == "POST"})


def whose(token: str) -> tuple[uuid.UUID, Kind]:
    """The person and the kind; 404 for a token that is not ours or a kind that cannot be switched off."""
    known = read_token(token)
    kind = kinds.find(known[1]) if known else None
    if known is None or kind is None or not kind.can_be_switched_off:
        raise Http404
    return known[0], kind
