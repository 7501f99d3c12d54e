"""Who will read a text: said beside the field, before one types."""

from django import forms
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


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


def audience[FieldT: forms.Field](field: FieldT, who: "Audience | str | Promise") -> FieldT:
    """Mark a form field with its readers and give it back: `note = audience(forms.CharField(), Audience.PAIR)`.

    `who` is an `Audience`, or any other sentence where none of the four fits ("HR and your coordinators").
    """
    field.audience = who  # type: ignore[attr-defined]
    return field
