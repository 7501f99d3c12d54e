"""The outbox as a table."""

import datetime as dt
import uuid
from typing import Any

import django_tables2 as tables
from django.middleware.csrf import get_token
from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from frame.lists import ListTable
from frame.templatetags.frame import person, state, when
from notifications import kinds
from notifications.models import Delivery

#: Why a delivery failed, when it is tried again, and what an operator may do about it.
MORE = "notifications/outbox_state.html"
ON_ONE_LINE = {"td": {"class": "text-nowrap nums"}}


class OutboxTable(ListTable):
    kind = tables.Column(verbose_name=_("Message"), order_by=("kind", "pk"))
    state = tables.Column(verbose_name=_("State"), order_by=("state", "pk"))
    recipient = tables.Column(verbose_name=_("To"), orderable=False)
    due_at = tables.Column(verbose_name=_("Due"), order_by=("due_at", "pk"), attrs=ON_ONE_LINE)
    sent_at = tables.Column(verbose_name=_("Sent"), order_by=("sent_at", "pk"), attrs=ON_ONE_LINE)

    class Meta:
        default = "–"
        caption = _("Outbox")
        order_by = "-due_at"
        empty_text = _("No message fits these filters.")

    def __init__(self, data: Any, *, programs: dict[uuid.UUID, str], may_mend: bool, **kwargs: Any) -> None:
        self.programs = programs
        self.may_mend = may_mend
        super().__init__(data, **kwargs)

    def render_kind(self, record: Delivery) -> str:
        kind, program = kinds.find(record.kind), self.programs.get(record.scope, "") if record.scope else ""
        return format_html(
            '<div class="outbox-kind">{}</div><div class="text-secondary small">{}{}</div>',
            kind.label if kind else record.kind,
            f"{program} · " if program else "",
            record.get_channel_display(),
        )

    def value_kind(self, record: Delivery) -> str:
        kind, program = kinds.find(record.kind), self.programs.get(record.scope, "") if record.scope else ""
        return ", ".join(
            filter(None, (str(kind.label if kind else record.kind), program, record.get_channel_display()))
        )

    def value_state(self, record: Delivery) -> str:
        return ": ".join(filter(None, (str(record.get_state_display()), record.reason)))

    def value_recipient(self, record: Delivery) -> str:
        return f"{record.recipient.name} <{record.recipient.email}>"

    def value_due_at(self, record: Delivery) -> str:
        return utc(record.due_at)

    def value_sent_at(self, record: Delivery) -> str:
        return utc(record.sent_at)

    def render_state(self, record: Delivery) -> str:
        shown = state(record.state, record.get_state_display())
        may_be_mended = self.may_mend and record.is_stuck
        if not (record.reason or record.state == Delivery.State.RETRY or may_be_mended):
            return shown
        context = {"record": record, "may_be_mended": may_be_mended, "request": self.request}
        return shown + render_to_string(MORE, context | {"csrf_token": get_token(self.request)})

    def render_recipient(self, record: Delivery) -> str:
        return person(record.recipient, meta=record.recipient.email)

    def render_due_at(self, record: Delivery) -> str:
        return when(Context({"request": self.request}), record.due_at, "short")

    def render_sent_at(self, record: Delivery) -> str:
        return when(Context({"request": self.request}), record.sent_at, "short")


def utc(instant: dt.datetime | None) -> str:
    """For a file, which no reader's zone belongs to."""
    return f"{instant.astimezone(dt.UTC):%Y-%m-%d %H:%M} UTC" if instant else ""
