"""allauth's forms in our words."""

from typing import Any

from allauth.account.forms import LoginForm, ResetPasswordForm, ResetPasswordKeyForm
from django import forms
from django.utils.translation import gettext_lazy as _

from people.addresses import confirm_address


def name_address(field: forms.Field) -> None:
    """One name for the address everywhere, and no label said twice."""
    field.label = _("E-mail address")
    field.widget.attrs.pop("placeholder", None)


class SignInForm(LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_address(self.fields["login"])
        self.fields["password"].help_text = ""
        self.fields["remember"].label = _("Keep me signed in on this device")
        self.fields["remember"].required = False


class PasswordLinkForm(ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_address(self.fields["email"])


class PasswordFromLinkForm(ResetPasswordKeyForm):
    """A password set through the link in a message; the link was sent to the roster's address only."""

    def save(self) -> None:
        super().save()
        confirm_address(user=self.user)
