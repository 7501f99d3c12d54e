"""What the team and the sponsor type about a review."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from frame.forms import DateInput, audience
from frame.posts import offer, offer_rows
from frame.typed_bases import ModelForm
from insights.models import ProgramReview, ReviewStep
from insights.program_review.services import owners_of
from people.clock import local_today
from programs.models import Program

READERS = _("The program team and the sponsor; everyone in the program once you publish it")


class LearntForm(ModelForm):
    instance: ProgramReview
    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = ProgramReview
        fields = ["learnt"]
        widgets = {"learnt": forms.Textarea(attrs={"rows": 10})}
        help_texts = {"learnt": _("What the results say to you, in plain words. At most 4,000 characters.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        audience(self.fields["learnt"], READERS)
        self.fields["learnt"].required = True
        self.initial["version"] = self.instance.version


class StepForm(ModelForm):
    instance: ReviewStep

    class Meta:
        model = ReviewStep
        fields = ["kind", "text", "owner", "due_on", "state"]
        widgets = {"text": forms.Textarea(attrs={"rows": 3}), "due_on": DateInput, "kind": forms.RadioSelect}
        labels = {"owner": _("Who sees to it"), "state": _("How it stands")}
        help_texts = {
            "owner": _("Read by the program team and the sponsor alone. They get a reminder before the day and on it."),
            "due_on": _("After it the program team finds it among what is to be looked at."),
        }

    def __init__(self, *args: Any, program: Program, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        audience(self.fields["text"], READERS)
        offer(self, "kind", [(value, capfirst(label)) for value, label in ReviewStep.Kind.choices])
        offer_rows(self, "owner", owners_of(program))

    def clean(self) -> dict[str, Any]:
        """A day needs somebody, and one that is set now must be still to come."""
        cleaned = super().clean() or {}
        due_on = cleaned.get("due_on")
        if due_on and "due_on" in self.changed_data and due_on < local_today(timezone.now()):
            self.add_error("due_on", _("This day has passed. Pick a later one."))
        if due_on and not cleaned.get("owner") and "owner" not in self.errors:
            self.add_error("owner", _("Say who sees to it until then, or leave the day empty."))
        return cleaned

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class SponsorForm(forms.Form):
    comment = audience(
        forms.CharField(
            label=_("Your comment"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
        ),
        _("The program team and you"),
    )
    signs = forms.BooleanField(label=_("I have read this and sign it off"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)
