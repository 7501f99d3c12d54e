"""What one of the two changed about a meeting that has begun, told to the other; facts only."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from notifications.kinds import Context, Group, Kind, NoLongerDue, Pace
from notifications.models import Delivery
from sessions.history import accounts_of, sentence
from sessions.models import Meeting, MeetingChange, RetractedMeeting
from sessions.reminders.facts import describe_partner, facts, sample_facts
from sessions.reminders.meetings import BOTH

FACTS_SEEN = _("The program team sees these facts, and never a word of what you wrote.")


def meetings() -> QuerySet[Meeting]:
    """With everything that was done to them, and by whom."""
    return Meeting.objects.with_people().prefetch_related(
        Prefetch("changes", MeetingChange.objects.select_related("by"))
    )


def change_context(delivery: Delivery) -> Context:
    """One change: who did it, what stood there before, how it stands now."""
    meeting: Meeting = delivery.subject
    changes = [change for change in meeting.changes.all() if str(change.pk) == delivery.extra.get("change")]
    if not changes or not meeting.pairing.side_of(delivery.recipient):
        raise NoLongerDue(gettext("The change is not there any more."))
    text = sentence(changes[0], meeting, delivery.recipient)
    is_asked = meeting.asked_back_by not in ("", meeting.pairing.side_of(delivery.recipient))
    return facts(meeting, delivery.recipient) | {
        "change": text[:1].upper() + text[1:],
        "is_asked": is_asked,
        "action": gettext("Open the meeting"),
    }


def dispute_context(delivery: Delivery) -> Context:
    """What each of the two says, while it differs."""
    meeting: Meeting = delivery.subject
    if not meeting.is_disputed or not meeting.pairing.side_of(delivery.recipient):
        raise NoLongerDue(gettext("The two tell it alike by now."))
    accounts = accounts_of(meeting, delivery.recipient)
    return facts(meeting, delivery.recipient) | {"accounts": accounts, "action": gettext("Open the meeting")}


def retracted_context(delivery: Delivery) -> Context:
    line: RetractedMeeting = delivery.subject
    if not line.pairing.side_of(delivery.recipient):
        raise NoLongerDue(gettext("They are not one of the two."))
    return describe_partner(line.pairing, delivery.recipient) | {
        "starts_at": line.starts_at,
        "link": reverse("pairing_detail", args=[line.pairing_id]),
        "action": gettext("Open the pairing"),
    }


def change_sample(user: Any) -> Context:
    text = gettext("Corrected by %(who)s; before: %(at)s, %(minutes)s, %(how)s")
    before = {
        "who": "Jack",
        "at": "Mon 23 Nov 2026, 10:00",
        "minutes": gettext("60 minutes"),
        "how": gettext("by video"),
    }
    return sample_facts(user) | {"change": text % before, "is_asked": False, "action": gettext("Open the meeting")}


def dispute_sample(user: Any) -> Context:
    words = [
        {"name": gettext("you"), "text": gettext("%(who)s did not come") % {"who": "Jack"}},
        {"name": "Jack", "text": gettext("you met")},
    ]
    return sample_facts(user) | {"accounts": words, "action": gettext("Open the meeting")}


def retracted_sample(user: Any) -> Context:
    return sample_facts(user) | {"action": gettext("Open the pairing")}


MEETING_FACTS_CHANGED = Kind(
    code="meeting_facts_changed",
    pace=Pace.AT_ONCE,
    label=_("The other one of you changed the facts of a meeting"),
    why=BOTH,
    who_sees=FACTS_SEEN,
    context=change_context,
    sample=change_sample,
    subjects=meetings,
    group=Group.MEETINGS,
)
MEETING_DISPUTED = Kind(
    code="meeting_disputed",
    pace=Pace.AT_ONCE,
    label=_("The two of you tell a meeting differently"),
    why=BOTH,
    who_sees=FACTS_SEEN,
    context=dispute_context,
    sample=dispute_sample,
    subjects=meetings,
    group=Group.MEETINGS,
)
MEETING_RETRACTED = Kind(
    code="meeting_retracted",
    pace=Pace.AT_ONCE,
    label=_("The other one of you took a logged meeting back"),
    why=BOTH,
    who_sees=FACTS_SEEN,
    context=retracted_context,
    sample=retracted_sample,
    subjects=lambda: RetractedMeeting.objects.select_related("pairing__junior__user", "pairing__senior__user"),
    group=Group.MEETINGS,
)
