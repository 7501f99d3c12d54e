"""From a meeting to what a calendar gets: time, place, the two, a link; never the agenda."""

from email.utils import parseaddr

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from people.models import Organization, User
from people.models.organization import site_url
from sessions.calendar import Invitation, Person, calendar_file
from sessions.models import Meeting


def invitation_of(meeting: Meeting) -> Invitation:
    """Needs the pairing's two people loaded; asks one query for the sender."""
    organization = Organization.objects.current()
    two = [meeting.pairing.junior.user, meeting.pairing.senior.user]
    link = site_url() + reverse("meeting_detail", args=[meeting.pk])
    return Invitation(
        uid=f"{meeting.pk}@turnabout",
        revision=meeting.revision,
        starts_at=meeting.starts_at,
        minutes=meeting.minutes,
        summary=_("Mentoring: %(junior)s and %(senior)s") % {"junior": two[0].name, "senior": two[1].name},
        organizer=sender(organization),
        attendees=[as_guest(person) for person in two],
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
