"""Whoever wants no more calendar mail may have their entries taken out; until then these are kept right."""

from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from notifications.calendars import Keeper
from notifications.kinds import Attachment, Channel, Context, Group, Kind, NoLongerDue, Pace
from notifications.models import Delivery
from notifications.services import owe
from people.models import User
from sessions.calendar import CANCEL
from sessions.models import Meeting, Series
from sessions.reminders.facts import removal_of_meeting, removal_of_series, sample_facts
from sessions.reminders.told import REMOVALS, is_in_calendar, subject_ids

CALENDAR_KINDS = (
    "meeting_invitation", "meeting_series", "meeting_moved", "meeting_cancelled", "meeting_series_ended",
)  # fmt: skip


def entries_of(user: User) -> list[Meeting | Series]:
    """What is ahead and stands in the person's calendar: single meetings, and each series once."""
    ahead = Meeting.objects.upcoming(timezone.now()).shared_by(user).with_people().select_related("series")
    entries: dict[Any, Meeting | Series] = {}
    for meeting in ahead:
        if is_in_calendar(user, subject_ids(meeting)):
            entry = meeting.series or meeting
            entries.setdefault(entry.pk, entry)
    return list(entries.values())


def remove_entries(user: User) -> int:
    """Owe them a cancellation of each, for their calendar alone: the meetings stand. Returns how many."""
    entries = entries_of(user)
    for entry in entries:
        owe(
            kind=REMOVALS[isinstance(entry, Series)],
            recipients=[user.pk],
            subject_id=entry.pk,
            occasion=f"{timezone.now():%Y-%m-%d}:rev{entry.revision}",
        )
    return len(entries)


def removal_context(delivery: Delivery) -> Context:
    if not is_in_calendar(delivery.recipient, [delivery.subject.pk]):
        raise NoLongerDue(gettext("It is not in their calendar any more."))
    return {"link": reverse("inbox"), "action": gettext("Open Turnabout")}


def removal_file(delivery: Delivery) -> list[Attachment]:
    subject = delivery.subject
    content = removal_of_series(subject) if isinstance(subject, Series) else removal_of_meeting(subject)
    return [Attachment("meeting.ics", content, f"text/calendar; method={CANCEL}")]


def removal_sample(user: Any) -> Context:
    return sample_facts(user) | {"link": reverse("inbox"), "action": gettext("Open Turnabout")}


CALENDAR_ENTRY_REMOVED = Kind(
    code=REMOVALS[0],
    pace=Pace.AT_ONCE,
    label=_("An entry is taken out of your calendar, as you asked"),
    why=_("You get this because you asked for it."),
    context=removal_context,
    sample=removal_sample,
    attachments=removal_file,
    channels=(Channel.EMAIL,),
    can_be_switched_off=False,
    fixed_because=_("Sent only when you ask for it."),
    is_for=lambda user: False,
    subjects=lambda: Meeting.objects.with_people().select_related("series"),
    group=Group.MEETINGS,
    may_wait=False,
)
CALENDAR_SERIES_REMOVED = replace(
    CALENDAR_ENTRY_REMOVED,
    code=REMOVALS[1],
    pace=Pace.AT_ONCE,
    label=_("A series is taken out of your calendar, as you asked"),
    subjects=lambda: Series.objects.select_related("pairing__junior__user", "pairing__senior__user"),
)
KEEPER = Keeper(CALENDAR_KINDS, count=lambda user: len(entries_of(user)), remove=remove_entries)
