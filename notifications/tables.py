"""The outbox as a table."""

import uuid
from typing import Any

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from notifications import kinds
from notifications.models import Delivery

ON_ONE_LINE = {"td": {"class": "text-nowrap nums"}}


class OutboxTable(tables.Table):
    kind = tables.TemplateColumn(template_name="notifications/outbox_kind.html", verbose_name=_("Message"))
    state = tables.TemplateColumn(template_name="notifications/outbox_state.html", verbose_name=_("State"))
    recipient = tables.TemplateColumn(
        template_name="notifications/outbox_recipient.html",
        verbose_name=_("To"),
        order_by=("recipient__last_name", "recipient__first_name"),
        orderable=False,
    )
    due_at = tables.TemplateColumn(
        "{% load frame %}{% when record.due_at 'short' %}", verbose_name=_("Due"), attrs=ON_ONE_LINE
    )
    sent_at = tables.TemplateColumn(
        "{% load frame %}{% when record.sent_at 'short' %}", verbose_name=_("Sent"), attrs=ON_ONE_LINE
    )

    class Meta:
        caption = _("Outbox")
        order_by = "-due_at"
        empty_text = _("No message fits these filters.")

    def __init__(self, data: Any, *, programs: dict[uuid.UUID, str], may_mend: bool, **kwargs: Any) -> None:
        self.programs = programs
        self.may_mend = may_mend
        super().__init__(data, **kwargs)

    def before_render(self, request: Any) -> None:
        """What the cells need beyond the row."""
        for record in self.page.object_list.data:
            record.kind_shown = kinds.find(record.kind)
            record.program_name = self.programs.get(record.scope, "")
            record.shows_recipient = shows_recipient(record)
            record.may_be_mended = self.may_mend and record.is_stuck


def shows_recipient(delivery: Delivery) -> bool:
    """Whom a secret message was for is told only where someone must act on it."""
    kind = kinds.find(delivery.kind)
    return delivery.is_stuck or not (kind and kind.is_secret)
