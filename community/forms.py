"""What people type in the community."""

from typing import Any, cast

from django import forms
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from community.audiences import Audience as SharedWith
from community.models import ManagerWord, ProgramCommunity, ReflectionAnswer, ReflectionQuestion, Thanks
from community.models.thanks import READERS
from frame.forms import audience
from frame.typed_bases import ModelForm
from pairings.models import Pairing
from people.models import User

Audience = ReflectionAnswer.Audience
READ_BY: dict[str, str | Promise] = {
    SharedWith.THEM: _("Only %(name)s"),
    SharedWith.PROGRAM: _("Everyone in the program, with both names"),
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
            label=self.fields["audience"].label, choices=choices, widget=forms.RadioSelect, initial=SharedWith.THEM
        )
        reasons = [(code, capfirst(label)) for code, label in Thanks.Reason.choices]
        self.fields["reason"] = forms.ChoiceField(
            label=self.fields["reason"].label, choices=reasons, widget=forms.RadioSelect
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


class AnswerForm(ModelForm):
    """Who reads it comes first. An answer for two names the pairing by its id: somebody may have two partners."""

    class Meta:
        model = ReflectionAnswer
        fields = ["text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 6})}

    field_order = ["readers", "text"]

    def __init__(self, *args: Any, pairings: list[Pairing], by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pairings = {str(pairing.pk): pairing for pairing in pairings}
        with_partner = _("%(name)s and me")
        for_two = [(key, str(with_partner) % {"name": self.pairings[key].partner_of(by).name}) for key in self.pairings]
        choices = [
            (Audience.MYSELF, _("Only me")), *for_two, (Audience.PROGRAM, _("Everyone in the program, with my name")),
        ]  # fmt: skip
        self.fields["readers"] = forms.ChoiceField(
            label=_("Who reads it?"), choices=choices, widget=forms.RadioSelect, initial=self.readers_before()
        )
        self.order_fields(self.field_order)
        audience(self.fields["text"], _("Those whom you have chosen above, and you"))

    def readers_before(self) -> str:
        """Whom one has chosen the last time; oneself at first, and once the pairing is over."""
        answer = cast(ReflectionAnswer, self.instance)
        key = str(answer.pairing_id)
        if answer.audience == Audience.PAIR and key in self.pairings:
            return key
        return Audience.PROGRAM if answer.audience == Audience.PROGRAM else Audience.MYSELF

    def chosen(self) -> dict[str, Any]:
        """What `answer_question` takes."""
        pairing = self.pairings.get(self.cleaned_data["readers"])
        chosen = Audience.PAIR if pairing else self.cleaned_data["readers"]
        return {"text": self.cleaned_data["text"], "audience": chosen, "pairing": pairing}


class QuestionForm(ModelForm):
    class Meta:
        model = ReflectionQuestion
        fields = ["text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        audience(self.fields["text"], _("Everyone in the program"))


class CommunityForm(ModelForm):
    """What a program allows in the community."""

    class Meta:
        model = ProgramCommunity
        fields = ["asks_questions", "tells_hours"]
        help_texts = {
            "asks_questions": _(
                "It comes in the weekly summary mail and stands on the page Community. Each person answers for "
                "themselves, with their partner or for everyone, or not at all."
            ),
            "tells_hours": _(
                "A leader may write two sentences to the mentor's line manager, which go there only if the mentor lets "
                "them. Ticked, the number of hours of meetings held stands beside them, and the mentor sees it first."
            ),
        }
