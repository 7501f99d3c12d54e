"""The browser's own fields, and the 1 to 5 scale."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


class DateInput(forms.DateInput):
    """The browser's own date field."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    """The browser's own time field, in minutes."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


class DateTimeInput(forms.DateTimeInput):
    """The browser's own field for a date and a time, in the person's time zone."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class Rating(forms.RadioSelect):
    """A row of numbers to pick from, with words at both ends."""

    template_name = "django/forms/widgets/rating.html"

    def __init__(self, low: Text = "", high: Text = "", attrs: dict[str, Any] | None = None, choices: Any = ()) -> None:
        super().__init__(attrs, choices)
        self.low, self.high = low, high

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"] |= {"low": self.low, "high": self.high}
        return context


def rating_field(label: Any, *, low: Text = "", high: Text = "", top: int = 5, required: bool = True,
                 help_text: Any = "") -> forms.TypedChoiceField:  # fmt: skip
    """A field for a whole number from 1 to `top`; cleans to int, or None when left out.

    `low` and `high` say what the ends mean ("Not at all", "Very much" unless given).
    """
    return forms.TypedChoiceField(
        label=label,
        choices=[(number, str(number)) for number in range(1, top + 1)],
        coerce=int,
        empty_value=None,
        required=required,
        help_text=help_text,
        widget=Rating(low or _("Not at all"), high or _("Very much")),
    )
