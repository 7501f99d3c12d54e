"""What happened to a meeting, in words for who reads them."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.models import User
from sessions.models import Meeting, MeetingChange

Who = MeetingChange.Who
KIND = MeetingChange.Kind


@dataclass(frozen=True)
class Happening:
    """One change, its sentence, and when the meeting had been planned for."""

    change: MeetingChange
    text: str


def history_of(meeting: Meeting, reader: User) -> list[Happening]:
    """Facts only; needs `changes` prefetched and the two people loaded."""
    return [Happening(change, sentence(change, who(change, meeting, reader))) for change in meeting.changes.all()]


def who(change: MeetingChange, meeting: Meeting, reader: User) -> str:
    """The side that did it, by name."""
    people = {Who.JUNIOR: meeting.pairing.junior.user, Who.SENIOR: meeting.pairing.senior.user}
    if change.by_side in people:
        person = people[change.by_side]  # type: ignore[index]
        return _("you") if person == reader else person.short_name
    return _("both of you") if change.by_side == Who.BOTH else _("the program")


def sentence(change: MeetingChange, name: str) -> str:
    if change.kind == KIND.MISSED:
        return _("Missed by %(who)s") % {"who": name}
    notice = ngettext("%(n)s hour of notice", "%(n)s hours of notice", change.hours_notice) % {"n": change.hours_notice}
    if change.kind == KIND.MOVED:
        return _("Moved by %(who)s, with %(notice)s") % {"who": name, "notice": notice}
    return _("Cancelled by %(who)s, with %(notice)s") % {"who": name, "notice": notice}
