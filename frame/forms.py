"""How every form looks: Tabler's classes on the widgets, who will read a text, and errors that say what to do."""

import datetime as dt
from typing import Any

from django import forms
from django.core import validators
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

#: Lines of a text area unless its widget says otherwise; Django says "10" for every one.
ROWS, DJANGOS_ROWS = "4", "10"
CHECKS = (forms.CheckboxInput, forms.RadioSelect, forms.CheckboxSelectMultiple)
Text = str | Promise
SAYINGS: dict[type[forms.Field], dict[str, Any]] = {
    forms.Field: {"required": _("Please fill this in.")},
    forms.IntegerField: {"invalid": _("Enter a whole number, such as 12.")},
    forms.DateField: {"invalid": _("Enter a day that exists, such as 2026-11-26.")},
    forms.TimeField: {"invalid": _("Enter a time, such as 14:30.")},
    forms.DateTimeField: {"invalid": _("Enter a day and a time, such as 2026-11-26 14:30.")},
    forms.FileField: {
        "required": _("Choose a file."),
        "empty": _("This file is empty. Choose one that has something in it."),
    },
    forms.ChoiceField: {
        "required": _("Choose one."),
        "invalid_choice": _("This choice is not on offer any more. Choose one of the list."),
    },
    forms.MultipleChoiceField: {"required": _("Choose at least one.")},
    forms.ModelChoiceField: {
        "required": _("Choose one."),
        "invalid_choice": _("This choice is not on offer any more. Choose one of the list."),
    },
    forms.ModelMultipleChoiceField: {"required": _("Choose at least one.")},
    forms.BooleanField: {"required": _("Tick this box to go on.")},
}
#: Days beyond cannot be meant, and at the ends of the calendar no time zone can be reckoned with.
FIRST_DAY, LAST_DAY = dt.date(2000, 1, 1), dt.date(2099, 12, 31)


def widget_class(widget: forms.Widget) -> str:
    """The Tabler class of a widget; empty for hidden ones."""
    if widget.is_hidden:
        return ""
    if isinstance(widget, CHECKS):
        return "form-check-input"
    if isinstance(widget, forms.Select):
        return "form-select"
    return "form-control"


class TablerBoundField(BoundField):
    """A bound field that knows who reads it and describes itself to assistive technology."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        names = [attrs.pop("class", ""), widget.attrs.get("class", ""), widget_class(widget)]
        if self.errors and not widget.is_hidden:
            names.append("is-invalid")
        if classes := " ".join(dict.fromkeys(" ".join(names).split())):
            attrs["class"] = classes
        if str(widget.attrs.get("placeholder", "")).casefold() == str(self.label).casefold():
            del widget.attrs["placeholder"]
        if isinstance(widget, forms.Textarea):
            rows = str(widget.attrs.get("rows", DJANGOS_ROWS))
            attrs.setdefault("rows", ROWS if rows == DJANGOS_ROWS else rows)
        return attrs

    @property
    def aria_describedby(self) -> str | None:
        described = super().aria_describedby
        if described is not None and self.audience and self.auto_id:
            described = f"{self.auto_id}_audience {described}".strip()
        return described

    @property
    def audience(self) -> str:
        """Who will read what is typed here; empty where nothing was said."""
        readers = getattr(self.field, "audience", "")
        return str(readers.label if isinstance(readers, Audience) else readers)

    @property
    def audience_icon(self) -> str:
        readers = getattr(self.field, "audience", None)
        return ICONS[readers] if isinstance(readers, Audience) else "eye"

    @property
    def is_check(self) -> bool:
        """A single box, whose label stands behind it."""
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def first_id(self) -> str:
        """The id of the element an error message links to."""
        if self.use_fieldset and isinstance(self.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
            return f"{self.auto_id}_0"
        return self.id_for_label or self.auto_id

    def css_classes(self, extra_classes: Any = None) -> str:
        classes = super().css_classes(extra_classes)
        narrow = {"number": "field-number", "date": "field-short", "time": "field-short"}
        kind = getattr(self.field.widget, "input_type", "")
        return f"field {narrow.get(kind, '')} {classes}".strip()


class TablerRenderer(TemplatesSetting):
    """Set as FORM_RENDERER, so that `{{ form }}` and `{{ form.name.as_field_group }}` look right everywhere."""

    bound_field_class = TablerBoundField


class Audience(models.TextChoices):
    """The four audiences of a text; the labels are the words of the interface."""

    ME = "me", _("Only you")
    PAIR = "pair", _("The two of you")
    TEAM = "team", _("The program team")
    PROGRAM = "program", _("Everyone in the program")


#: The icon that stands before each audience.
ICONS = {
    Audience.ME: "lock-closed",
    Audience.PAIR: "user-group",
    Audience.TEAM: "clipboard-document-list",
    Audience.PROGRAM: "megaphone",
}


def audience[FieldT: forms.Field](field: FieldT, readers: "Audience | str | Promise") -> FieldT:
    """Mark a form field with its readers and give it back: `note = audience(forms.CharField(), Audience.PAIR)`.

    `readers` is an `Audience`, or any other sentence where none of the four fits ("HR and your coordinators").
    """
    vars(field).update(audience=readers)
    return field


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


def refuse_another_century(day: dt.date) -> None:
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValidationError(_("Enter a day of this century, such as 2026-11-26."))


def say_what_to_do() -> None:
    """Put our words where Django keeps its own; called once at start, so that no form has to repeat them."""
    forms.DateField.default_validators = [refuse_another_century]
    for field, words in SAYINGS.items():
        field.default_error_messages = {**field.default_error_messages, **words}
    validators.MinValueValidator.message = _("Enter %(limit_value)s or more.")
    validators.MaxValueValidator.message = _("Enter %(limit_value)s or less.")
    validators.MaxLengthValidator.message = ngettext_lazy(
        "This is too long: use at most %(limit_value)d character. You have %(show_value)d.",
        "This is too long: use at most %(limit_value)d characters. You have %(show_value)d.",
        "limit_value",
    )
    validators.validate_email.message = _("Enter an e-mail address such as name@example.com.")
