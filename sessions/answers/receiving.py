"""What becomes of a mail that came to the inbox of calendars.

Only a mail from the very address that was invited, which names a meeting of that person by its UID, is an answer. The
UID is random and known to the two alone; that a sender is who they say they are is for the mail server to check (SPF,
DKIM). Of everything else nothing is kept but that it came.
"""

import datetime as dt
import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from notifications import marks
from notifications.bounces import Noted, Report, is_report, take_report
from notifications.services import cancel_deliveries, owe
from pairings.models import Pairing
from people.models import User
from sessions.answers.itip import COUNTER, Reply, Time, Unreadable, instant_of
from sessions.answers.letters import Letter, TooLarge, parsed, read_letter, report_in
from sessions.models import CalendarAnswer, Meeting
from sessions.services.meetings import HORIZON
from sessions.services.overlaps import hold_pair

KIND = "meeting_answer"
HOST = "@turnabout"
Answer = CalendarAnswer.Answer
PARTSTATS = {"ACCEPTED": Answer.ACCEPTED, "TENTATIVE": Answer.TENTATIVE, "DECLINED": Answer.DECLINED}
#: After these the other one has to do something, so that they hear of what follows, too.
AWKWARD = (Answer.DECLINED, Answer.COUNTERED)


class Outcome(models.TextChoices):
    """What became of a mail; all that is kept of those that were no answer, as a number."""

    TAKEN = "taken", _("an answer that was taken in")
    KNOWN = "known", _("an answer that was known already, or is older than the one that is")
    OUTDATED = "outdated", _("an answer to a time at which the meeting is not any more")
    OVER = "over", _("an answer to a meeting that is not ahead any more")
    UNKNOWN = "unknown", _("an answer to no meeting of ours")
    STRANGER = "stranger", _("an answer from an address that was not invited")
    RETURNED = "returned", _("a note that one of our mails cannot be delivered")
    REPORTED = "reported", _("a note about one of our mails that changes nothing")
    REPORT = "report", _("a note about no mail of ours")
    NO_ANSWER = "no_answer", _("a mail without an answer")
    UNREADABLE = "unreadable", _("a mail that cannot be read")
    TOO_LARGE = "too_large", _("a mail that is too large")


OF_REPORTS = {
    Noted.REFUSED: Outcome.RETURNED,
    Noted.NOTHING_NEW: Outcome.REPORTED,
    Noted.NOT_OURS: Outcome.REPORT,
}
#: The first of these that happened to a part of a mail is what became of it.
ORDER = tuple(Outcome)


@dataclass(frozen=True)
class Change:
    """A meeting for which somebody's calendar says something new."""

    meeting: Meeting
    answer: CalendarAnswer
    was: str


def receive(raw: bytes) -> Outcome:
    """Read a whole mail and act on it. Raises nothing but errors of the database; a second time changes nothing."""
    try:
        message = parsed(raw)
        outcome = take_back(report_in(message)) if is_report(message) else take(read_letter(message), timezone.now())
    except TooLarge:
        outcome = Outcome.TOO_LARGE
    except Unreadable:
        outcome = Outcome.UNREADABLE
    marks.mark(mark_of(outcome))
    return outcome


def take_back(report: Report | None) -> Outcome:
    """A mail server's note about a mail; of ours none is left in the mailbox, for it holds the mail itself."""
    return OF_REPORTS[take_report(report)] if report else Outcome.REPORT


def mark_of(outcome: str) -> str:
    """Under which mark it is counted."""
    return f"answers.{outcome}"


@transaction.atomic
def take(letter: Letter, now: dt.datetime) -> Outcome:
    outcomes = [take_reply(reply, letter.sender, now) for reply in letter.replies]
    return min(outcomes, key=ORDER.index, default=Outcome.NO_ANSWER)


def take_reply(reply: Reply, sender: str, now: dt.datetime) -> Outcome:
    """One event of an answer, which may be about a whole series."""
    answer = answer_in(reply, sender)
    meetings = meetings_of(reply)
    if not meetings:
        return Outcome.UNKNOWN
    pairing = meetings[0].pairing
    person = invited(pairing, sender)
    if person is None or answer is None:
        return Outcome.STRANGER if person is None else Outcome.NO_ANSWER
    hold_pair(pairing)
    ahead = [meeting for meeting in fresh(meetings) if meeting.can_be_changed(now)]
    current = [meeting for meeting in ahead if meeting.time_revision <= reply.sequence]
    if not current:
        return Outcome.OUTDATED if ahead else Outcome.OVER
    if answer == Answer.COUNTERED and not reply.is_of_one:
        current = current[:1]  # another time for a series is one for its next meeting
    written = [record(meeting, person, answer, reply, now) for meeting in current]
    if not any(written):
        return Outcome.KNOWN
    tell([change for change in written if change and is_news(change)], person, reply)
    return Outcome.TAKEN


def answer_in(reply: Reply, sender: str) -> str | None:
    """What the sender says for themselves; None where the file answers for others only, or says nothing we know."""
    if sender not in reply.answers:
        return None
    return Answer.COUNTERED if reply.method == COUNTER else PARTSTATS.get(reply.answers[sender])


def meetings_of(reply: Reply) -> list[Meeting]:
    """Those that the UID means, in order of time: one, or those of a series, or the one of it that is named."""
    try:
        key = uuid.UUID(reply.uid.lower().removesuffix(HOST))
    except ValueError:
        return []
    all_meetings = Meeting.objects.with_people().select_related("series")
    single = list(all_meetings.filter(pk=key, series=None))
    if single:
        return single
    meetings = list(all_meetings.filter(series=key))
    return [meeting for meeting in meetings if stands_at(meeting, reply.recurrence)] if reply.is_of_one else meetings


def stands_at(meeting: Meeting, time: Time | None) -> bool:
    """Whether that is its place in its series; calendars may name the day alone."""
    if meeting.series is None or meeting.series_at is None:
        return False
    zone = ZoneInfo(meeting.series.zone)
    if isinstance(time, dt.datetime):
        return instant_of(time, zone) == meeting.series_at
    return time == meeting.series_at.astimezone(zone).date()


def invited(pairing: Pairing, sender: str) -> User | None:
    """Which of the two that address is."""
    people = (pairing.junior.user, pairing.senior.user)
    return next((person for person in people if person.is_active and person.email.lower() == sender), None)


def fresh(meetings: Sequence[Meeting]) -> list[Meeting]:
    """As they stand now that nobody else can change them."""
    rows = Meeting.objects.in_bulk([meeting.pk for meeting in meetings])
    for meeting in meetings:
        row = rows[meeting.pk]
        meeting.state, meeting.starts_at, meeting.time_revision = row.state, row.starts_at, row.time_revision
    return list(meetings)


def record(meeting: Meeting, person: User, answer: str, reply: Reply, now: dt.datetime) -> Change | None:
    """Keep it as their last word, unless it is known or older than that; a clock that is ahead silences nobody."""
    side = meeting.pairing.side_of(person)
    stamp = min(reply.stamp or now, now)
    before = CalendarAnswer.objects.filter(meeting=meeting, side=side).first()
    if before and not before.is_older_than(stamp):
        return None
    asked_for = proposed(meeting, reply, person, now) if answer == Answer.COUNTERED else None
    values = {"answer": answer, "proposed_at": asked_for, "stamp": stamp, "at": now}
    row, _created = CalendarAnswer.objects.update_or_create(meeting=meeting, side=side, defaults=values)
    is_same = before and (before.answer, before.proposed_at) == (answer, asked_for)
    return Change(meeting, row, "same" if is_same else before.answer if before else "")


def proposed(meeting: Meeting, reply: Reply, person: User, now: dt.datetime) -> dt.datetime | None:
    """The time that is asked for, where it names one to which this very meeting could be moved."""
    if meeting.series_id and not reply.is_of_one:
        return None
    instant = instant_of(reply.starts, person.zone)
    return instant if instant and now < instant < now + HORIZON and instant != meeting.starts_at else None


def is_news(change: Change) -> bool:
    """Whether the other one must hear of it; a plain yes stands on the page alone."""
    return change.was != "same" and (change.answer.answer in AWKWARD or change.was in AWKWARD)


def tell(changes: Sequence[Change], person: User, reply: Reply) -> None:
    """One message, whatever number of meetings of a series it is about; what was owed about them before is not sent."""
    if not changes:
        return
    first = changes[0]
    pairing = first.meeting.pairing
    recipients, reason = told_of(pairing, person), gettext("They have answered otherwise since.")
    for change in changes:
        cancel_deliveries(subject_id=change.meeting.pk, kinds=[KIND], recipients=recipients, reason=reason)
    owe(
        kind=KIND,
        recipients=recipients,
        subject_id=first.meeting.pk,
        occasion=occasion_of(reply, first),
        scope=pairing.cycle.program_id,
        not_after=first.meeting.starts_at,
        extra={"side": first.answer.side, "answer": first.answer.answer, "others": len(changes) - 1},
    )


def told_of(pairing: Pairing, person: User) -> list[uuid.UUID]:
    """The other one; and who books for them, where that is the leader."""
    partner = pairing.partner_of(person)
    assistants = partner.assistants.values_list("pk", flat=True) if partner == pairing.senior.user else ()
    return [partner.pk, *assistants]


def occasion_of(reply: Reply, change: Change) -> str:
    """What one answer is known by: equal however often the same one comes."""
    words = f"{reply.uid} {reply.recurrence} {reply.sequence} {change.answer.stamp.isoformat()} {change.answer.answer}"
    return hashlib.sha256(words.encode()).hexdigest()[:16]
