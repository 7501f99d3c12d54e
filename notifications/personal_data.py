"""What messages keep about people."""

from django.utils.translation import gettext_lazy as _

from notifications.models import (
    ChannelPreference,
    Delivery,
    GroupPreference,
    HrNote,
    MailFlow,
    MailLine,
    Mark,
    MessageText,
)
from people.personal_data import (
    AS_LONG_AS_THE_PROGRAM,
    ITSELF,
    TECHNICAL,
    Basis,
    Deleted,
    Kept,
    PersonalRecord,
    rows_where,
)

MESSAGE = PersonalRecord(
    model=Delivery,
    name=_("Messages to you"),
    purpose=_("To tell you what you need to know, once, and to find out why a message did not arrive"),
    basis=Basis.PARTICIPATION,
    readers=_(
        "yourself what is in your inbox; coordinators of the program, HR and operators that something was sent, never "
        "what it says, and no reminders of reviews"
    ),
    kept=_("the words for some days, that it was sent longer"),
    rules=("message_words", "message_records",),
    people=("recipient",),
    exported=("title", "body_text", "sent_at", "read_at"),
    withheld={
        "recipient": ITSELF, "body_html": _("the same words again"), "key": TECHNICAL, "kind": TECHNICAL,
        "scope": TECHNICAL, "subject_id": TECHNICAL, "extra": TECHNICAL, "due_at": TECHNICAL, "not_after": TECHNICAL,
        "reason": TECHNICAL, "next_attempt_at": TECHNICAL, "lease_until": TECHNICAL, "claim_token": TECHNICAL,
        "message_id": TECHNICAL, "link": TECHNICAL, "created_at": TECHNICAL,
    },
    rows_of=Delivery.objects.inbox_of,
    on_erasure=Deleted(),
)  # fmt: skip
PREFERENCE = PersonalRecord(
    model=ChannelPreference,
    name=_("Which messages you want, and how"),
    purpose=_("To send you only what you want"),
    basis=Basis.CONSENT,
    readers=_("yourself"),
    kept=_("as long as your entry in the directory"),
    people=("user",),
    exported=("kind", "channel", "is_wanted"),
    withheld={"user": ITSELF},
    rows_of=rows_where(ChannelPreference, "user"),
    on_erasure=Deleted(),
)
FREQUENCY = PersonalRecord(
    model=GroupPreference,
    name=_("How soon you want messages"),
    purpose=_("To send you only what you want, when you want it"),
    basis=Basis.CONSENT,
    readers=_("yourself"),
    kept=_("as long as your entry in the directory"),
    people=("user",),
    exported=("group", "channel", "frequency"),
    withheld={"user": ITSELF},
    rows_of=rows_where(GroupPreference, "user"),
    on_erasure=Deleted(),
)
WORDED = PersonalRecord(
    model=MessageText,
    name=_("Words that you gave to messages of a program"),
    purpose=_("To send messages in the program's own words, and to show who wrote them"),
    basis=Basis.EMPLOYMENT,
    readers=_("everyone who gets the message; who wrote it, HR and the coordinators of the program"),
    kept=AS_LONG_AS_THE_PROGRAM,
    people=("author",),
    exported=("kind", "subject", "text", "written_at"),
    withheld={"author": ITSELF, "scope": TECHNICAL},
    rows_of=rows_where(MessageText, "author"),
    on_erasure=Kept(_("the words are the program's")),
)
HR_WROTE = PersonalRecord(
    model=HrNote,
    name=_("What you wrote by hand to people of the directory, as HR"),
    purpose=_("So that you can see later what people were told"),
    basis=Basis.EMPLOYMENT,
    readers=_("those it was sent to, and yourself"),
    kept=_("for some time after it was sent"),
    rules=("hr_notes",),
    people=("sent_by",),
    exported=("subject", "text", "sent_at"),
    withheld={"sent_by": ITSELF},
    rows_of=rows_where(HrNote, "sent_by"),
    on_erasure=Kept(_("the words were the organisation's; your name goes from them")),
)
RECORDS = (MESSAGE, PREFERENCE, FREQUENCY, WORDED, HR_WROTE)
IMPERSONAL = (
    (Mark, "when something last happened, and how often"),
    (MailLine, "which connections to the mail server are in use"),
    (MailFlow, "when the next message may go"),
)
