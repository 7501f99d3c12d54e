"""What a person wants to be sent."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms

from frame.forms.bound_data import offer
from notifications import kinds
from notifications.kinds import Kind
from notifications.states import Channel
from people.models import User


def offered_to(user: User) -> list[Kind]:
    """The kinds on a person's preferences page."""
    return [kind for kind in kinds.all_kinds() if kind.is_for is None or kind.is_for(user)]


@dataclass(frozen=True)
class Box:
    """One checkbox: a kind on a channel."""

    value: str
    label: str
    is_checked: bool


class PreferencesForm(forms.Form):
    """One checkbox per kind and channel; a kind that cannot be switched off has none."""

    wanted = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.offered = offered_to(user)
        offer(self, "wanted", [(value, value) for value in choices_of(self.offered)])

    def clean_wanted(self) -> set[tuple[str, str]]:
        return {(code, channel) for code, _, channel in (one.partition(":") for one in self.cleaned_data["wanted"])}

    def rows(self) -> Iterator[tuple[Kind, list[Box]]]:
        """Each kind with its boxes, as they are now; one query."""
        off = set(self.user.channel_preferences.filter(is_wanted=False).values_list("kind", "channel"))
        for kind in self.offered:
            yield kind, [box(kind, channel, (kind.code, channel) not in off) for channel in kind.channels]


def choices_of(offered: Iterable[Kind]) -> list[str]:
    return [f"{kind.code}:{channel}" for kind in offered if kind.can_be_switched_off for channel in kind.channels]


def box(kind: Kind, channel: str, is_checked: bool) -> Box:
    return Box(f"{kind.code}:{channel}", str(Channel(channel).label), is_checked)
