"""The tables of people."""

import uuid
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import django_tables2 as tables
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frame.lists import ListTable
from programs.closeness import NOT_SHOWN
from programs.models import Participant, Side

State = Participant.State


def pick_column() -> tables.Column:
    """The box for what one does to several at once."""
    return tables.Column(verbose_name=gettext_lazy("Pick"), empty_values=(), orderable=False, exclude_from_export=True)


class ParticipantTable(ListTable):
    """The people of a cycle, with a box for what one does to several at once. Equals stand in the order of their ids:
    that of an index would tell what a reader is not shown."""

    row_template = "components/rows/participant.html"
    ticks_form = "bulk"
    #: How many partners people have in other cycles, by their ids.
    elsewhere: Mapping[uuid.UUID, int] = MappingProxyType({})

    pick = pick_column()
    name = tables.Column(
        verbose_name=gettext_lazy("Name"),
        accessor="user",
        order_by=("user__last_name", "user__first_name", "id"),
    )
    side = tables.Column(verbose_name=gettext_lazy("Side"), order_by=("side", "pk"))
    state = tables.Column(
        verbose_name=gettext_lazy("State"),
        accessor="shown_state",
        empty_values=(),
        order_by=("shown_state", "pk"),
    )
    department = tables.Column(
        verbose_name=gettext_lazy("Department"),
        accessor="user__department__name",
        order_by=("user__department__name", "pk"),
    )
    level = tables.Column(verbose_name=gettext_lazy("Level"), accessor="user__level", order_by=("user__level", "pk"))
    topics = tables.Column(verbose_name=gettext_lazy("Topics"), accessor="topic_count", order_by=("topic_count", "pk"))
    capacity = tables.Column(
        verbose_name=gettext_lazy("Partners at a time"),
        accessor="shown_capacity",
        order_by=("shown_capacity", "pk"),
    )

    class Meta:
        order_by = ("name",)
        caption = gettext_lazy("People of the cycle")
        empty_text = gettext_lazy("Nobody fits these filters.")

    def words_of(self, record: Any) -> dict[str, Any]:
        """Of those near the reader it is not told."""
        return {"elsewhere": 0 if record.is_near else self.elsewhere.get(record.user_id, 0)}

    def value_name(self, record: Participant) -> str:
        return str(record.user)

    def value_side(self, record: Participant) -> str:
        return str(record.get_side_display()).capitalize()

    def value_state(self, record: Participant) -> str:
        known = record.shown_state != NOT_SHOWN
        return str(State(record.shown_state).label if known else _("not shown to you")).capitalize()


class DirectoryTable(ListTable):
    """People who could be invited; who has a place already says so instead of a box."""

    row_template = "components/rows/invited.html"
    ticks_form = "invite"

    pick = pick_column()
    name = tables.Column(
        verbose_name=gettext_lazy("Name"),
        accessor="pk",
        order_by=("last_name", "first_name", "id"),
    )
    department = tables.Column(
        verbose_name=gettext_lazy("Department"), accessor="department__name", order_by=("department__name", "pk")
    )
    level = tables.Column(verbose_name=gettext_lazy("Level"), order_by=("level", "pk"))
    in_cycle = tables.Column(
        verbose_name=gettext_lazy("In this cycle"),
        empty_values=(),
        orderable=False,
    )

    class Meta:
        order_by = ("name",)
        caption = gettext_lazy("People of the roster")
        empty_text = gettext_lazy("Nobody fits these filters.")

    def value_name(self, record: Any) -> str:
        return str(record)

    def value_in_cycle(self, record: Any) -> str:
        words = self.words_of(record)
        unknown = words and words["state"] == NOT_SHOWN
        return _("%(side)s, state not shown to you") % {"side": words["words"]} if unknown else words.get("words", "")

    def words_of(self, record: Any) -> dict[str, str]:
        """The place that somebody has already; nothing without one."""
        if not record.place_side:
            return {}
        side = str(Side(record.place_side).label)
        if record.place_state == NOT_SHOWN:
            return {"state": NOT_SHOWN, "words": side}
        return {"state": record.place_state, "words": f"{side}, {State(record.place_state).label}"}
