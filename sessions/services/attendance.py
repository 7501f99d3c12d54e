"""What each of the two says happened: their own word, which nobody else changes, what follows from both, and one calm
word to the program team when the two keep telling it differently."""

import datetime as dt
import uuid

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from frame.errors import Refused
from notifications.models import Delivery
from notifications.services import cancel_deliveries, owe
from pairings.models import Pairing
from people.models import User
from programs.models import Participant, Side, Todo
from programs.services import NewTodo, finish_todos, raise_todos
from sessions.form_data import Slot
from sessions.models import Meeting, MeetingChange, Word
from sessions.services.items import refuse_when_over
from sessions.services.overlaps import hold_pair, lies_near, meetings_near
from sessions.slipping import refresh_rhythms

REMINDERS = ("meeting_reminder", "log_meeting")
WEEK = dt.timedelta(days=7)
#: So long after its end each side is asked what happened for the second and last time.
ASKED_AGAIN_AFTER = dt.timedelta(days=2)
Kind = MeetingChange.Kind
#: So many of the latest meetings that somebody has told something about are looked at.
LOOKED_AT = 4
OFTEN = 2


def hold_meeting(meeting: Meeting) -> None:
    """Let nobody else log it until the end of the transaction, and read it as it is now. Raises Refused when it is
    gone."""
    pairing = meeting.pairing
    hold_pair(pairing)
    try:
        meeting.refresh_from_db()
    except Meeting.DoesNotExist as error:
        raise Refused(_("This meeting has just been taken back. Look at your pairing again.")) from error
    meeting.pairing = pairing


def own_side(meeting: Meeting, by: User) -> str:
    """The side of one of the two. Raises Refused for anybody else: nobody speaks for another person."""
    if side := meeting.pairing.side_of(by):
        return side
    raise Refused(_("Only the two who met say what happened."))


def other_side(side: str) -> str:
    return Side.SENIOR if side == Side.JUNIOR else Side.JUNIOR


def refuse_twin(meeting: Meeting) -> None:
    """Two people are in one meeting at a time, so of the same hours one alone was held. The caller holds the pair."""
    slot = Slot(meeting.starts_at, meeting.minutes, meeting.channel)
    for other in meetings_near(meeting.pairing, slot):
        is_told = other.has_words or other.state == Meeting.State.HELD
        if other.pk != meeting.pk and is_told and lies_near(other, slot, dt.timedelta()):
            raise Refused(
                _("Something is said already of a meeting in the same hours. Open that one, and say it there.")
            )


@transaction.atomic
def say_word(*, meeting: Meeting, word: str, by: User) -> Meeting:
    """Keep what one of the two says of a meeting, beside what the other says; the same word again changes nothing.

    Raises Refused for anybody else, for a meeting still ahead or called off, and for another word than before once
    the pairing is over.
    """
    side = own_side(meeting, by)
    hold_meeting(meeting)
    before = meeting.word_of(side)
    if word == before:
        return meeting
    if not meeting.can_be_told(timezone.now()):
        raise Refused(why_not_told(meeting))
    if before:
        refuse_when_over(meeting.pairing)
    if word == Word.HELD:
        refuse_twin(meeting)
    change = note(meeting, Kind.SAID, by, side, word=word, was_word=before)
    write_word(meeting, side, word)
    cancel_deliveries(
        subject_id=meeting.pk, kinds=REMINDERS, recipients=[by.pk], reason=_("They have said what happened.")
    )
    tell_of_word(meeting, change)
    return meeting


def why_not_told(meeting: Meeting) -> str:
    if meeting.is_called_off:
        return _("This meeting was cancelled. If you met all the same, log it as a meeting without planning.")
    return _("This meeting has not begun yet. Log it afterwards, or move it to the time at which you met.")


def note(meeting: Meeting, kind: str, by: User, side: str, **details: object) -> MeetingChange:
    """Write down who did what on which side, for both to read."""
    facts = {"was_at": meeting.starts_at, "hours_notice": 0, "at": timezone.now()} | details
    return MeetingChange.objects.create(meeting=meeting, kind=kind, by=by, by_side=side, **facts)


def write_word(meeting: Meeting, side: str, word: str) -> None:
    """Put a side's word into its place (or take it out), and let the state follow."""
    now, was_disputed = timezone.now(), meeting.is_disputed
    setattr(meeting, f"{side}_word", word)
    setattr(meeting, f"{side}_said_at", (meeting.said_at(side) or now) if word else None)
    meeting.state = state_after(meeting)
    meeting.closed_at = (meeting.closed_at or now) if meeting.has_words else None
    meeting.asked_back_by = "" if meeting.asked_back_by == side else meeting.asked_back_by
    meeting.save(update_fields=["state", "closed_at", f"{side}_word", f"{side}_said_at", "asked_back_by"])
    meeting.refresh_from_db(fields=["is_disputed"])
    watch_disputes(meeting.pairing, is_new=meeting.is_disputed and not was_disputed)
    refresh_rhythms(Pairing.objects.filter(pk=meeting.pairing_id))


def state_after(meeting: Meeting) -> str:
    """What the words come to. With two different ones the state stays, and counts nowhere while they differ."""
    outcomes = {Word(word).outcome for word in (meeting.junior_word, meeting.senior_word) if word}
    if not outcomes:
        return Meeting.State.PLANNED
    return outcomes.pop() if len(outcomes) == 1 else meeting.state


def tell_of_word(meeting: Meeting, change: MeetingChange) -> None:
    """Tell the other side. Who has said nothing yet reads it in the prompt to log, while that is still to come."""
    has_answered = bool(meeting.word_of(other_side(change.by_side)))
    if meeting.is_disputed:
        tell_of_dispute(meeting, change)
    elif change.was_word or not (has_answered or is_still_asked(meeting)):
        tell_other(meeting, change)


def is_still_asked(meeting: Meeting) -> bool:
    return meeting.pairing.can_meet and timezone.now() < meeting.ends_at + ASKED_AGAIN_AFTER


def tell_other(meeting: Meeting, change: MeetingChange) -> None:
    """A message about one change, to the one of the two on the other side."""
    owe(
        kind="meeting_facts_changed",
        recipients=[partner_id(meeting, change.by_side)],
        subject_id=meeting.pk,
        occasion=str(change.pk),
        scope=meeting.pairing.cycle.program_id,
        not_after=timezone.now() + WEEK,
        extra={"change": str(change.pk)},
    )


def tell_of_dispute(meeting: Meeting, change: MeetingChange) -> None:
    """That the two tell it differently: to each of them at most once a week, whatever is said meanwhile."""
    recipient = partner_id(meeting, change.by_side)
    deliveries = Delivery.objects.filter(kind="meeting_disputed", subject_id=meeting.pk, recipient=recipient)
    last = deliveries.order_by("-due_at").values_list("due_at", flat=True).first()
    due_at = max(timezone.now(), last + WEEK) if last else timezone.now()
    if last is None or last <= timezone.now():
        owe(
            kind="meeting_disputed",
            recipients=[recipient],
            subject_id=meeting.pk,
            occasion=f"{due_at:%Y-%m-%d}",
            scope=meeting.pairing.cycle.program_id,
            due_at=due_at,
            not_after=due_at + WEEK,
        )


def partner_id(meeting: Meeting, side: str) -> uuid.UUID:
    """Who stands on the other side of the one who acts."""
    participant: Participant = getattr(meeting.pairing, other_side(side))
    return participant.user_id


def watch_disputes(pairing: Pairing, *, is_new: bool) -> None:
    """Raise the matter when one more meeting is told differently (`is_new`) and it has happened before; settle it when
    the two agree. What the team has ticked off comes back with the next one only."""
    if not is_often(pairing):
        finish_todos(kinds=[Todo.Kind.DISPUTED], subject_ids=[pairing.pk])
    elif is_new:
        raise_todos([dispute_todo(pairing)])


def is_often(pairing: Pairing) -> bool:
    differing = (
        Meeting.objects.filter(pairing=pairing).exclude(Q(junior_word="", senior_word="")).order_by("-starts_at", "-pk")
    )
    disputed = [
        is_disputed for is_disputed in differing.values_list("is_disputed", flat=True)[:LOOKED_AT] if is_disputed
    ]
    return len(disputed) >= OFTEN


def dispute_todo(pairing: Pairing) -> NewTodo:
    names = {"mentor": pairing.junior.user.name, "leader": pairing.senior.user.name}
    return NewTodo(
        program_id=pairing.cycle.program_id,
        kind=Todo.Kind.DISPUTED,
        subject_id=pairing.pk,
        text=_("%(mentor)s and %(leader)s have told more than one of their latest meetings differently; ask both")
        % names,
        link=reverse("oversight_detail", args=[pairing.pk]),
        concerns=[pairing.junior.user_id, pairing.senior.user_id],
    )
