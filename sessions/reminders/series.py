"""Meetings that were planned at once, told in one message each: that they are planned, and that the rest is off."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from notifications.kinds import Attachment, Context, Group, Kind, NoLongerDue, Pace
from notifications.models import Delivery
from sessions.calendar import REQUEST
from sessions.history import planner_of
from sessions.models import Meeting, Series
from sessions.reminders.facts import calendar_of_series, describe_partner, doubles_of, facts, method_of, sample_facts
from sessions.reminders.invitations import CONCERNED, refuse_strangers, sample
from sessions.reminders.told import follows_calendar, is_in_calendar, refuse_as_first_word


def all_series() -> QuerySet[Series]:
    return Series.objects.select_related(
        "pairing__junior__user", "pairing__senior__user", "pairing__cycle__program", "planned_by"
    ).prefetch_related("pairing__senior__user__assistants")


def meetings_of(series: Series) -> list[Meeting]:
    meetings = list(Meeting.objects.filter(series=series))
    for meeting in meetings:
        meeting.pairing = series.pairing
    return meetings


def series_context(delivery: Delivery) -> Context:
    """When the first is, and how it goes on; every single one is listed."""
    series: Series = delivery.subject
    refuse_strangers(series.pairing, delivery.recipient)
    left = [meeting for meeting in meetings_of(series) if meeting.is_planned]
    if not left:
        raise NoLongerDue(gettext("The meetings are not planned any more."))
    return facts(left[0], delivery.recipient) | {
        "starts": [meeting.starts_at for meeting in left],
        "weeks": series.weeks,
        "planner": planner_of(left[0], delivery.recipient),
        "doubles": doubles_of(left, delivery.recipient),
        "link": reverse("pairing_detail", args=[series.pairing_id]) if series.pairing.side_of(delivery.recipient)
        else reverse("meeting_detail", args=[left[0].pk]),
        "action": gettext("See the meetings"),
    }  # fmt: skip


def ended_context(delivery: Delivery) -> Context:
    series: Series = delivery.subject
    refuse_strangers(series.pairing, delivery.recipient)
    refuse_as_first_word(delivery, [series.pk])
    called_off = [meeting for meeting in meetings_of(series) if meeting.state == Meeting.State.CANCELLED]
    ahead = [meeting.starts_at for meeting in called_off if meeting.starts_at > timezone.now()]
    return describe_partner(series.pairing, delivery.recipient) | {
        "starts": ahead,
        "link": reverse("home"),
        "action": gettext("Open Turnabout"),
    }


def series_sample(user: Any) -> Context:
    first = sample_facts(user)["starts_at"]
    starts = [first + dt.timedelta(weeks=2 * n) for n in range(3)]
    return sample(user) | {"starts": starts, "weeks": 2}


def series_file(delivery: Delivery) -> list[Attachment]:
    series: Series = delivery.subject
    if not series.pairing.side_of(delivery.recipient):
        return []
    return [Attachment("meetings.ics", calendar_of_series(series, REQUEST), "text/calendar; method=REQUEST")]


def ended_file(delivery: Delivery) -> list[Attachment]:
    series: Series = delivery.subject
    if not series.pairing.side_of(delivery.recipient) or not is_in_calendar(delivery.recipient, [series.pk]):
        return []
    method = method_of(series)
    return [Attachment("meetings.ics", calendar_of_series(series, method), f"text/calendar; method={method}")]


MEETING_SERIES = Kind(
    code="meeting_series",
    pace=Pace.AT_ONCE,
    label=_("Invitation to several meetings, for your calendar"),
    why=CONCERNED,
    context=series_context,
    sample=series_sample,
    attachments=series_file,
    subjects=all_series,
    group=Group.MEETINGS,
    may_wait=False,
)
MEETING_SERIES_ENDED = Kind(
    code="meeting_series_ended",
    pace=Pace.AT_ONCE,
    label=_("The rest of your meetings was called off, for your calendar"),
    why=CONCERNED,
    context=ended_context,
    sample=series_sample,
    is_owed_regardless=follows_calendar,
    attachments=ended_file,
    subjects=all_series,
    group=Group.MEETINGS,
    may_wait=False,
)
