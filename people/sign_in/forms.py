"""allauth's forms in our words."""

from typing import Any

from allauth.account.forms import LoginForm, ResetPasswordForm, ResetPasswordKeyForm
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm, LoginWebAuthnForm
from allauth.mfa.webauthn.internal.auth import clear_state, get_state
from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from fido2.webauthn import UserVerificationRequirement

from frame.forms import Audience, audience
from frame.navigation import address_inside
from people.sign_in.links import ask_for_link, confirm_address
from people.sign_in.session_lifetime import set_length

LONGEST_NAME = 60


def name_address(field: forms.Field) -> None:
    """One name for the address everywhere, and no label said twice."""
    field.label = _("E-mail address")
    field.widget.attrs.pop("placeholder", None)


class SignInForm(LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_address(self.fields["login"])
        self.fields["password"].help_text = ""
        if "remember" in self.fields:
            self.fields["remember"].label = _("Keep me signed in on this device")

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        response: HttpResponse = super().login(request, redirect_url)
        set_length(request, self.user, wants_to_stay=bool(self.cleaned_data.get("remember")))
        return response


class PasswordLinkForm(ResetPasswordForm):
    """Asks for a link. Nobody is looked up: the same is done for a known address and for an unknown one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_address(self.fields["email"])

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        email: str = self.cleaned_data["email"]
        then = address_inside(request, request.POST.get("then", ""), default="")
        ask_for_link(request=request, email=email, then=then)
        return email


class FirstCodeForm(ActivateTOTPForm):
    """The code that sets up an authenticator app is used up by that: it does not sign in as well."""

    def clean_code(self) -> str:
        code: str = super().clean_code()
        if not TOTP(Authenticator(user=self.user))._mark_code_used(code):
            raise get_adapter().validation_error("incorrect_code")
        return code


class PasswordFromLinkForm(ResetPasswordKeyForm):
    """A password set through the link in a message; the link was sent to the roster's address only."""

    def save(self) -> None:
        super().save()
        confirm_address(user=self.user)


class AddPasskeyForm(AddWebAuthnForm):
    name = audience(
        forms.CharField(
            label=_("Name"),
            required=False,
            max_length=LONGEST_NAME,
            help_text=_("So that you know it again: my phone, the key on my ring."),
        ),
        Audience.ME,
    )
    passwordless = forms.BooleanField(
        label=_("Sign in with it instead of the password"),
        required=False,
        initial=True,
        help_text=_("Take the tick away for a security key without PIN or fingerprint."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["name", "passwordless", "credential"])


class PasskeySignInForm(LoginWebAuthnForm):
    """A passkey instead of the password. Its PIN or fingerprint is checked where the challenge asks for it, and a
    challenge asked for beside somebody's password, which lies in the session under one name with this, does not."""

    def clean_credential(self) -> Authenticator:
        if (get_state() or {}).get("user_verification") != UserVerificationRequirement.REQUIRED:
            clear_state()
            raise get_adapter().validation_error("incorrect_code")
        authenticator: Authenticator = super().clean_credential()
        return authenticator


class RenamePasskeyForm(EditWebAuthnForm):
    name = audience(forms.CharField(label=_("Name"), max_length=LONGEST_NAME), Audience.ME)
