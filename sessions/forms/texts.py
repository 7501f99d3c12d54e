"""Agenda, things to do, insights."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from frame.forms import Audience, DateInput, audience
from frame.isolation import bare
from frame.posts import Data, Files, offer
from pairings.models import Pairing
from people.models import User
from people.models.base import OneLineText
from programs.models import Side
from sessions.form_data import ItemEntry
from sessions.item_guess import guess
from sessions.models import ActionItem, Insight, Win

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


def guessed_items(text: str, *, pairing: Pairing, writer: User, met_on: dt.date) -> list[ItemEntry]:
    """What `writer` typed about things to do, a line each."""
    people: dict[str, User] = {Side.JUNIOR: pairing.junior.user, Side.SENIOR: pairing.senior.user}
    names = {side: [bare(person.short_name), person.first_name, person.plain_name] for side, person in people.items()}
    return guess(text, writer=pairing.side_of(writer), names=names, met_on=met_on)


def hint_for_items(pairing: Pairing, user: User) -> str:
    """How lines are read, and that what the leader is to do counts as promised."""
    other = pairing.partner_of(user).short_name
    lines = gettext("A line each, or “nothing”: “%(other)s: send the deck by Friday”, “I will read it next week”.")
    promise = gettext("What you are to do becomes a commitment, which %(other)s can say is seen or not yet.")
    if pairing.side_of(user) == Side.JUNIOR:
        promise = gettext("What %(other)s is to do becomes a commitment, which you can say is seen or not yet.")
    change = gettext("Who does it and until when is guessed, and can be changed on the next page.")
    return f"{lines} {change} {promise}" % {"other": other}


class ItemForm(forms.Form):
    """Something to do; a commitment is always the leader's."""

    text = audience(OneLineText(label=_("What is to be done"), max_length=300), Audience.PAIR)
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

    def __init__(self, data: Data | None = None, files: Files | None = None, *, pairing: Pairing, user: User,
                 item: ActionItem | None = None, **kwargs: Any) -> None:  # fmt: skip
        initial: dict[str, Any] = {"owner": pairing.side_of(user)}
        if item:
            initial = {"text": item.text, "owner": item.owner, "due_on": item.due_on, "kind": item.kind}
        super().__init__(data, files, initial=initial, **kwargs)
        self.kept_kind = item.kind if item else ActionItem.Kind.ACTION
        offer(self, "owner", names_of_two(pairing, user))
        if item and not item.is_slip(user, timezone.now()):
            del self.fields["kind"]
            if item.is_commitment:
                del self.fields["owner"]

    def entry(self) -> ItemEntry:
        cleaned = self.cleaned_data
        return ItemEntry(
            text=cleaned["text"],
            kind=cleaned.get("kind", self.kept_kind),
            owner=cleaned.get("owner", Side.SENIOR),
            due_on=cleaned["due_on"],
        )


class ItemAdjustForm(forms.Form):
    """Owner and date of an item, changed where it stands; a commitment that the other may have read keeps its owner."""

    who = forms.ChoiceField(label=_("Who does it"))
    due_on = forms.DateField(label=_("Due on"), required=False, widget=DateInput())

    def __init__(self, data: Data | None = None, files: Files | None = None, *, item: ActionItem, user: User) -> None:
        owner = item.kind if item.is_commitment else item.owner
        super().__init__(data, files, auto_id=f"{item.pk}_%s", initial={"who": owner, "due_on": item.due_on})
        promise = gettext("%(name)s, as a commitment") % {"name": name_of(item.pairing.senior.user, user)}
        choices = [*names_of_two(item.pairing, user), (ActionItem.Kind.COMMITMENT, promise)]
        if not item.is_slip(user, timezone.now()):
            choices = choices[-1:] if item.is_commitment else choices[:-1]
        offer(self, "who", choices)
        self.item = item

    def entry(self) -> ItemEntry:
        """The item with its words, and owner and date as chosen."""
        owner, due_on = self.cleaned_data["who"], self.cleaned_data["due_on"]
        if owner == ActionItem.Kind.COMMITMENT:
            return ItemEntry(self.item.text, Side.SENIOR, owner, due_on)
        return ItemEntry(self.item.text, owner, ActionItem.Kind.ACTION, due_on)


class WithdrawForm(forms.Form):
    reason = audience(
        forms.CharField(
            label=_("Why it is withdrawn"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
            error_messages={"required": _("Say in a sentence why it is withdrawn.")},
        ),
        Audience.PAIR,
    )  # fmt: skip


class WinForm(forms.Form):
    """The words of a win, changed where it stands."""

    text = audience(OneLineText(label=_("A small win"), max_length=300), Audience.PAIR)

    def __init__(self, data: Data | None = None, files: Files | None = None, *, win: Win) -> None:
        super().__init__(data, files, auto_id=f"{win.pk}_%s", initial={"text": win.text})


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

    def __init__(self, data: Data | None = None, files: Files | None = None, *, insight: Insight | None = None) -> None:
        super().__init__(data, files, initial={"text": insight.text} if insight else None)
        if insight:
            del self.fields["audience"]
