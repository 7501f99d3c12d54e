"""What a message or a calendar says about a meeting: facts only, in the reader's time zone and in the other's."""

import datetime as dt
from email.utils import parseaddr
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from notifications.kinds import Context, NoLongerDue
from notifications.models import Delivery
from pairings.models import Pairing
from people.models import Organization, User
from people.models.organization import site_url
from programs.models import Channel
from sessions.calendar import Invitation, Person, calendar_file
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
    own, other_time = timezone.localtime(instant), instant.astimezone(zone)
    if own.utcoffset() == other_time.utcoffset():
        return ""
    clock = date_format(other_time, "H:i" if own.date() == other_time.date() else "j M, H:i")
    return _("%(time)s for %(name)s") % {"time": clock, "name": name}


def sample_facts(user: Any) -> Context:
    """An invented meeting, for the preview."""
    tomorrow = timezone.localtime() + dt.timedelta(days=1)
    meeting = Meeting(starts_at=tomorrow.replace(hour=15, minute=0), channel=Channel.VIDEO, place="Room 4.12")
    return describe(meeting, "Jack", ZoneInfo("America/New_York")) | {
        "other": "Jack Whitfield",
        "leader": "",
        "link": "/",
    }


def invitation_of(meeting: Meeting) -> Invitation:
    """Needs the pairing's two people loaded; asks one query for the sender."""
    organization = Organization.objects.current()
    both_people = [meeting.pairing.junior.user, meeting.pairing.senior.user]
    link = site_url() + reverse("meeting_detail", args=[meeting.pk])
    return Invitation(
        uid=f"{meeting.pk}@turnabout",
        revision=meeting.revision,
        starts_at=meeting.starts_at,
        minutes=meeting.minutes,
        summary=_("Mentoring: %(junior)s and %(senior)s")
        % {"junior": both_people[0].name, "senior": both_people[1].name},
        organizer=sender(organization),
        attendees=[as_guest(person) for person in both_people],
        place=meeting.place,
        description=_("Agenda, moving and logging: %(link)s") % {"link": link},
        url=link,
    )


def sender(organization: Organization) -> Person:
    """Turnabout itself invites, so that either side's calendar takes the meeting, its moves and its end."""
    name, address = parseaddr(organization.sender)
    return Person(name or "Turnabout", address)


def as_guest(user: User) -> Person:
    return Person(user.name, user.email)


def calendar_of(meeting: Meeting, method: str) -> bytes:
    """The calendar file of a meeting as it is now."""
    return calendar_file(invitation_of(meeting), method=method, stamp=timezone.now())
