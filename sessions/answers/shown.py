"""What the calendars of the two have answered, in words for who reads them. Facts of the two and of who books for them:
the program team is shown nothing of it."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from people.models import User
from programs.models import Side
from sessions.models import CalendarAnswer, Meeting

Answer = CalendarAnswer.Answer


@dataclass(frozen=True)
class Said:
    """One side's answer; `name` is "you" for the reader's own."""

    name: str
    answer: CalendarAnswer
    is_mine: bool

    @property
    def words(self) -> str:
        return str(self.answer.get_answer_display())

    @property
    def is_awkward(self) -> bool:
        """Whether somebody has to do something about the meeting."""
        return self.answer.answer in (Answer.DECLINED, Answer.COUNTERED)

    @property
    def proposed_at(self) -> dt.datetime | None:
        """The time that is asked for, while it is still ahead."""
        at = self.answer.proposed_at
        return at if at and at > timezone.now() else None

    @property
    def is_declined(self) -> bool:
        return self.answer.answer == Answer.DECLINED


def answers_of(meeting: Meeting, reader: User) -> list[Said]:
    """The mentor's first; nothing once the meeting has begun or is off, or where nobody reads answers. Reads `answers`,
    which may be prefetched, and needs the two people loaded."""
    if not settings.CALENDAR_INBOX_ADDRESS or not meeting.can_be_changed(timezone.now()):
        return []
    by_side = {answer.side: answer for answer in meeting.answers.all()}
    people = ((Side.JUNIOR, meeting.pairing.junior.user), (Side.SENIOR, meeting.pairing.senior.user))
    return [
        Said(_("you") if person == reader else person.short_name, by_side[side], person == reader)
        for side, person in people
        if side in by_side
    ]


def trouble_of(meeting: Meeting, reader: User) -> str:
    """In a sentence what speaks against the meeting on somebody else's side; empty where nothing does."""
    return " ".join(
        sentence(said, reader) for said in answers_of(meeting, reader) if said.is_awkward and not said.is_mine
    )


def sentence(said: Said, reader: User) -> str:
    if said.is_declined:
        return _("%(name)s cannot come.") % {"name": said.name}
    if said.proposed_at is None:
        return _("%(name)s asks for another time.") % {"name": said.name}
    at = date_format(timezone.localtime(said.proposed_at, reader.zone), "D j M, H:i")
    return _("%(name)s asks for %(at)s instead.") % {"name": said.name, "at": at}
