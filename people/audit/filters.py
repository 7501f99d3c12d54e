"""What the audit log can be narrowed to; all of it lives in the URL."""

import datetime as dt
import uuid
from typing import Any

import django_filters
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from frame.lists import ListFilter
from people.audit import lines as audit_words
from people.models import AuditEntry, User
from people.models.audit import AuditQuerySet
from people.querysets import UserQuerySet
from people.search import named

DAY = forms.DateInput(attrs={"type": "date"})


def act_choices() -> list[tuple[str, str]]:
    return [(act, str(words)) for act, words in audit_words.all_acts()]


class AuditFilter(ListFilter):
    """`programs` are the names of those that may be chosen, by id."""

    who = django_filters.CharFilter(label=_("Who did it"), method="by_actor")
    whom = django_filters.CharFilter(label=_("About whom"), method="by_person")
    act = django_filters.ChoiceFilter(label=_("What"), choices=act_choices, empty_label=_("Everything"))
    program = django_filters.ChoiceFilter(label=_("Program"), field_name="program_id", empty_label=_("All programs"))
    since = django_filters.DateFilter(label=_("From"), method="by_first_day", widget=DAY)
    until = django_filters.DateFilter(label=_("To"), method="by_last_day", widget=DAY)

    class Meta:
        model = AuditEntry
        fields: list[str] = []

    def __init__(self, *args: Any, programs: dict[uuid.UUID, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by_name = sorted(((str(pk), name) for pk, name in programs.items()), key=lambda choice: choice[1])
        self.filters["program"].extra["choices"] = by_name

    def by_actor(self, entries: AuditQuerySet, name: str, value: str) -> AuditQuerySet:
        return entries.filter(actor__in=_called(value))

    def by_person(self, entries: AuditQuerySet, name: str, value: str) -> AuditQuerySet:
        return entries.filter(person__in=_called(value))

    def by_first_day(self, entries: AuditQuerySet, name: str, value: dt.date) -> AuditQuerySet:
        return entries.filter(at__gte=_start_of(value))

    def by_last_day(self, entries: AuditQuerySet, name: str, value: dt.date) -> AuditQuerySet:
        return entries.filter(at__lt=_start_of(value + dt.timedelta(days=1)))


def _called(words: str) -> UserQuerySet:
    """The people whose name or address holds every one of the words."""
    return User.objects.filter(named(words)).order_by()


def _start_of(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))
