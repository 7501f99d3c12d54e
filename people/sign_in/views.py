"""Pages about one's own sign-in that are ours, because the roster decides there."""

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.views import remove_webauthn
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from people.access import HARMLESS, PersonRequest, page, signed_in
from people.sign_in.second_factor import may_remove


@page(signed_in)
def account_email(request: PersonRequest) -> HttpResponse:
    """The sign-in address: shown, never changed here; takes the place of allauth's page of that name."""
    return render(request, "account/email.html")


@page(signed_in, post=HARMLESS)
def passkey_remove(request: PersonRequest, pk: int) -> HttpResponse:
    """allauth's page, which does not ask by itself whether the last factor may go."""
    mine = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.WEBAUTHN)
    if not may_remove(get_object_or_404(mine, pk=pk)):
        messages.warning(request, _("Your role needs a second step. Set up another one first."))
        return redirect("mfa_index")
    response: HttpResponse = remove_webauthn(request, pk=pk)
    return response
