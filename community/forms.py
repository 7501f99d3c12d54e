"""What people type in the community."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from community.audiences import Audience
from community.models import ManagerWord, ProgramCommunity, Thanks
from community.models.thanks import READERS
from frame.forms import audience
from frame.typed_bases import ModelForm
from people.models import User

READ_BY: dict[str, str | Promise] = {
    Audience.THEM: _("Only %(name)s"),
    Audience.PROGRAM: _("Everyone in the program, with both names"),
}


class ThanksForm(ModelForm):
    """Who reads it comes first, before anything is typed."""

    class Meta:
        model = Thanks
        fields = ["audience", "reason", "text"]
        widgets = {
            "audience": forms.RadioSelect,
            "reason": forms.RadioSelect,
            "text": forms.Textarea(attrs={"rows": 4}),
        }
        labels = {"audience": _("Who reads it?")}

    def __init__(self, *args: Any, to: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(code, str(READ_BY[code]) % {"name": to.short_name}) for code in READERS]
        self.fields["audience"] = forms.ChoiceField(
            label=self.fields["audience"].label, choices=choices, widget=forms.RadioSelect, initial=Audience.THEM
        )
        self.fields["reason"] = forms.ChoiceField(
            label=self.fields["reason"].label, choices=Thanks.Reason.choices, widget=forms.RadioSelect
        )
        audience(self.fields["text"], _("Those whom you have chosen above, and you"))


class ManagerWordForm(ModelForm):
    class Meta:
        model = ManagerWord
        fields = ["text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}
        help_texts = {"text": _("What they have given you, and what it was good for.")}

    def __init__(self, *args: Any, mentor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        readers = _("%(name)s; their line manager only if %(name)s lets it go there")
        audience(self.fields["text"], str(readers) % {"name": mentor.short_name})


class CommunityForm(ModelForm):
    """What a program allows in the community."""

    class Meta:
        model = ProgramCommunity
        fields = ["tells_hours"]
        help_texts = {
            "tells_hours": _(
                "A leader may write two sentences to the mentor's line manager, which go there only if the mentor lets "
                "them. Ticked, the number of hours of meetings held stands beside them, and the mentor sees it first."
            ),
        }
