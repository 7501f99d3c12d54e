"""Filters of the people of a cycle and of the directory one invites from; all of them live in the URL."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from frame.lists import ListFilter
from people.models import Department, User
from people.querysets import UserQuerySet
from programs.closeness import TeamScope
from programs.models import Cycle, Participant, Side, Topic
from programs.participant_counts import ParticipantCounts

SEARCH = forms.TextInput(attrs={"type": "search"})


class ParticipantFilter(ListFilter):
    """Search, side, state, department, level and topic of the people of one cycle.

    By state and topic nobody is found whose state or answers the reader is not shown."""

    drawn_apart = ("side", "state")
    drawn_beside = ("who", "all")

    q = django_filters.CharFilter(label=_("Search"), method="search", widget=SEARCH)
    side = django_filters.ChoiceFilter(label=_("Side"), choices=Side.choices)
    state = django_filters.ChoiceFilter(label=_("State"), choices=Participant.State.choices, method="by_state")
    department = django_filters.ChoiceFilter(
        label=_("Department"), field_name="user__department", empty_label=_("All departments")
    )
    level = django_filters.ChoiceFilter(label=_("Level"), field_name="user__level", empty_label=_("All levels"))
    topic = django_filters.ModelChoiceFilter(
        label=_("Topic"), method="by_topic", queryset=Topic.objects.none(), empty_label=_("All topics")
    )

    class Meta:
        model = Participant
        fields: list[str] = []

    def __init__(
        self, *args: Any, cycle: Cycle, counts: ParticipantCounts, team_scope: TeamScope, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.sight = team_scope
        self.filters["topic"].queryset = Topic.objects.filter(program=cycle.program)
        self.filters["level"].extra["choices"] = counts.levels
        self.filters["department"].extra["choices"] = counts.departments

    def search(self, queryset: QuerySet[Participant], name: str, value: str) -> QuerySet[Participant]:
        return queryset.filter(user__in=User.objects.search(value).order_by())

    def by_state(self, queryset: QuerySet[Participant], name: str, value: str) -> QuerySet[Participant]:
        return queryset.filter(state=value).exclude(self.sight.hidden)

    def by_topic(self, queryset: QuerySet[Participant], name: str, value: Topic) -> QuerySet[Participant]:
        return queryset.filter(choices__topic=value).exclude(self.sight.of_others)


class DirectoryFilter(ListFilter):
    """Search, department and levels of people who could be invited."""

    drawn_beside = ("who", "all", "side")

    q = django_filters.CharFilter(label=_("Name, job title, e-mail or city"), method="search", widget=SEARCH)
    department = django_filters.ModelMultipleChoiceFilter(
        label=_("Departments"), queryset=Department.objects.all(), widget=forms.CheckboxSelectMultiple
    )
    level_from = django_filters.NumberFilter(label=_("Level from"), field_name="level", lookup_expr="gte", min_value=0)
    level_to = django_filters.NumberFilter(label=_("Level to"), field_name="level", lookup_expr="lte", min_value=0)

    class Meta:
        model = User
        fields: list[str] = []

    def search(self, people: UserQuerySet, name: str, value: str) -> UserQuerySet:
        return people.search(value)
