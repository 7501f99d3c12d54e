"""Forms with which HR adds people by hand, and vouches for guests."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frame.errors import Refused
from frame.forms import Audience, DateInput, audience
from people.directory import adding
from people.directory.adding import NewPerson
from people.directory.forms import OWN_AND_HR
from people.directory.services import person_by_email
from people.models import User
from people.models.base import NameText, OneLineText
from people.orgchart import MAX_LEVEL
from people.profile.fields import ZoneField
from people.timezones import grouped_after

TEAM = gettext_lazy("The person, HR, the team of their programs and their partner")


class ManagerChoice(forms.CharField):
    """Somebody of the roster by address or name; cleans to the active User, None when left empty."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        if "@" in text:
            try:
                return person_by_email(text)
            except Refused as refusal:
                raise forms.ValidationError(str(refusal)) from None
        people = list(User.objects.active().search(text).order_by("last_name", "first_name", "pk")[:6])
        if len(people) == 1:
            return people[0]
        if not people:
            raise forms.ValidationError(_("Nobody is found by “%(text)s”. Write the address.") % {"text": text})
        names = ", ".join(f"{person.plain_name} ({person.email})" for person in people[:5])
        more = " …" if len(people) > 5 else ""
        raise forms.ValidationError(
            _("Several people are found by “%(text)s”. Write the address of the one you mean: %(names)s")
            % {"text": text, "names": names + more}
        )


class AddPersonForm(forms.Form):
    """Somebody whom no roster has. Whoever may be the same person is asked about once, before they are added."""

    first_name = audience(NameText(label=gettext_lazy("First name"), max_length=120), Audience.PROGRAM)
    last_name = audience(NameText(label=gettext_lazy("Last name"), max_length=120), Audience.PROGRAM)
    email = audience(
        forms.EmailField(
            label=gettext_lazy("E-mail"),
            max_length=254,
            help_text=gettext_lazy("They sign in with it. A later import knows them by it."),
        ),
        OWN_AND_HR,
    )
    job_title = audience(OneLineText(label=gettext_lazy("Job title"), required=False, max_length=160), TEAM)
    department = audience(
        OneLineText(
            label=gettext_lazy("Department"),
            required=False,
            max_length=120,
            help_text=gettext_lazy("One that is not there yet is made."),
        ),
        TEAM,
    )
    level = forms.IntegerField(
        label=gettext_lazy("Own level"),
        required=False,
        min_value=0,
        max_value=MAX_LEVEL,
        help_text=gettext_lazy("Empty: as the job title or the reporting line has it."),
    )
    manager = audience(
        ManagerChoice(
            label=gettext_lazy("Manager"),
            required=False,
            max_length=254,
            help_text=gettext_lazy("Name or address of somebody in the roster."),
        ),
        OWN_AND_HR,
    )
    country = audience(OneLineText(label=gettext_lazy("Country"), required=False, max_length=120), TEAM)
    time_zone = ZoneField(
        label=gettext_lazy("Time zone"), required=False, choices=grouped_after(gettext_lazy("The organisation's"))
    )
    is_vouched_for = forms.BooleanField(
        label=gettext_lazy("I vouch for this address: I know that it is theirs"),
        required=False,
        help_text=gettext_lazy(
            "Only for a guest without an address of the organisation. HR and the person read that it was you."
        ),
    )
    guest_until = forms.DateField(
        label=gettext_lazy("Guest until"),
        required=False,
        widget=DateInput(),
        help_text=gettext_lazy(
            "Only for a guest. After this day they can no longer sign in, and a pairing ends; HR is told 14 days ahead."
        ),
    )
    is_another = forms.BooleanField(label=gettext_lazy("It is another person"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.namesakes: list[User] = []
        self.present: User | None = None
        self.fields["is_another"].widget = forms.HiddenInput()

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        self.present = adding.person_with(email)
        if self.present and self.present.is_active:
            raise forms.ValidationError(_("%(name)s has this address already.") % {"name": self.present.plain_name})
        if self.present:
            raise forms.ValidationError(
                _("%(name)s had this address and has left. Take them back on their page, if it is the same person.")
                % {"name": self.present.plain_name}
            )
        return email

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self._check_guest(cleaned)
        if not self.errors and not cleaned.get("is_another"):
            self._ask_about_namesakes(cleaned)
        return cleaned

    def _check_guest(self, cleaned: dict[str, Any]) -> None:
        email, until = cleaned.get("email"), cleaned.get("guest_until")
        if until:
            try:
                adding.refuse_guest_until(until)
            except Refused as refusal:
                self.add_error("guest_until", str(refusal))
        if cleaned.get("is_vouched_for") and not until and "guest_until" not in self.errors:
            self.add_error("guest_until", _("Say until when you vouch for it."))
        elif until and not cleaned.get("is_vouched_for"):
            self.add_error("is_vouched_for", _("A guest needs somebody of HR who vouches for the address."))
        elif email and not until and not adding.is_at_home(email):
            self.add_error("email", adding.outside_words(email))

    def _ask_about_namesakes(self, cleaned: dict[str, Any]) -> None:
        self.namesakes = adding.namesakes(cleaned["first_name"], cleaned["last_name"])
        if self.namesakes:
            self.fields["is_another"].widget = forms.CheckboxInput()
            self.add_error(
                "is_another", _("Somebody of this name is here already. Look whether it is the same person.")
            )

    @property
    def new_person(self) -> NewPerson:
        """What was said, once it is valid."""
        names = [name for name in self.cleaned_data if name not in ("is_vouched_for", "is_another")]
        return NewPerson(**{name: self.cleaned_data[name] for name in names})


class GuestForm(forms.Form):
    """Until when HR vouches for a guest's address."""

    guest_until = forms.DateField(label=gettext_lazy("Guest until"), widget=DateInput())
    is_vouched_for = forms.BooleanField(label=gettext_lazy("I vouch for this address: I know that it is theirs"))

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["guest_until"].initial = person.guest_until
