"""Forms about oneself."""

from typing import Any

from django import forms
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from frame.forms.audience import audience
from frame.forms.bound_data import Data, Files
from people.directory.forms import WorkingForm
from people.models import User
from people.models.base import OneLineText


class AddressesField(forms.CharField):
    """Some e-mail addresses, one in each line; whether they are anybody's is not asked."""

    widget = forms.Textarea(attrs={"rows": 3})

    def clean(self, value: Any) -> list[str]:
        lines = super().clean(value).lower().replace(",", "\n").split()
        if len(lines) > 10:
            raise forms.ValidationError(_("Name at most ten people."))
        for line in lines:
            checked_address(line)
        return list(dict.fromkeys(lines))


def checked_address(line: str) -> None:
    try:
        validate_email(line)
    except forms.ValidationError:
        raise forms.ValidationError(_("“%(line)s” is not an e-mail address.") % {"line": line}) from None


class ProfileForm(WorkingForm):
    """How one is called, when one works, and who books for one."""

    preferred_name = audience(
        OneLineText(
            label=_("Preferred name"),
            required=False,
            max_length=120,
            help_text=_("Instead of your first name, wherever you are named."),
        ),
        _("Everyone who meets you here"),
    )
    assistants = audience(
        AddressesField(
            label=_("My assistants"),
            required=False,
            help_text=_("For leaders. One e-mail in each line. They see date and place of your meetings and may book "
                        "and move them, and see nothing of what you write or agree. An address that the roster does "
                        "not have, or that belongs to the HR or program team, does nothing; which one that is, is not "
                        "said here. Ask your assistants whether they see your meetings."),
        ),
        _("You, HR and your assistants"),
    )  # fmt: skip
    field_order = ["preferred_name", "time_zone", "works_from", "works_until", "spoken_languages", "assistants"]

    def __init__(self, data: Data | None = None, files: Files | None = None, *, person: User) -> None:
        initial = {name: getattr(person, name) for name in (*WorkingForm.base_fields, "preferred_name")}
        there = person.assistants.values_list("email", flat=True)
        initial["assistants"] = "\n".join(sorted({email.lower() for email in there} | {*person.named_assistants}))
        super().__init__(data, files, initial=initial)
        self.person = person
        audience(self.fields["spoken_languages"], _("You, HR and your partner"))

    def clean_assistants(self) -> list[str]:
        named: list[str] = self.cleaned_data["assistants"]
        if self.person.email.lower() in named:
            raise forms.ValidationError(_("Nobody is their own assistant."))
        return named
