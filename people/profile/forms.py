"""Forms about oneself."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from people.directory.forms import PeopleChoice, WorkingForm, fit_to_assist
from people.forms.audience import audience
from people.models import User
from people.models.one_line import OneLineText


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
        PeopleChoice(
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
        return fit_to_assist(self.person, self.cleaned_data["assistants"])
