"""Small forms about one participant."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from frame.forms.audience import Audience, audience
from frame.versions import VersionedForm
from people.models.base import OneLineText
from programs.models import Participant


class PlaceForm(VersionedForm):
    """What the program team may correct about a place."""

    class Meta:
        model = Participant
        fields = ("capacity", "is_paused", "team_note")
        help_texts = {
            "capacity": _("From 1 to 5. Pairings that are there already stay."),
            "is_paused": _("For example while somebody is on leave; the next match leaves them out."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        audience(self.fields["team_note"], Audience.TEAM)


class NoteForm(forms.Form):
    note = audience(OneLineText(label=_("Note"), max_length=300, required=False), Audience.TEAM)
