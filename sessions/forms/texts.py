"""Agenda, things to do, insights."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pairings.models import Pairing
from people.forms.audience import Audience, audience
from people.forms.widgets import DateInput
from people.models import User
from programs.models import Side
from sessions.entries import ItemEntry
from sessions.models import ActionItem, Insight

INSIGHT_READERS = [
    (Insight.Audience.PAIR, _("The two of us")),
    (Insight.Audience.PROGRAM, _("Everyone in the program, once my partner agrees too")),
]


class AgendaForm(forms.Form):
    agenda = audience(
        forms.CharField(
            label=_("Agenda"),
            max_length=4000,
            required=False,
            widget=forms.Textarea(attrs={"rows": 6}),
        ),
        Audience.PAIR,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


def names_of_two(pairing: Pairing, user: User) -> list[tuple[str, str]]:
    """The two sides by name, the reader as "you"."""
    return [
        (Side.JUNIOR, name_of(pairing.junior.user, user)),
        (Side.SENIOR, name_of(pairing.senior.user, user)),
    ]


def name_of(person: User, reader: User) -> str:
    return str(_("You")) if person == reader else person.short_name


class ItemForm(forms.Form):
    """Something to do; a commitment is always the leader's."""

    text = audience(forms.CharField(label=_("What is to be done"), max_length=300), Audience.PAIR)
    kind = forms.ChoiceField(
        label=_("What it is"),
        choices=[
            (ActionItem.Kind.ACTION, _("An action item of one of you")),
            (ActionItem.Kind.COMMITMENT, _("A commitment: a promise of the leader, which the mentor confirms")),
        ],
        initial=ActionItem.Kind.ACTION,
        widget=forms.RadioSelect,
    )
    owner = forms.ChoiceField(label=_("Who does it"), widget=forms.RadioSelect)
    due_on = forms.DateField(label=_("Due on"), required=False, widget=DateInput())

    def __init__(self, *args: Any, pairing: Pairing, user: User, item: ActionItem | None = None, **kwargs: Any) -> None:
        initial: dict[str, Any] = {"owner": pairing.side_of(user)}
        if item:
            initial = {"text": item.text, "owner": item.owner, "due_on": item.due_on}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["owner"].choices = names_of_two(pairing, user)  # type: ignore[attr-defined]
        if item:
            del self.fields["kind"]
        if item and item.is_commitment:
            del self.fields["owner"]

    def entry(self) -> ItemEntry:
        cleaned = self.cleaned_data
        return ItemEntry(
            text=cleaned["text"],
            kind=cleaned.get("kind", ActionItem.Kind.ACTION),
            owner=cleaned.get("owner", Side.SENIOR),
            due_on=cleaned["due_on"],
        )


class InsightForm(forms.Form):
    text = audience(
        forms.CharField(label=_("Insight"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})),
        _("The two of you; everyone in the program only if you both agree"),
    )
    audience = forms.ChoiceField(
        label=_("Who should read it"),
        choices=INSIGHT_READERS,
        initial=Insight.Audience.PAIR,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, insight: Insight | None = None, **kwargs: Any) -> None:
        super().__init__(*args, initial={"text": insight.text} if insight else None, **kwargs)
        if insight:
            del self.fields["audience"]
