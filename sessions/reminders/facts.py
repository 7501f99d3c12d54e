"""What a message or a calendar says about a meeting: facts only, in the reader's time zone and in the other's."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from email.utils import parseaddr
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from notifications.kinds import Context, NoLongerDue
from notifications.models import Delivery
from pairings.models import Pairing
from people.models import Organization, User
from people.models.organization import site_url
from programs.models import Channel, Side
from sessions.calendar import CANCEL, PUBLISH, REQUEST, Invitation, Person, calendar_file
from sessions.calendar_series import Rule, series_file
from sessions.models import Meeting, Series
from sessions.scheduling import double_bookings


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
        "is_answer_read": bool(settings.CALENDAR_INBOX_ADDRESS),
    }


def doubles_of(meetings: Sequence[Meeting], reader: User) -> str:
    """When, and with whom, the reader has another meeting at the same time, or the leader for whom they book: nobody is
    told of anybody else's."""
    if not meetings:
        return ""
    pairing = meetings[0].pairing
    person = reader if pairing.side_of(reader) else pairing.senior.user
    return "; ".join(
        f"{date_format(timezone.localtime(other.starts_at), 'D j M, H:i')}, {other.pairing.partner_of(person).name}"
        for _meeting, other in double_bookings(meetings, person)
    )


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
    """Needs the pairing's two people loaded; asks one query for the sender, and one for what was answered."""
    link = site_url() + reverse("meeting_detail", args=[meeting.pk])
    series = meeting.series
    return Invitation(
        uid=f"{series.pk if series else meeting.pk}@turnabout",
        revision=meeting.revision,
        starts_at=meeting.starts_at,
        minutes=meeting.minutes,
        summary=summary_of(meeting.pairing),
        organizer=sender(Organization.objects.current(), meeting.pairing),
        attendees=guests_of(meeting.pairing, answers_to(meeting)),
        place=meeting.place,
        description=_("Agenda, moving and logging: %(link)s") % {"link": link},
        url=link,
        series_at=place_in(series, meeting.series_at) if series else None,
        is_answer_read=bool(settings.CALENDAR_INBOX_ADDRESS),
    )


def place_in(series: Series, instant: dt.datetime | None) -> dt.datetime | None:
    return instant.astimezone(ZoneInfo(series.zone)) if instant else None


def summary_of(pairing: Pairing) -> str:
    names = {"junior": pairing.junior.user.name, "senior": pairing.senior.user.name}
    return _("Mentoring: %(junior)s and %(senior)s") % names


def sender(organization: Organization, pairing: Pairing) -> Person:
    """Turnabout itself invites, so that either side's calendar takes the meeting, its moves and its end: a calendar
    takes an entry whose organiser is its owner for one of its own, and no update of it from others. Calendars answer to
    the address of the organiser: where answers are read, it is that of the inbox."""
    name, address = parseaddr(organization.sender)
    address = settings.CALENDAR_INBOX_ADDRESS or address
    guests = {person.email.lower() for person in (pairing.junior.user, pairing.senior.user)}
    if address.lower() in guests:
        address = f"turnabout-meetings@{urlsplit(site_url()).hostname or 'localhost'}"
    return Person(name or "Turnabout", address)


PARTSTAT = {"accepted": "ACCEPTED", "tentative": "TENTATIVE", "declined": "DECLINED"}


def answers_to(meeting: Meeting) -> dict[str, str]:
    """By side, as calendars write it."""
    answers = meeting.answers.all()
    return {answer.side: PARTSTAT.get(answer.answer, "NEEDS-ACTION") for answer in answers}


def guests_of(pairing: Pairing, answers: dict[str, str]) -> list[Person]:
    sides = ((Side.JUNIOR, pairing.junior.user), (Side.SENIOR, pairing.senior.user))
    return [Person(user.name, user.email, answers.get(side, "NEEDS-ACTION")) for side, user in sides]


def calendar_of(meeting: Meeting, method: str) -> bytes:
    """The calendar file of a meeting as it is now; one of a series by its place in it."""
    return calendar_file(invitation_of(meeting), method=method, stamp=timezone.now())


def download_of(meeting: Meeting) -> bytes:
    """To be taken into a calendar by hand: the whole series, and what was cancelled as cancelled."""
    if meeting.state == Meeting.State.CANCELLED:
        return calendar_of(meeting, CANCEL)
    return calendar_of_series(meeting.series, PUBLISH) if meeting.series else calendar_of(meeting, PUBLISH)


def calendar_of_series(series: Series, method: str) -> bytes:
    """What stands of a series, as one entry; where nothing does, its end."""
    meetings = Meeting.objects.filter(series=series).with_people().select_related("series").prefetch_related("answers")
    standing = [meeting for meeting in meetings if meeting.state != Meeting.State.CANCELLED]
    listed = standing or list(meetings)
    files = [invitation_of(meeting) for meeting in listed]
    rule = Rule(ZoneInfo(series.zone), series.weeks)
    whole = replace(files[0], revision=series.revision, series_at=None, attendees=guests_of(listed[0].pairing, {}))
    return series_file(whole, files, rule, method=method if standing else CANCEL, stamp=timezone.now())


def method_of(series: Series) -> str:
    """How a calendar is told what stands of it: what has been stays, as long as there was any."""
    has_any = Meeting.objects.filter(series=series).exclude(state=Meeting.State.CANCELLED).exists()
    return REQUEST if has_any else CANCEL


def removal_of_meeting(meeting: Meeting) -> bytes:
    """Takes it out of one calendar while it stands: the SEQUENCE is that of a change that would come next."""
    file = replace(invitation_of(meeting), revision=meeting.revision + 1)
    return calendar_file(file, method=CANCEL, stamp=timezone.now())


def removal_of_series(series: Series) -> bytes:
    """Takes a series out of one calendar while it stands, as one entry whose SEQUENCE is that of the next change."""
    meetings = Meeting.objects.filter(series=series).with_people().select_related("series").prefetch_related("answers")
    files = [invitation_of(meeting) for meeting in meetings]
    whole = replace(files[0], revision=max(file.revision for file in files) + 1, series_at=None)
    rule = Rule(ZoneInfo(series.zone), series.weeks)
    return series_file(whole, files, rule, method=CANCEL, stamp=timezone.now())
