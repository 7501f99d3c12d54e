"""Taking back what one has said of a meeting: alone for a day, later only when the other agrees."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from frame.errors import Refused
from notifications.services import owe
from pairings.models import Pairing
from pairings.services.earlier_texts import forget_earlier
from people.models import User
from sessions.models import LogDraft, Meeting, MeetingChange, Reflection, RetractedMeeting, SessionLog, Win, Word
from sessions.services.attendance import (
    WEEK,
    hold_meeting,
    note,
    other_side,
    own_side,
    partner_id,
    tell_other,
    write_word,
)
from sessions.services.items import refuse_when_over
from sessions.services.meeting_logs import save_draft
from sessions.slipping import refresh_rhythms

ALONE_FOR = dt.timedelta(hours=24)
TEXTS = ("learned", "insight", "reflection")
Kind = MeetingChange.Kind


def is_ones_own_to_take_back(meeting: Meeting, side: str, now: dt.datetime) -> bool:
    """For a day from when one first said something; what one says differently later does not begin it anew."""
    said_at = meeting.said_at(side)
    return said_at is not None and now - said_at < ALONE_FOR


@transaction.atomic
def take_back(*, meeting: Meeting, by: User) -> Meeting | None:
    """Take back one's own word and part of the log; what was written becomes one's draft. After a day the other is
    asked to agree instead.

    Gives the meeting, None when nothing is left of it. Raises Refused for anybody else, when one has said nothing,
    and once the pairing is over.
    """
    side = own_side(meeting, by)
    hold_meeting(meeting)
    refuse_when_over(meeting.pairing)
    if not meeting.word_of(side):
        raise Refused(_("You have said nothing about this meeting, so there is nothing to take back."))
    if is_ones_own_to_take_back(meeting, side, timezone.now()):
        return take_back_side(meeting, side, by)
    ask_to_take_back(meeting, side, by)
    return meeting


def ask_to_take_back(meeting: Meeting, side: str, by: User) -> None:
    """Ask the other side to agree; a second time changes nothing."""
    if meeting.asked_back_by == other_side(side):
        raise Refused(_("You are asked to agree to the same. Answer that first."))
    if meeting.asked_back_by != side:
        set_asked(meeting, side)
        tell_other(meeting, note(meeting, Kind.ASKED_BACK, by, side, was_word=meeting.word_of(side)))


@transaction.atomic
def answer_taking_back(*, meeting: Meeting, agrees: bool, by: User) -> Meeting | None:
    """The other side agrees that a word is taken back, or either leaves it as it is.

    Gives the meeting, None when nothing is left of it. Raises Refused when nobody asks, and for one's own request.
    """
    side = own_side(meeting, by)
    hold_meeting(meeting)
    refuse_when_over(meeting.pairing)
    asker = meeting.asked_back_by
    if not asker:
        raise Refused(_("Nobody asks to take anything back any more."))
    if not agrees:
        set_asked(meeting, "")
        tell_other(meeting, note(meeting, Kind.KEPT, by, side, word=meeting.word_of(asker)))
        return meeting
    if asker == side:
        raise Refused(_("The other one of you has to agree to that."))
    return take_back_side(meeting, asker, by)


def set_asked(meeting: Meeting, side: str) -> None:
    meeting.asked_back_by = side
    meeting.save(update_fields=["asked_back_by"])


def take_back_side(meeting: Meeting, side: str, by: User) -> Meeting | None:
    """Take a side's word and part away. With none left a planned meeting waits for a log again, any other is gone."""
    author: User = getattr(meeting.pairing, side).user
    keep_as_draft(meeting, side, author)
    acts = own_side(meeting, by)
    kind = Kind.TAKEN_BACK if acts == side else Kind.AGREED
    change = note(meeting, kind, by, acts, was_word=meeting.word_of(side))
    write_word(meeting, side, "")
    if meeting.has_words or meeting.was_planned:
        tell_other(meeting, change)
        return meeting
    leave_a_line(meeting, by)
    return None


def keep_as_draft(meeting: Meeting, side: str, author: User) -> None:
    """What one wrote for the two, and for oneself alone, is one's draft again: seen by nobody else. What the part said
    before goes with it."""
    word = Word(meeting.word_of(side))
    fields: dict[str, str | list[str]] = {"happened": word.outcome, "who": word.who}
    if part := SessionLog.objects.filter(meeting=meeting, author=author).first():
        fields["learned"] = part.learned
        fields["topics"] = [str(pk) for pk in part.topics.order_by("pk").values_list("pk", flat=True)]
        forget_earlier(subject_ids=[part.pk])
        part.delete()
    if own := Reflection.objects.filter(meeting=meeting, author=author).first():
        rated = {"confidence": own.confidence, "safety": own.safety}
        fields |= {"reflection": own.text} | {name: str(rating) for name, rating in rated.items() if rating}
        own.delete()
    begun = LogDraft.objects.filter(meeting=meeting, author=author).first()
    save_draft(pairing=meeting.pairing, meeting=meeting, by=author, fields=fields | (begun.fields if begun else {}))


def leave_a_line(meeting: Meeting, by: User) -> None:
    """The meeting is gone; that there was one stays in the history of the two. Their drafts stay as well."""
    pairing, side = meeting.pairing, own_side(meeting, by)
    line = RetractedMeeting.objects.create(pairing=pairing, starts_at=meeting.starts_at, by=by, by_side=side)
    owe(
        kind="meeting_retracted",
        recipients=[partner_id(meeting, side)],
        subject_id=line.pk,
        scope=pairing.cycle.program_id,
        not_after=timezone.now() + WEEK,
    )
    drafts = LogDraft.objects.filter(pairing=pairing).select_related("author")
    keep_wins_as_drafts(meeting)
    unplanned = {draft.author_id: draft for draft in drafts.filter(meeting=None)}
    for draft in drafts.filter(meeting=meeting):
        keep_unplanned(draft, meeting, unplanned.get(draft.author_id))
    forget_earlier(subject_ids=[meeting.pk])
    meeting.delete()
    refresh_rhythms(Pairing.objects.filter(pk=pairing.pk))


def keep_wins_as_drafts(meeting: Meeting) -> None:
    """A win of a meeting that is gone would be read nowhere: it belongs to its author's draft, where there is one."""
    wins = Win.objects.filter(meeting=meeting)
    forget_earlier(subject_ids=[win.pk for win in wins])
    for win in wins:
        draft = LogDraft.objects.filter(meeting=meeting, author=win.author_id).first()
        if draft and not win.is_taken_back and not draft.fields.get("win"):
            draft.fields["win"] = win.text
            draft.save(update_fields=["fields", "saved_at"])
    wins.delete()


def keep_unplanned(draft: LogDraft, meeting: Meeting, begun: LogDraft | None) -> None:
    """A draft of a meeting that is gone belongs to the form for meetings without planning, beside what that holds."""
    local = meeting.starts_at.astimezone(draft.author.zone)
    facts = {
        "date": f"{local:%Y-%m-%d}", "time": f"{local:%H:%M}", "minutes": str(meeting.minutes),
        "channel": meeting.channel,
    }  # fmt: skip
    draft_fields = begun or draft
    draft_fields.fields = facts | draft.fields | (joined_texts(begun.fields, draft.fields) if begun else {})
    draft_fields.meeting = None
    draft_fields.save(update_fields=["fields", "meeting", "saved_at"])


def joined_texts(begun: dict[str, Any], further: dict[str, Any]) -> dict[str, Any]:
    """What was typed into two forms, the texts one below the other."""
    texts = {name: value for name, value in begun.items() if value}
    return texts | {name: f"{texts[name]}\n{further[name]}" for name in TEXTS if texts.get(name) and further.get(name)}
