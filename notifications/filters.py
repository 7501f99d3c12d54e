"""What the outbox page can be narrowed to."""

import uuid
from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from frame.lists import ListFilter
from notifications import kinds
from notifications.kinds import Channel
from notifications.models import Delivery
from notifications.querysets import DeliveryQuerySet
from people.models import User
from people.search import named


def kind_choices() -> list[tuple[str, str]]:
    """The kinds that an outbox can show to anybody."""
    shown_kinds = (kind for kind in kinds.all_kinds() if not kind.is_secret)
    return sorted(((kind.code, str(kind.label)) for kind in shown_kinds), key=lambda choice: choice[1])


class OutboxFilter(ListFilter):
    """`programs` are the names of those that may be chosen, by id."""

    drawn_apart = ("state",)

    q = django_filters.CharFilter(
        method="search", label=_("Recipient"), widget=forms.TextInput(attrs={"type": "search"})
    )
    kind = django_filters.ChoiceFilter(choices=kind_choices, label=_("Message"), empty_label=_("All messages"))
    program = django_filters.ChoiceFilter(field_name="scope", label=_("Program"), empty_label=_("All programs"))
    channel = django_filters.ChoiceFilter(choices=Channel.choices, label=_("By"), empty_label=_("Every way"))
    state = django_filters.ChoiceFilter(choices=Delivery.State.choices, label=_("State"), method="leave_states")

    class Meta:
        model = Delivery
        fields: list[str] = []

    def __init__(self, *args: Any, programs: dict[uuid.UUID, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["program"].extra["choices"] = sorted(
            ((str(pk), name) for pk, name in programs.items()), key=lambda choice: choice[1]
        )

    def search(self, queryset: DeliveryQuerySet, name: str, value: str) -> DeliveryQuerySet:
        """By name or address."""
        return queryset.filter(recipient__in=User.objects.filter(named(value)).order_by())

    def leave_states(self, queryset: DeliveryQuerySet, name: str, value: str) -> DeliveryQuerySet:
        """All of them: the page counts each, and then shows one."""
        return queryset
