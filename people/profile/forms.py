"""The form in which people set what is theirs, and what it shares with HR's form about them."""

from typing import Any

from django import forms
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from frame.forms import audience
from frame.posts import Data, Files
from people.models import User
from people.profile.fields import profile_fields
from people.working_time import working_hours_problem


class OwnFieldsForm(forms.Form):
    """The fields of people/profile/fields.py that the person sets (`is_own`), or HR too."""

    is_own = False

    def __init__(
        self, data: Data | None = None, files: Files | None = None, *, person: User, initial: dict[str, Any]
    ) -> None:
        self.own_fields = profile_fields(is_own=self.is_own)
        super().__init__(
            data, files, initial=initial | {field.name: getattr(person, field.name) for field in self.own_fields}
        )
        self.person = person
        for field in self.own_fields:
            self.fields[field.name] = field.form_field(is_own=self.is_own)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if problem := working_hours_problem(cleaned.get("works_from"), cleaned.get("works_until")):
            self.add_error("works_until", problem)
        return cleaned


#: Ten addresses as long as addresses may be.
MOST_CHARACTERS = 2600


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


class ProfileForm(OwnFieldsForm):
    """What is one's own, and who books for one."""

    is_own = True
    assistants = audience(
        AddressesField(
            label=_("My assistants"),
            required=False,
            max_length=MOST_CHARACTERS,
            help_text=_(
                "For leaders. One e-mail in each line. They see date and place of your meetings and may book and move "
                "them, and see nothing of what you write or agree. An address that the roster does not have, or that "
                "belongs to the HR or program team or a sponsor, does nothing; which one that is, is not said here. "
                "Ask your assistants whether they see your meetings."
            ),
        ),
        _("You, HR and your assistants"),
    )

    def __init__(self, data: Data | None = None, files: Files | None = None, *, person: User) -> None:
        present = person.assistants.values_list("email", flat=True)
        addresses = sorted({email.lower() for email in present} | {*person.named_assistants})
        super().__init__(data, files, person=person, initial={"assistants": "\n".join(addresses)})
        self.order_fields([field.name for field in self.own_fields])

    def clean_assistants(self) -> list[str]:
        emails: list[str] = self.cleaned_data["assistants"]
        if self.person.email.lower() in emails:
            raise forms.ValidationError(_("Nobody is their own assistant."))
        return emails
