"""What a message says about a meeting: facts only, in the reader's time zone and in the other's."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from notifications.kinds import Context, NoLongerDue
from notifications.models import Delivery
from pairings.models import Pairing
from people.models import User
from programs.models import Channel
from sessions.models import Meeting


def meeting_of(delivery: Delivery) -> Meeting:
    """The meeting of a message, unless it was changed or is over since the message was written down."""
    meeting: Meeting = delivery.subject
    if not meeting.is_planned:
        raise NoLongerDue(_("The meeting is not planned any more."))
    if meeting.revision != delivery.extra.get("revision", meeting.revision):
        raise NoLongerDue(_("The meeting was changed."))
    return meeting


def facts(meeting: Meeting, reader: User) -> Context:
    """For one of the two, or for the leader's assistant, who reads about the leader's mentor."""
    pairing = meeting.pairing
    partner = pairing.partner_of(reader) if pairing.side_of(reader) else pairing.junior.user
    link = reverse("meeting_detail", args=[meeting.pk])
    return describe(meeting, partner.short_name, partner.zone) | describe_partner(pairing, reader) | {"link": link}


def describe_partner(pairing: Pairing, reader: User) -> Context:
    """Whom the reader meets, and for whom where they only book."""
    if pairing.side_of(reader):
        return {"other": pairing.partner_of(reader).name, "leader": ""}
    return {"other": pairing.junior.user.name, "leader": pairing.senior.user.name}


def describe(meeting: Meeting, other_name: str, other_zone: ZoneInfo) -> Context:
    return {
        "starts_at": meeting.starts_at,
        "minutes": meeting.minutes,
        "channel": meeting.get_channel_display(),
        "place": meeting.place,
        "there": time_there(meeting.starts_at, other_name, other_zone),
    }


def time_there(instant: dt.datetime, name: str, zone: ZoneInfo) -> str:
    """The other's clock, where it differs from the reader's: "13:30 for Jack"."""
    own, there = timezone.localtime(instant), instant.astimezone(zone)
    if own.utcoffset() == there.utcoffset():
        return ""
    shown = date_format(there, "H:i" if own.date() == there.date() else "j M, H:i")
    return _("%(time)s for %(name)s") % {"time": shown, "name": name}


def sample_facts(user: Any) -> Context:
    """An invented meeting, for the preview."""
    tomorrow = timezone.localtime() + dt.timedelta(days=1)
    meeting = Meeting(starts_at=tomorrow.replace(hour=15, minute=0), channel=Channel.VIDEO, place="Room 4.12")
    return describe(meeting, "Jack", ZoneInfo("America/New_York")) | {
        "other": "Jack Whitfield",
        "leader": "",
        "link": "/",
    }
