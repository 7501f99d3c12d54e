"""The directory as a table."""

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frame.lists import ListTable
from frame.templatetags.frame import person, state
from people.models import User

ON_ONE_LINE = {"td": {"class": "text-nowrap"}}
NUMBER = {"td": {"class": "nums"}}


class PeopleTable(ListTable):
    """Whoever are alike in what they are ordered by stand in the order of their ids, which tell nothing."""

    name = tables.Column(
        verbose_name=gettext_lazy("Name"),
        accessor="pk",
        order_by=("last_name", "first_name", "pk"),
        attrs=ON_ONE_LINE,
    )
    department = tables.Column(
        verbose_name=gettext_lazy("Department"), accessor="department__name", order_by=("department__name", "pk")
    )
    level = tables.Column(verbose_name=gettext_lazy("Level"), attrs=NUMBER, order_by=("level", "pk"))
    manager = tables.Column(
        verbose_name=gettext_lazy("Manager"),
        order_by=("manager__last_name", "manager__first_name", "pk"),
        attrs=ON_ONE_LINE,
    )
    place = tables.Column(
        verbose_name=gettext_lazy("Place"),
        accessor="location",
        order_by=("country", "city", "pk"),
        attrs=ON_ONE_LINE,
    )

    class Meta:
        default = "–"
        order_by = ("name",)
        caption = gettext_lazy("People of the roster")
        empty_text = gettext_lazy("Nobody fits these filters.")

    def render_name(self, record: User) -> str:
        shown = person(record, url=reverse("person_detail", args=[record.pk]))
        return shown if record.is_active else format_html("{} {}", shown, state("none", _("left")))

    def value_name(self, record: User) -> str:
        return str(record)
