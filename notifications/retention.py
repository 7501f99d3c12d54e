"""How long messages stay."""

from django.utils.translation import gettext_lazy as _

from notifications.models import Delivery, HrNote
from notifications.querysets import FINAL
from people.retention.time_limits import Part, RetentionRule, rows_older

WORDS = RetentionRule(
    code="message_words",
    name=_("The words of messages"),
    what=_("The text is emptied; title, link and that it was sent stay."),
    reason=_("Long enough to read it again after a holiday; afterwards its link leads to what it was about."),
    default=30,
    least=7,
    is_counted=False,
    parts=(
        Part(
            rows=rows_older(Delivery, "sent_at", state=Delivery.State.SENT),
            age="sent_at",
            values={"body_text": "", "body_html": ""},
        ),
    ),
)
RECORDS = RetentionRule(
    code="message_records",
    name=_("That messages were sent"),
    what=_("The message is deleted from the inbox and from the outbox."),
    reason=_("Long enough to find out why somebody was not told; and as long as it is here, nothing is sent twice."),
    default=730,
    least=180,
    is_counted=False,
    parts=(Part(rows=rows_older(Delivery, "due_at", state__in=FINAL), age="due_at"),),
)
HR_NOTES = RetentionRule(
    code="hr_notes",
    name=_("What HR wrote to people of the directory by hand"),
    what=_("It is deleted."),
    reason=_("Long enough to see later what people were told."),
    default=730,
    least=30,
    parts=(Part(rows=rows_older(HrNote, "sent_at"), age="sent_at"),),
)
RULES = (WORDS, RECORDS, HR_NOTES)
