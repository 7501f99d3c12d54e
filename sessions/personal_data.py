"""What meetings, and what came of them, keep about people."""

from django.utils.translation import gettext_lazy as _

from pairings.written_records import OF_THE_PAIR, READ_BY_TWO
from people.models import User
from people.personal_data import (
    AS_LONG_AS_THE_PROGRAM,
    ITSELF,
    OF_OTHERS,
    OF_THE_TWO,
    TECHNICAL,
    Basis,
    Deleted,
    Kept,
    PersonalRecord,
    Rows,
    nothing_of,
    rows_where,
)
from sessions.models import (
    ActionItem,
    CalendarAnswer,
    Insight,
    ItemChange,
    LogDraft,
    Meeting,
    MeetingChange,
    Reflection,
    RetractedMeeting,
    Rhythm,
    Series,
    SessionLog,
    Win,
)

FACTS = _("the two of you, an assistant of the leader, the program team; sponsors totals")
OF_THE_MEETING = tuple(f"meeting__{path}" for path in OF_THE_PAIR)
MET = PersonalRecord(
    model=Meeting,
    name=_("Your meetings"),
    purpose=_("To plan meetings, and to know whether they took place"),
    basis=Basis.PARTICIPATION,
    readers=_("date, length and outcome: the two of you, an assistant, the program team; the agenda the two of you"),
    kept=_("as long as the program; agenda and place until the pairing and its cycle have been over for some time"),
    rules=("pair_words",),
    people=OF_THE_PAIR,
    exported=(
        "pairing", "starts_at", "minutes", "channel", "place", "agenda", "planned_by_side", "junior_word",
        "senior_word",
    ),
    withheld={
        "planned_by": OF_OTHERS, "created_at": TECHNICAL, "closed_at": TECHNICAL, "junior_said_at": TECHNICAL,
        "senior_said_at": TECHNICAL, "series_at": TECHNICAL,
    },
    rows_of=Meeting.objects.shared_by,
    on_erasure=Kept(OF_THE_TWO),
)  # fmt: skip
CHANGED = PersonalRecord(
    model=MeetingChange,
    name=_("What was done to a meeting: moved, called off, told"),
    purpose=_("So that nobody rewrites what happened"),
    basis=Basis.PARTICIPATION,
    readers=FACTS,
    kept=AS_LONG_AS_THE_PROGRAM,
    people=("by", *OF_THE_MEETING),
    exported=("meeting", "kind", "by_side", "was_at", "was_minutes", "was_channel", "word", "was_word", "at"),
    withheld={"by": _("the side is exported; in a pause the two read that it was the program")},
    rows_of=rows_where(MeetingChange, *OF_THE_MEETING),
    on_erasure=Kept(OF_THE_TWO),
)
SERIES = PersonalRecord(
    model=Series,
    name=_("Meetings planned at once"),
    purpose=_("So that a calendar holds them as one entry"),
    basis=Basis.PARTICIPATION,
    readers=FACTS,
    kept=AS_LONG_AS_THE_PROGRAM,
    people=("planned_by", *OF_THE_PAIR),
    exported=("zone", "weeks", "planned_by_side"),
    withheld={"planned_by": OF_OTHERS, "created_at": TECHNICAL},
    rows_of=rows_where(Series, *OF_THE_PAIR),
    on_erasure=Kept(OF_THE_TWO),
)
ANSWERED = PersonalRecord(
    model=CalendarAnswer,
    name=_("What your calendar answered to an invitation"),
    purpose=_("So that the other one knows whether you come"),
    basis=Basis.PARTICIPATION,
    readers=_("the two of you, and an assistant of the leader; of your mail nothing else is kept"),
    kept=_("until the meeting is moved, else as long as the program"),
    people=OF_THE_MEETING,
    exported=("meeting", "side", "answer", "proposed_at", "at"),
    withheld={"stamp": TECHNICAL},
    rows_of=rows_where(CalendarAnswer, *OF_THE_MEETING),
    on_erasure=Kept(OF_THE_TWO),
)
TAKEN_BACK = PersonalRecord(
    model=RetractedMeeting,
    name=_("Meetings that were taken back"),
    purpose=_("So that nobody rewrites what happened"),
    basis=Basis.PARTICIPATION,
    readers=FACTS,
    kept=AS_LONG_AS_THE_PROGRAM,
    people=("by", *OF_THE_PAIR),
    exported=("starts_at", "by_side", "at"),
    withheld={"by": _("the side is exported")},
    rows_of=rows_where(RetractedMeeting, *OF_THE_PAIR),
    on_erasure=Kept(OF_THE_TWO),
)
RHYTHM = PersonalRecord(
    model=Rhythm,
    name=_("How many meetings in a row did not take place"),
    purpose=_("So that a pair that needs help is not overlooked"),
    basis=Basis.PARTICIPATION,
    readers=_("the program team"),
    kept=AS_LONG_AS_THE_PROGRAM,
    people=OF_THE_PAIR,
    withheld={"slipping_since": _("a pause of the other one counts in it, which you are not told")},
    rows_of=nothing_of(Rhythm),
    on_erasure=Kept(_("a number without a name")),
)
ITEM = PersonalRecord(
    model=ActionItem,
    name=_("To-dos and promises"),
    purpose=_("To remember what the two are to do"),
    basis=Basis.PARTICIPATION,
    readers=READ_BY_TWO,
    kept=AS_LONG_AS_THE_PROGRAM,
    people=OF_THE_PAIR,
    exported=(
        "kind", "text", "owner", "due_on", "done_at", "seen", "withdrawn_at", "withdrawn_by", "withdrawn_reason",
        "fine_at", "created_by", "created_at",
    ),
    withheld={"shown_at": TECHNICAL},
    rows_of=ActionItem.objects.visible_to,
    on_erasure=Kept(OF_THE_TWO),
)  # fmt: skip
ITEM_BEFORE = PersonalRecord(
    model=ItemChange,
    name=_("What a to-do said before"),
    purpose=_("So that both see who changed what"),
    basis=Basis.PARTICIPATION,
    readers=READ_BY_TWO,
    kept=AS_LONG_AS_THE_PROGRAM,
    people=tuple(f"item__{path}" for path in OF_THE_PAIR),
    exported=("item", "kind", "by", "at", "text", "owner", "due_on", "done_at", "seen"),
    rows_of=ItemChange.objects.visible_to,
    on_erasure=Kept(OF_THE_TWO),
)
LOG = PersonalRecord(
    model=SessionLog,
    name=_("Logs of your meetings: your part and the other one's"),
    purpose=_("To keep what was learned"),
    basis=Basis.PARTICIPATION,
    readers=READ_BY_TWO,
    kept=_("its words until the pairing and its cycle have been over for some time"),
    rules=("pair_words",),
    people=OF_THE_MEETING,
    exported=("meeting", "author", "learned", "topic_names", "created_at", "updated_at"),
    rows_of=SessionLog.objects.visible_to,
    on_erasure=Kept(OF_THE_TWO),
)
DRAFT = PersonalRecord(
    model=LogDraft,
    name=_("Drafts of your logs"),
    purpose=_("So that nothing is lost while you write"),
    basis=Basis.PARTICIPATION,
    readers=_("yourself alone"),
    kept=_("until you send or discard it, or the pairing and its cycle have been over for some time"),
    rules=("reflections",),
    people=("author",),
    exported=("fields", "saved_at"),
    withheld={"author": ITSELF},
    rows_of=LogDraft.objects.visible_to,
    on_erasure=Deleted(),
)
REFLECTION = PersonalRecord(
    model=Reflection,
    name=_("Your private reflections"),
    purpose=_("To think about a meeting for yourself"),
    basis=Basis.CONSENT,
    readers=_("yourself alone"),
    kept=_("until you delete it, or the pairing and its cycle have been over for some time"),
    rules=("reflections",),
    people=("author",),
    exported=("meeting", "text", "confidence", "safety", "updated_at"),
    withheld={"author": ITSELF},
    rows_of=Reflection.objects.visible_to,
    on_erasure=Deleted(),
)


def insights_of_own_pairs(person: User) -> Rows:
    """Those of somebody's own pairings; what others have published is theirs."""
    return Insight.objects.shared_by(person)


INSIGHT = PersonalRecord(
    model=Insight,
    name=_("Insights of your pairings"),
    purpose=_("To share what was learned, where both agree"),
    basis=Basis.CONSENT,
    readers=_("the two of you; once both have agreed, everyone in the program, its team and its sponsor"),
    kept=AS_LONG_AS_THE_PROGRAM,
    people=OF_THE_PAIR,
    exported=("author", "text", "audience", "published_at", "created_at"),
    rows_of=insights_of_own_pairs,
    on_erasure=Kept(OF_THE_TWO),
)
WIN = PersonalRecord(
    model=Win,
    name=_("Small wins"),
    purpose=_("To notice what went well"),
    basis=Basis.PARTICIPATION,
    readers=READ_BY_TWO,
    kept=AS_LONG_AS_THE_PROGRAM,
    people=OF_THE_PAIR,
    exported=("author", "text", "taken_back_at", "created_at"),
    rows_of=Win.objects.visible_to,
    on_erasure=Kept(OF_THE_TWO),
)
RECORDS = (MET, CHANGED, SERIES, ANSWERED, TAKEN_BACK, RHYTHM, ITEM, ITEM_BEFORE, LOG, DRAFT, REFLECTION, INSIGHT, WIN)
