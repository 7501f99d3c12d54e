"""The directory as a table."""

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frame.tables import PlainTable
from frame.templatetags.frame import person, state
from people.models import User


class PeopleTable(PlainTable):
    name = tables.Column(
        verbose_name=gettext_lazy("Name"),
        accessor="pk",
        order_by=("last_name", "first_name", "id"),
        attrs={"td": {"class": "text-nowrap"}},
    )
    department = tables.Column(verbose_name=gettext_lazy("Department"), accessor="department__name", default="–")
    level = tables.Column(
        verbose_name=gettext_lazy("Level"), attrs={"td": {"class": "nums"}}, default="–", order_by=("level", "id")
    )
    manager = tables.Column(
        verbose_name=gettext_lazy("Manager"),
        order_by=("manager__last_name", "manager__first_name"),
        default="–",
        attrs={"td": {"class": "text-nowrap"}},
    )
    place = tables.Column(
        verbose_name=gettext_lazy("Place"),
        accessor="location",
        order_by=("country", "city", "id"),
        default="–",
        attrs={"td": {"class": "text-nowrap"}},
    )

    class Meta:
        order_by = ("name",)
        caption = gettext_lazy("People of the roster")
        empty_text = gettext_lazy("Nobody fits these filters.")

    def render_name(self, record: User) -> str:
        shown = person(record, url=reverse("person_detail", args=[record.pk]))
        return shown if record.is_active else format_html("{} {}", shown, state("none", _("left")))
