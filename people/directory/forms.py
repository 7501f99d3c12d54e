"""Forms with which HR changes one person."""

import datetime as dt
from typing import Any

from django import forms
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frame.errors import Refused
from frame.forms import Audience, audience
from frame.posts import Data, Files
from people.assistants import refuse_unfit
from people.directory.services import by_hand, entry_version, person_by_email
from people.models import LevelSource, User
from people.models.base import OneLineText
from people.orgchart import MAX_LEVEL
from people.profile.fields import LanguagesField
from people.profile.forms import OwnFieldsForm

OWN_AND_HR = gettext_lazy("The person and HR")


class PersonChoice(forms.EmailField):
    """A person of the roster, named by their e-mail; cleans to the active User, None when left empty."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 254} | kwargs)

    def clean(self, value: Any) -> Any:
        email = super().clean(value)
        if not email:
            return None
        try:
            return person_by_email(email)
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from None


#: Ten addresses as long as addresses may be.
MOST_CHARACTERS = 2600


class PeopleChoice(forms.CharField):
    """Some people of the roster, one e-mail in each line; cleans to a list of active Users."""

    widget = forms.Textarea(attrs={"rows": 3})

    def clean(self, value: Any) -> Any:
        lines = super().clean(value).replace(",", "\n").split()
        if len(lines) > 10:
            raise forms.ValidationError(_("Name at most ten people."))
        try:
            return [person_by_email(line) for line in dict.fromkeys(lines)]
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from None


class PersonForm(OwnFieldsForm):
    """What HR may change by hand; names, job and department come with the roster."""

    level = forms.IntegerField(
        label=gettext_lazy("Own level"),
        required=False,
        min_value=0,
        max_value=MAX_LEVEL,
        help_text=gettext_lazy("Counts before the roster, and is kept through imports. Empty: the roster's level."),
    )
    manager = audience(
        PersonChoice(
            label=gettext_lazy("Manager"),
            required=False,
            help_text=gettext_lazy("The manager's e-mail. The next import with a manager column may change it again."),
        ),
        OWN_AND_HR,
    )
    assistants = audience(
        PeopleChoice(
            label=gettext_lazy("Assistants"),
            required=False,
            max_length=MOST_CHARACTERS,
            help_text=gettext_lazy("One e-mail in each line. Assistants book and move meetings; they read no content."),
        ),
        OWN_AND_HR,
    )
    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Data | None = None, files: Files | None = None, *, person: User) -> None:
        initial = {
            "level": person.level if person.level_source == LevelSource.PERSON else None,
            "manager": person.manager.email if person.manager else "",
            "assistants": "\n".join(person.assistants.order_by("email").values_list("email", flat=True)),
            "version": entry_version(person),
        }
        super().__init__(data, files, person=person, initial=initial)

    def clean_assistants(self) -> list[User]:
        return fit_to_assist(self.person, self.cleaned_data["assistants"])

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in by_hand()}

    def texts(self) -> dict[str, str]:
        """Label → what was typed, for the page that shows two versions side by side."""
        return {str(field.label): _shown(field) for field in self.visible_fields()}


def _shown(field: forms.BoundField) -> str:
    value = field.field.prepare_value(field.value()) if isinstance(field.field, LanguagesField) else field.value()
    return ", ".join(str("" if value is None else value).split()) if field.name == "assistants" else _short(value)


def _short(value: Any) -> str:
    return value.strftime("%H:%M") if isinstance(value, dt.time) else str("" if value is None else value)


def fit_to_assist(person: User, others: list[User]) -> list[User]:
    """`others`, unless one of them cannot be an assistant of `person`."""
    try:
        refuse_unfit(person, others)
    except Refused as refusal:
        raise forms.ValidationError(str(refusal)) from None
    return others


class ConflictForm(forms.Form):
    """HR's word that two people must not be paired."""

    other = audience(
        PersonChoice(label=gettext_lazy("Not to be paired with"), help_text=gettext_lazy("The other person's e-mail.")),
        gettext_lazy("HR"),
    )
    note = audience(OneLineText(label=gettext_lazy("Why"), required=False, max_length=300), gettext_lazy("HR"))


class PrivateConflictForm(forms.Form):
    """A person's own word, which nobody else ever reads; matching keeps it without saying so. Any address is taken: who
    is in the roster cannot be found out here."""

    other = audience(
        forms.EmailField(
            label=gettext_lazy("I should not be paired with"),
            max_length=254,
            help_text=gettext_lazy("Their work e-mail. Check its spelling: whether it is known here is not said."),
        ),
        Audience.ME,
    )
    note = audience(OneLineText(label=gettext_lazy("Why"), required=False, max_length=300), Audience.ME)


class ReasonForm(forms.Form):
    """Why one asks for something that a second person has to agree to."""

    reason = audience(
        forms.CharField(
            label=gettext_lazy("Why"),
            max_length=300,
            required=False,
            help_text=gettext_lazy("So that the second person can judge it without asking you."),
        ),
        OWN_AND_HR,
    )


class AddressForm(ReasonForm):
    """Another address to sign in with."""

    email = audience(
        forms.EmailField(
            label=gettext_lazy("New sign-in e-mail"),
            max_length=254,
            help_text=gettext_lazy(
                "The old address gets a link. Who confirms there changes it at once; otherwise a second HR admin has "
                "to agree, and the old address may refuse for 72 hours."
            ),
        ),
        OWN_AND_HR,
    )
    field_order = ["email", "reason"]


class DomainForm(ReasonForm):
    """Another mail domain for everybody who has one now."""

    before = audience(
        forms.CharField(label=gettext_lazy("Mail domain now"), max_length=200, help_text=gettext_lazy("old.example")),
        gettext_lazy("HR"),
    )
    after = audience(
        forms.CharField(label=gettext_lazy("Mail domain from then on"), max_length=200), gettext_lazy("HR")
    )
    field_order = ["before", "after", "reason"]

    def clean_before(self) -> str:
        return domain_of(self.cleaned_data["before"])

    def clean_after(self) -> str:
        return domain_of(self.cleaned_data["after"])


def domain_of(text: str) -> str:
    """A mail domain as it stands behind the @; raises ValidationError for what is none."""
    domain = text.strip().lower().removeprefix("@")
    try:
        validate_email(f"somebody@{domain}")
    except forms.ValidationError:
        raise forms.ValidationError(_("Write a mail domain, such as larkfield.example.")) from None
    return domain
