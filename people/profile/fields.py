"""What people set about themselves. A new field is one entry of the list, with a column of `User` of its name.

The form on one's own profile, HR's form, the page about the person, who reads it, and whether pairs are looked at again
when it changes are drawn from it. Assistants are people and no column: `people/profile/forms.py`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from frame.forms import TimeInput, audience
from people.cldr import code_of, names_of
from people.models import User
from people.models.base import NameText
from people.person_records import Readers
from people.timezones import grouped_after, name_of
from people.working_time import days_in_words, working_time_of

Text = str | Promise


class LanguagesField(forms.CharField):
    """Languages with commas, as people write them; cleans to a list of two-letter codes."""

    def prepare_value(self, value: Any) -> Any:
        return names_of(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        words = [word.strip() for word in super().clean(value).replace(";", ",").split(",") if word.strip()]
        for word in words:
            if not code_of(word):
                raise forms.ValidationError(_("“%(word)s” is not known. Write it in English: German.") % {"word": word})
        return list(dict.fromkeys(code_of(word) for word in words))


class ZoneField(forms.ChoiceField):
    """A time zone to choose. One that is set and not offered (UTC+5, or a name of long ago) stays what it is."""

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        present = form.get_initial_for_field(self, field_name)
        if present and not self.valid_value(present):
            self.choices = [*cast("Iterable[Any]", self.choices), (present, name_of(present))]
        return super().get_bound_field(form, field_name)


class WeekdaysField(forms.MultipleChoiceField):
    """Weekdays to tick; cleans to their ISO numbers in a row, 12345 for Monday to Friday."""

    def __init__(self, **kwargs: Any) -> None:
        choices = [(str(number), WEEKDAYS[number - 1]) for number in range(1, 8)]
        super().__init__(choices=choices, required=False, widget=forms.CheckboxSelectMultiple, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return list(value or "")

    def has_changed(self, initial: Any, data: Any) -> bool:
        return sorted(initial or "") != sorted(data or [])

    def clean(self, value: Any) -> Any:
        return "".join(sorted(super().clean(value)))


@dataclass(frozen=True, kw_only=True)
class ProfileField:
    """One thing that people set about themselves.

    `field` makes the form field, which cleans to the value of the column `name`. `readers` are said beside it where it
    takes words; HR may set it too unless `is_hrs_too` is off, and reads `readers_to_hr` there. `shown` is what stands
    under `title` on the page about the person, for `shown_to`; without it nothing does. With `is_matched_by` the
    person's pairs are looked at again when it changes.
    """

    name: str
    field: Callable[[], forms.Field]
    readers: Text = ""
    is_hrs_too: bool = True
    readers_to_hr: Text = ""
    title: Text = ""
    shown: Callable[[User], object] | None = None
    shown_to: Readers = Readers.TEAM
    is_matched_by: bool = False

    def form_field(self, *, is_own: bool) -> forms.Field:
        """A new field, with who reads it; `is_own` on the form of the person themselves."""
        readers = self.readers if is_own else self.readers_to_hr
        return audience(self.field(), readers) if readers else self.field()


PROFILE_FIELDS = (
    ProfileField(
        name="preferred_name",
        field=lambda: NameText(
            label=_("Preferred name"), required=False, max_length=120,
            help_text=_("Instead of your first name, wherever you are named."),
        ),
        readers=_("Everyone who meets you here"),
        is_hrs_too=False,
    ),
    ProfileField(
        name="time_zone",
        field=lambda: ZoneField(
            label=_("Time zone"), required=False, choices=grouped_after(_("Not known: the organisation's"))
        ),
        title=_("Time zone"),
        shown=lambda person: name_of(person.time_zone) or gettext("not known, so the organisation's is used"),
        is_matched_by=True,
    ),
    ProfileField(
        name="works_from",
        field=lambda: forms.TimeField(label=_("Works from"), widget=TimeInput()),
        title=_("Works from"),
        shown=lambda person: f"{person.works_from:%H:%M}",
        is_matched_by=True,
    ),
    ProfileField(
        name="works_until",
        field=lambda: forms.TimeField(label=_("Works until"), widget=TimeInput()),
        title=_("Works until"),
        shown=lambda person: f"{person.works_until:%H:%M}",
        is_matched_by=True,
    ),
    ProfileField(
        name="working_days",
        field=lambda: WeekdaysField(
            label=_("Working days"),
            help_text=_("Reminders come on these, never on public holidays. None ticked: those of your country."),
        ),
        title=_("Working days"),
        shown=lambda person: days_in_words(working_time_of(person).days),
    ),
    ProfileField(
        name="most_partners",
        field=lambda: forms.IntegerField(
            label=_("Partners at once, at most"), required=False, min_value=1, max_value=20,
            help_text=_(
                "In all programs together, from the day a pair begins. Empty: as many as you offer in each program. "
                "The teams of your programs and HR read the number."
            ),
        ),
        title=_("Partners at once, at most"),
        shown=lambda person: person.most_partners or gettext("not said"),
    ),
    ProfileField(
        name="spoken_languages",
        field=lambda: LanguagesField(
            label=_("Languages spoken"), required=False, max_length=200, help_text=_("With commas: German, English")
        ),
        readers=_("You, HR, the team of your programs and your partner"),
        readers_to_hr=_("The person, HR, the team of their programs and their partner"),
        title=_("Languages"),
        shown=lambda person: names_of(person.spoken_languages),
        is_matched_by=True,
    ),
)  # fmt: skip


def profile_fields(*, is_own: bool) -> list[ProfileField]:
    """Those that the person sets, or those that HR sets too."""
    return [field for field in PROFILE_FIELDS if is_own or field.is_hrs_too]


def profile_facts(person: User, *, is_hr: bool) -> list[tuple[Text, object]]:
    """What people set, each under its title, for a reader of the page about the person."""
    return [
        (field.title, field.shown(person))
        for field in PROFILE_FIELDS
        if field.shown and (is_hr or field.shown_to is Readers.TEAM)
    ]
