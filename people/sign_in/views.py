"""Pages about one's own sign-in that are ours, because the roster decides there."""

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.views import remove_webauthn
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from people.access import access, signed_in
from people.sign_in.second_factor import may_remove


@require_safe
@access(signed_in)
def account_email(request: HttpRequest) -> HttpResponse:
    """The sign-in address: shown, never changed here; takes the place of allauth's page of that name."""
    return render(request, "account/email.html")


@require_http_methods(["GET", "POST"])
@access(signed_in)
def passkey_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """allauth's page, which does not ask by itself whether the last factor may go."""
    mine = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.WEBAUTHN)  # type: ignore[misc]
    if not may_remove(get_object_or_404(mine, pk=pk)):
        messages.warning(request, _("Your role needs a second step. Set up another one first."))
        return redirect("mfa_index")
    return remove_webauthn(request, pk=pk)
