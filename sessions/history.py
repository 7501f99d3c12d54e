"""What happened to a meeting, in words for who reads them."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.models import User
from sessions.models import Meeting, MeetingChange, Word

Who = MeetingChange.Who
Kind = MeetingChange.Kind
#: What concerns those who book: what became of the time in the calendar, not what the two say afterwards.
OF_BOOKING = (Kind.MOVED, Kind.ADJUSTED, Kind.CANCELLED)


@dataclass(frozen=True)
class Happening:
    """One change and its sentence."""

    change: MeetingChange
    text: str

    @property
    def is_of_booking(self) -> bool:
        return self.change.kind in OF_BOOKING


@dataclass(frozen=True)
class Account:
    """What one of the two says of a meeting; `text` is empty while they have said nothing."""

    name: str
    text: str
    said_at: dt.datetime | None


def history_of(meeting: Meeting, reader: User, *, is_booking: bool = False) -> list[Happening]:
    """Facts only; needs `changes` prefetched with who acted, and the two people loaded. Who merely books for one of
    the two reads what became of the time."""
    changes = [change for change in meeting.changes.all() if not is_booking or change.kind in OF_BOOKING]
    return [Happening(change, sentence(change, meeting, reader)) for change in changes]


def history_for_team(meeting: Meeting, reader: User) -> list[Happening]:
    """The history of a meeting for the program team, with what the two never read: for whom a meeting counts that
    was called off in a pause."""
    return [
        Happening(happening.change, called_off_in_pause(happening.change, meeting, reader))
        if happening.change.counts_for
        else happening
        for happening in history_of(meeting, reader)
    ]


def accounts_of(meeting: Meeting, reader: User) -> list[Account]:
    """What each side says, the mentor first; nothing while neither has spoken."""
    if not meeting.has_words:
        return []
    return [
        Account(
            name_of(side, meeting, reader), word_sentence(meeting.word_of(side), meeting, reader), meeting.said_at(side)
        )
        for side in (Who.JUNIOR, Who.SENIOR)
    ]  # fmt: skip


def name_of(side: str, meeting: Meeting, reader: User) -> str:
    """A side by name, the reader as "you"."""
    people: dict[str, User] = {Who.JUNIOR: meeting.pairing.junior.user, Who.SENIOR: meeting.pairing.senior.user}
    if side in people:
        person = people[side]
        return _("you") if person == reader else person.short_name
    return both_of(meeting, reader) if side == Who.BOTH else _("the program")


def both_of(meeting: Meeting, reader: User) -> str:
    return _("both of you") if meeting.pairing.side_of(reader) else _("both of them")


def actor(change: MeetingChange, meeting: Meeting, reader: User) -> str:
    """Who did it: the side by name, and who acted for it where that was somebody else."""
    return who_acted(change.by_side, change.by, meeting, reader)


def who_acted(by_side: str, person: User | None, meeting: Meeting, reader: User) -> str:
    side = name_of(by_side, meeting, reader)
    if person is None or by_side not in (Who.JUNIOR, Who.SENIOR) or meeting.pairing.side_of(person):
        return side
    names = {"person": _("you") if person == reader else person.short_name, "side": side}
    if meeting.pairing.senior.user == reader:
        return _("your office (%(person)s)") % names
    return _("%(side)s’s office (%(person)s)") % names


def change_actor(change: MeetingChange, meeting: Meeting, reader: User) -> str:
    """Who changed it and how long ahead: "Jack’s office (Sam), 13 days ahead"."""
    return f"{actor(change, meeting, reader)}, {notice(change)}"


def planner_of(meeting: Meeting, reader: User) -> str:
    """Who planned it, where that is known."""
    if not meeting.planned_by_side or meeting.planned_by is None:
        return ""
    return who_acted(meeting.planned_by_side, meeting.planned_by, meeting, reader)


def what_changed(meeting: Meeting, changes: Sequence[MeetingChange]) -> list[str]:
    """What differs now from how it stood before the first of these, in words; nothing where it stands as before."""
    if not changes:
        return []
    before = changes[0]
    news = []
    if before.was_at != meeting.starts_at:
        news.append(from_to(before.was_at, meeting.starts_at))
    if before.was_minutes is not None and before.was_minutes != meeting.minutes:
        names = {"was": before.was_minutes, "now": meeting.minutes}
        news.append(_("%(now)s minutes instead of %(was)s") % names)
    if before.was_channel and before.was_channel != meeting.channel:
        news.append(meeting.get_channel_display())
    if any(change.has_new_place for change in changes):
        news.append(_("new place"))
    return news


def from_to(was: dt.datetime, now: dt.datetime) -> str:
    """On the clock that is in force."""
    days = _("D H:i") if abs(now - was) < dt.timedelta(days=6) else _("D j M, H:i")
    return _("from %(was)s to %(now)s") % {
        "was": date_format(timezone.localtime(was), days), "now": date_format(timezone.localtime(now), days),
    }  # fmt: skip


def word_sentence(word: str, meeting: Meeting, reader: User) -> str:
    """A word about a meeting as a sentence; empty for none."""
    if not word:
        return ""
    is_party, spoken_word = bool(meeting.pairing.side_of(reader)), Word(word)
    if spoken_word == Word.HELD:
        return _("you met") if is_party else _("they met")
    if spoken_word.outcome == Meeting.State.CANCELLED:
        return _("cancelled by %(who)s") % {"who": name_of(spoken_word.who, meeting, reader)}
    if spoken_word.who == Who.BOTH:
        return _("neither of you came") if is_party else _("neither of them came")
    return _("%(who)s did not come") % {"who": name_of(spoken_word.who, meeting, reader)}


def sentence(change: MeetingChange, meeting: Meeting, reader: User) -> str:
    """One change in words for its reader."""
    names = {
        "who": actor(change, meeting, reader),
        "word": word_sentence(change.word, meeting, reader),
        "was": word_sentence(change.was_word, meeting, reader),
    }
    return WORDING[Kind(change.kind)](change, names, reader)


def notice(change: MeetingChange) -> str:
    """How long ahead: in days from two on."""
    days, hours = change.hours_notice // 24, change.hours_notice
    if days >= 2:
        return ngettext("%(n)s day ahead", "%(n)s days ahead", days) % {"n": days}
    return ngettext("%(n)s hour ahead", "%(n)s hours ahead", hours) % {"n": hours}


def moved(change: MeetingChange, names: dict[str, str], reader: User) -> str:
    return _("Moved by %(who)s, %(notice)s") % (names | {"notice": notice(change)})


def adjusted(change: MeetingChange, names: dict[str, str], reader: User) -> str:
    text = _("New place, by %(who)s, %(notice)s") if change.has_new_place else _("Changed by %(who)s, %(notice)s")
    return text % (names | {"notice": notice(change)})


def cancelled(change: MeetingChange, names: dict[str, str], reader: User) -> str:
    return _("Cancelled by %(who)s, %(notice)s") % (names | {"notice": notice(change)})


def called_off_in_pause(change: MeetingChange, meeting: Meeting, reader: User) -> str:
    names = {"who": name_of(change.counts_for, meeting, reader), "notice": notice(change)}
    return _("Called off in a pause, counts for %(who)s (the two read: by the program), %(notice)s") % names


def corrected(change: MeetingChange, names: dict[str, str], reader: User) -> str:
    """With what stood there before."""
    at = date_format(timezone.localtime(change.was_at, reader.zone), _("D j M Y, H:i"))
    minutes = ngettext("%(n)s minute", "%(n)s minutes", change.was_minutes or 0) % {"n": change.was_minutes}
    before = {"at": at, "minutes": minutes, "how": change.get_was_channel_display()}
    return _("Corrected by %(who)s; before: %(at)s, %(minutes)s, %(how)s") % (names | before)


def spoken(change: MeetingChange, names: dict[str, str], reader: User) -> str:
    text = _("%(who)s: %(word)s (before: %(was)s)") if change.was_word else _("%(who)s: %(word)s")
    return text % names


def asked_back(change: MeetingChange, names: dict[str, str], reader: User) -> str:
    return _("%(who)s asked to take back: %(was)s") % names


def kept(change: MeetingChange, names: dict[str, str], reader: User) -> str:
    return _("Left as it is by %(who)s: %(word)s") % names


def taken_back(change: MeetingChange, names: dict[str, str], reader: User) -> str:
    return _("Taken back by %(who)s: %(was)s") % names


def agreed(change: MeetingChange, names: dict[str, str], reader: User) -> str:
    return _("Taken back with the agreement of %(who)s: %(was)s") % names


WORDING: dict[Kind, Callable[[MeetingChange, dict[str, str], User], str]] = {
    Kind.MOVED: moved,
    Kind.ADJUSTED: adjusted,
    Kind.CANCELLED: cancelled,
    Kind.CORRECTED: corrected,
    Kind.SAID: spoken,
    Kind.ASKED_BACK: asked_back,
    Kind.KEPT: kept,
    Kind.TAKEN_BACK: taken_back,
    Kind.AGREED: agreed,
}
