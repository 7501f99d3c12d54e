"""The tables of people."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frame.lists import ListTable
from frame.templatetags.frame import person, state
from programs.closeness import NOT_SHOWN
from programs.models import Participant, Side

State = Participant.State
NUMBER = {"td": {"class": "nums"}}


def state_shown(value: str) -> str:
    """A state as its reader has been told it; words instead where it is not theirs to read."""
    return state(value, State(value).label) if value != NOT_SHOWN else state("", _("not shown to you"))


class ParticipantTable(ListTable):
    """The people of a cycle, with a box for what one does to several at once. Equals stand in the order of their ids:
    that of an index would tell what a reader is not shown."""

    pick = tables.Column(verbose_name=gettext_lazy("Pick"), empty_values=(), orderable=False, exclude_from_export=True)
    name = tables.Column(
        verbose_name=gettext_lazy("Name"), accessor="user", order_by=("user__last_name", "user__first_name", "id")
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
    level = tables.Column(
        verbose_name=gettext_lazy("Level"), accessor="user__level", order_by=("user__level", "pk"), attrs=NUMBER
    )
    topics = tables.Column(
        verbose_name=gettext_lazy("Topics"), accessor="topic_count", order_by=("topic_count", "pk"), attrs=NUMBER
    )
    capacity = tables.Column(
        verbose_name=gettext_lazy("Partners at a time"),
        accessor="shown_capacity",
        order_by=("shown_capacity", "pk"),
        attrs=NUMBER,
    )

    class Meta:
        order_by = ("name",)
        caption = gettext_lazy("People of the cycle")
        empty_text = gettext_lazy("Nobody fits these filters.")

    def render_pick(self, record: Participant) -> SafeString:
        if not record.can_leave or record.shown_state != record.state:
            return SafeString("")
        label = _("Pick %(name)s") % {"name": record.user}
        return format_html(
            '<input class="form-check-input" type="checkbox" name="who" value="{}" form="bulk" aria-label="{}">',
            record.pk, label,
        )  # fmt: skip

    def render_name(self, record: Participant) -> str:
        url = reverse("participant_detail", args=[record.cycle.program_id, record.pk])
        return person(record.user, url=url)

    def value_name(self, record: Participant) -> str:
        return str(record.user)

    def render_side(self, record: Participant) -> str:
        return str(record.get_side_display()).capitalize()

    def render_state(self, record: Participant) -> str:
        shown = state_shown(record.shown_state)
        is_paused = record.is_paused and not record.is_gone and not record.is_near
        paused = state("paused", _("not matched for now")) if is_paused else ""
        return format_html("{} {}", shown, paused)

    def value_state(self, record: Participant) -> str:
        known = record.shown_state != NOT_SHOWN
        return str(State(record.shown_state).label if known else _("not shown to you")).capitalize()


class DirectoryTable(ListTable):
    """People who could be invited; who has a place already says so instead of a box."""

    pick = tables.Column(verbose_name=gettext_lazy("Pick"), empty_values=(), orderable=False, exclude_from_export=True)
    name = tables.Column(verbose_name=gettext_lazy("Name"), accessor="pk", order_by=("last_name", "first_name", "id"))
    department = tables.Column(
        verbose_name=gettext_lazy("Department"), accessor="department__name", order_by=("department__name", "pk")
    )
    level = tables.Column(verbose_name=gettext_lazy("Level"), attrs=NUMBER, order_by=("level", "pk"))
    place = tables.Column(verbose_name=gettext_lazy("In this cycle"), empty_values=(), orderable=False)

    class Meta:
        order_by = ("name",)
        caption = gettext_lazy("People of the roster")
        empty_text = gettext_lazy("Nobody fits these filters.")

    def render_pick(self, record: Any) -> SafeString:
        if record.place_side:
            return SafeString("")
        label = _("Pick %(name)s") % {"name": record}
        return format_html(
            '<input class="form-check-input" type="checkbox" name="who" value="{}" form="invite" aria-label="{}">',
            record.pk, label,
        )  # fmt: skip

    def render_name(self, record: Any) -> str:
        return person(record)

    def render_place(self, record: Any) -> str:
        if not record.place_side:
            return ""
        if record.place_state == NOT_SHOWN:
            return state("", Side(record.place_side).label)
        return state(record.place_state, f"{Side(record.place_side).label}, {State(record.place_state).label}")
