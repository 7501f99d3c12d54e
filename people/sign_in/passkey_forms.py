"""allauth's forms about passkeys in our words."""

from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from frame.forms.audience import Audience, audience

LONGEST_NAME = 60


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


class RenamePasskeyForm(EditWebAuthnForm):
    name = audience(forms.CharField(label=_("Name"), max_length=LONGEST_NAME), Audience.ME)
