"""Forms about oneself."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.assisting import refuse_unfit
from people.directory.forms import PeopleChoice, UnknownPerson, WorkingForm
from people.errors import Refused
from people.forms.audience import audience
from people.models import User
from people.models.one_line import OneLineText

#: One sentence for all of it: neither who is in the roster nor who looks after programs can be found out here.
NOT_THESE = _(
    "One of these addresses cannot be your assistant's: it is not in the roster, or belongs to the HR or program team. "
    "Check the spelling, or ask HR."
)


class AssistantsField(PeopleChoice):
    def clean(self, value: Any) -> list[User]:
        try:
            return super().clean(value)  # type: ignore[no-any-return]
        except UnknownPerson:
            raise forms.ValidationError(NOT_THESE) from None


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
        AssistantsField(
            label=_("My assistants"),
            required=False,
            help_text=_("For leaders. One e-mail in each line. They see date and place of your meetings and may book "
                        "and move them, and see nothing of what you write or agree."),
        ),
        _("You, HR and your assistants"),
    )  # fmt: skip
    field_order = ["preferred_name", "time_zone", "works_from", "works_until", "spoken_languages", "assistants"]

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        initial = {name: getattr(person, name) for name in (*WorkingForm.base_fields, "preferred_name")}
        initial["assistants"] = "\n".join(person.assistants.order_by("email").values_list("email", flat=True))
        super().__init__(*args, initial=initial, **kwargs)
        self.person = person
        audience(self.fields["spoken_languages"], _("You, HR and your partner"))

    def clean_assistants(self) -> list[User]:
        others: list[User] = self.cleaned_data["assistants"]
        try:
            refuse_unfit(self.person, others)
        except Refused as refusal:
            raise forms.ValidationError(str(refusal) if self.person in others else NOT_THESE) from None
        return others
