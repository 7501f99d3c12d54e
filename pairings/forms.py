"""What people type about pairings but the agreement: what has changed, a no or the wish to leave, confidential words,
look backs; and what the team does with many: pauses, and closing a cycle."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from frame.forms import Audience, DateInput, audience
from frame.posts import offer, offer_rows
from frame.typed_bases import ModelForm, ModelMultipleChoiceField
from pairings.models import ConfidentialWord, CycleClosing, EndRequest, Impact, NextWish, Pairing, WordLine
from pairings.models.impact import BETWEEN
from pairings.people_to_turn_to import Addressees
from pairings.querysets import PairingQuerySet
from pairings.services import Change
from people.clock import local_today
from people.models import User
from programs.models import Cycle

REASON_LENGTH = 1000
LENGTH = WordLine._meta.get_field("text").max_length
TO = dict(ConfidentialWord.To.choices)


class ImpactForm(ModelForm):
    """What has changed, as a number before and after."""

    instance: Impact

    class Meta:
        model = Impact
        fields = ["measure", "unit", "before", "after", "first_on", "last_on", "how"]
        widgets = {"first_on": DateInput, "last_on": DateInput, "how": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "measure": _("A few words, such as “time for the weekly report”."),
            "how": _("So that somebody else could find the same: looked up, counted, asked whom, or estimated."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        readers = _("The two of you; everyone in the program only once you have both released it")
        for name in ("measure", "how"):
            audience(self.fields[name], readers)
        for name in ("before", "after"):
            self.fields[name].error_messages["invalid"] = BETWEEN

    def clean(self) -> dict[str, Any]:
        """Something must have changed, in days that have come."""
        cleaned = super().clean() or {}
        before, after, first, last = (cleaned.get(name) for name in ("before", "after", "first_on", "last_on"))
        if before is not None and before == after:
            self.add_error("after", _("Before and after are the same. Write down what has changed."))
        if first and last and last < first:
            self.add_error("last_on", _("This day is before the first. Pick a later one."))
        if last and last > local_today(timezone.now()):
            self.add_error("last_on", _("This day is still to come. Write down what has been measured so far."))
        return cleaned

    @property
    def change(self) -> Change:
        return Change(**{name: self.cleaned_data[name] for name in self.Meta.fields})


def reason_field(**words: Any) -> forms.CharField:
    """Why somebody says no or wants to leave, which nobody has to say; the program team alone reads it."""
    widget = forms.Textarea(attrs={"rows": 3})
    label = _("Why, if you want to say")
    return audience(
        forms.CharField(label=label, required=False, max_length=REASON_LENGTH, widget=widget, **words), Audience.TEAM
    )


class DeclineForm(forms.Form):
    reason = reason_field(help_text=_("It helps the program team to propose somebody who fits better."))


class HandOverForm(forms.Form):
    note = forms.CharField(
        label=_("A word to whoever takes over, if you like"),
        required=False,
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What you were working on, who helps with what, when it is easy to meet. Nothing confidential."),
    )

    def __init__(self, *args: Any, partner: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        readers = gettext("%(name)s, and whoever takes over from you") % {"name": partner.short_name}
        audience(self.fields["note"], readers)


class LeaveForm(forms.Form):
    wish = forms.ChoiceField(
        label=_("What would you like?"),
        choices=[(wish, capfirst(label)) for wish, label in EndRequest.Wish.choices],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two. Nothing is chosen for you.")},
    )
    reason = reason_field()


def text_field(label: Any, readers: Any) -> forms.CharField:
    """A text whose readers are named beside it."""
    return audience(forms.CharField(label=label, max_length=LENGTH, widget=forms.Textarea(attrs={"rows": 6})), readers)


class WordForm(forms.Form):
    """Nothing is chosen beforehand; each way names everybody who would read it."""

    to = forms.ChoiceField(
        label=_("To whom?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who is to read it. Nobody is chosen for you.")},
    )
    text = text_field(_("What do you want to say?"), _("Only those you choose above, by name"))

    def __init__(self, *args: Any, addressees: Addressees, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = [
            (to, f"{capfirst(TO[to])}: {', '.join(person.name for person in people)}") for to, people in addressees.ways
        ]
        offer(self, "to", ways)


class LineForm(forms.Form):
    text = text_field(_("Answer"), _("Only the author and those the word is addressed to"))


class PauseForm(forms.Form):
    """All of the cycle, or those that are ticked, of which `listed` are shown. No reason: the two read none."""

    everyone = forms.BooleanField(label=_("All pairs of this cycle"), required=False)
    pairings = ModelMultipleChoiceField(
        Pairing.objects.none(), label=_("Or these"), required=False, widget=forms.CheckboxSelectMultiple
    )
    until = forms.DateField(
        label=_("Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_(
            "The last day of the pause; they go on at the next 9:00 or 16:00 of a working day after it. "
            "Empty: until you let them go on."
        ),
    )

    def __init__(self, *args: Any, pairings: PairingQuerySet, listed: Iterable[Pairing], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.running = pairings
        offer_rows(self, "pairings", pairings)
        offer(
            self, "pairings", [(str(pair.pk), f"{pair.junior.user.name}, {pair.senior.user.name}") for pair in listed]
        )

    def clean(self) -> dict[str, Any]:
        """Somebody must be chosen, and the day must lie ahead."""
        cleaned = super().clean() or {}
        if not cleaned.get("everyone") and not cleaned.get("pairings"):
            self.add_error("pairings", _("Choose at least one pair, or all."))
        until = cleaned.get("until")
        if until and until < local_today(timezone.now()):
            self.add_error("until", _("Choose a day that is still to come."))
        return cleaned

    @property
    def chosen(self) -> PairingQuerySet:
        return self.running if self.cleaned_data["everyone"] else self.cleaned_data["pairings"]


class LookBackForm(forms.Form):
    """A word of thanks, and what one would like next; without the latter once the cycle has closed."""

    thanks = audience(
        forms.CharField(
            label=_("A word of thanks to the other one"),
            max_length=1000,
            required=False,
            widget=forms.Textarea(attrs={"rows": 4}),
            help_text=_("Delivered when both of you have closed, or after two weeks. Until then you can change it."),
        ),
        _("The other one of you two, and nobody before it is delivered"),
    )
    wish = audience(
        forms.ChoiceField(
            label=_("What would you like next?"),
            required=False,
            widget=forms.RadioSelect,
            help_text=_("It says nothing about your partner. The next partner is found anew, like everybody's."),
        ),
        _("The program team, once the cycle has closed"),
    )

    def __init__(self, data: Any = None, *, is_closed: bool, may_change_sides: bool, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        wishes = [
            (wish, capfirst(label))
            for wish, label in NextWish.Wish.choices
            if may_change_sides or wish != NextWish.Wish.OTHER
        ]
        offer(self, "wish", [("", _("I do not know yet")), *wishes])
        if is_closed:
            del self.fields["wish"]


class ClosingForm(ModelForm):
    """The rule by which pairs end."""

    instance: CycleClosing

    class Meta:
        model = CycleClosing
        fields = ["least_met", "carries_over", "next_cycle", "invites_silent", "review"]
        widgets = {"review": forms.RadioSelect}
        help_texts = {
            "least_met": _("Who met less often, or never, is ended instead; both read the same words."),
            "carries_over": _(
                "Both are asked again in the next cycle, and either may say no in confidence. What each of them would "
                "like is read by nobody before the cycle has closed."
            ),
            "next_cycle": _("Whoever would like to go on is invited to it, with their answers offered again."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cycle = self.instance.cycle
        enrolling = Cycle.objects.filter(program=cycle.program_id, state=Cycle.State.ENROLLING).exclude(pk=cycle.pk)
        offer_rows(self, "next_cycle", enrolling, none=_("No cycle: nobody is invited"))
        self.fields["next_cycle"].required = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("carries_over") and not cleaned.get("next_cycle") and "next_cycle" not in self.errors:
            self.add_error("next_cycle", _("Choose the cycle in which these pairs go on; start it first if need be."))
        return cleaned
