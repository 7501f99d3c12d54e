"""The outbox as a table."""

import datetime as dt
import uuid
from typing import Any

import django_tables2 as tables
from django.middleware.csrf import get_token
from django.utils.translation import gettext_lazy as _

from frame.lists import ListTable
from notifications import kinds
from notifications.models import Delivery


class OutboxTable(ListTable):
    row_template = "components/rows/outbox.html"

    # Ordered by when they were due alone: the filters lead to a kind or a state, and no index has a million by those.
    kind = tables.Column(verbose_name=_("Message"), orderable=False)
    state = tables.Column(verbose_name=_("State"), orderable=False)
    recipient = tables.Column(verbose_name=_("To"), orderable=False)
    due_at = tables.Column(verbose_name=_("Due"), order_by=("due_at", "pk"))
    sent_at = tables.Column(verbose_name=_("Sent"), orderable=False)

    class Meta:
        default = "–"
        caption = _("Outbox")
        order_by = "-due_at"
        empty_text = _("No message fits these filters.")

    def __init__(self, data: Any, *, programs: dict[uuid.UUID, str], may_mend: bool, **kwargs: Any) -> None:
        self.programs = programs
        self.may_mend = may_mend
        super().__init__(data, **kwargs)

    def names_of(self, record: Delivery) -> dict[str, str]:
        """What a message is called, and the program that it is about, if any."""
        kind = kinds.find(record.kind)
        return {
            "kind": str(kind.label if kind else record.kind),
            "program": self.programs.get(record.scope, "") if record.scope else "",
        }

    def words_of(self, record: Delivery) -> dict[str, Any]:
        """Its names and, for the forms of an operator, their token."""
        token = {"csrf_token": get_token(self.request)} if self.may_mend and record.is_stuck else {}
        return self.names_of(record) | token

    def value_kind(self, record: Delivery) -> str:
        return ", ".join(filter(None, (*self.names_of(record).values(), record.get_channel_display())))

    def value_state(self, record: Delivery) -> str:
        return ": ".join(filter(None, (str(record.get_state_display()), record.reason)))

    def value_recipient(self, record: Delivery) -> str:
        return f"{record.recipient.name} <{record.recipient.email}>"

    def value_due_at(self, record: Delivery) -> dt.datetime:
        return record.due_at

    def value_sent_at(self, record: Delivery) -> dt.datetime | None:
        return record.sent_at
