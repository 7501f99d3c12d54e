"""The directory as a table."""

import django_tables2 as tables
from django.utils.translation import gettext_lazy

from frame.lists import ListTable
from people.models import User


class PeopleTable(ListTable):
    """Whoever are alike in what they are ordered by stand in the order of their ids, which tell nothing."""

    row_template = "components/rows/people.html"

    name = tables.Column(
        verbose_name=gettext_lazy("Name"),
        accessor="pk",
        order_by=("last_name", "first_name", "pk"),
    )
    department = tables.Column(
        verbose_name=gettext_lazy("Department"), accessor="department__name", order_by=("department__name", "pk")
    )
    level = tables.Column(verbose_name=gettext_lazy("Level"), order_by=("level", "pk"))
    manager = tables.Column(
        verbose_name=gettext_lazy("Manager"),
        order_by=("manager__last_name", "manager__first_name", "pk"),
    )
    place = tables.Column(
        verbose_name=gettext_lazy("Place"),
        accessor="location",
        order_by=("country", "city", "pk"),
    )

    class Meta:
        default = "–"
        order_by = ("name",)
        caption = gettext_lazy("People of the roster")
        empty_text = gettext_lazy("Nobody fits these filters.")

    def value_name(self, record: User) -> str:
        return str(record)
