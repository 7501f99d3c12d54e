"""What a refused field says: what to do, not only what is wrong."""

import datetime as dt
from typing import Any

from django import forms
from django.core import validators
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

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
