"""What meetings show on the page of a pairing: to the two, to the leader's assistant, to the program team."""

from collections import defaultdict
from typing import Any

from django.db.models import BooleanField, Exists, OuterRef, Prefetch, Value
from django.utils import timezone
from django.utils.translation import gettext as _

from frame.remembered import remembered
from pairings import sections
from pairings.models import Pairing
from pairings.services.earlier_texts import earlier_of
from people.models import User
from programs.models import Side
from sessions.answers.shown import trouble_of
from sessions.history import history_for_team
from sessions.item_trace import describe
from sessions.meeting_dots import facts_of, held_of_planned, strip_of
from sessions.models import ActionItem, Insight, Meeting, MeetingChange, RetractedMeeting, SessionLog, Win
from sessions.services import shown_to

PAST_SHOWN = 12
MEETS = (Pairing.State.ACTIVE, Pairing.State.PAUSED, Pairing.State.CLOSING, Pairing.State.COMPLETED)


@remembered
def meetings_of(pairing: Pairing) -> list[Meeting]:
    """In order of time; read once for a page, whatever number of sections shows them. Each says whether the pairing has
    meetings that were taken back, so that these are asked for only where there are some."""
    taken_back = RetractedMeeting.objects.filter(pairing=OuterRef("pairing"))
    meetings = list(Meeting.objects.filter(pairing=pairing).annotate(is_beside_retracted=Exists(taken_back)))
    for meeting in meetings:
        meeting.pairing = pairing
    return meetings


def may_have_retracted(pairing: Pairing) -> bool:
    """Whether meetings were taken back, as far as those tell that are left."""
    meetings = meetings_of(pairing)
    return not meetings or bool(vars(meetings[0])["is_beside_retracted"])


def next_meeting(pairing: Pairing, user: User) -> sections.Section | None:
    """The next meeting, and what waits for a log. Assistants get the facts alone."""
    if pairing.state not in MEETS:
        return None
    now = timezone.now()
    planned_meetings = [meeting for meeting in meetings_of(pairing) if meeting.is_planned]
    upcoming = [meeting for meeting in planned_meetings if meeting.starts_at > now]
    is_party = bool(pairing.side_of(user))
    context = {
        "pairing": pairing,
        "is_party": is_party,
        "other": pairing.partner_of(user) if is_party else (pairing.senior.user, pairing.junior.user),
        "next": upcoming[0] if upcoming else None,
        "trouble": trouble_of(upcoming[0], user) if upcoming else "",
        "upcoming": upcoming[1:],
        "waiting": [meeting for meeting in planned_meetings if meeting.starts_at <= now],
    }
    return {"template": "sessions/parts/meetings.html", "context": context, "position": 10}


def past_meetings(pairing: Pairing, user: User) -> sections.Section | None:
    """What was, as a timeline, the latest first. Assistants get the facts alone."""
    if pairing.state not in MEETS:
        return None
    past = [meeting for meeting in reversed(meetings_of(pairing)) if not meeting.is_planned]
    is_party = bool(pairing.side_of(user))
    retracted = retracted_of(pairing, user) if is_party and may_have_retracted(pairing) else []
    if not past and not retracted:
        return None
    if is_party:
        past = add_words(past, pairing, user)
    context = {
        "is_party": is_party,
        "held": sum(meeting.state == Meeting.State.HELD and not meeting.is_disputed for meeting in past),
        "goal": pairing.cycle.program.meetings_goal,
        "retracted": retracted,
        "past": past[:PAST_SHOWN],
        "earlier": past[PAST_SHOWN:],
    }
    return {"template": "sessions/parts/past_meetings.html", "context": context, "position": 25}


def add_words(meetings: list[Meeting], pairing: Pairing, user: User) -> list[Meeting]:
    """Give each what the two wrote about it, under their names, and whether `user` has said nothing yet. One query."""
    names = {participant.user_id: participant.user.short_name for participant in (pairing.junior, pairing.senior)}
    a_win, a_part = (Value(is_win, output_field=BooleanField()) for is_win in (True, False))
    wins = Win.objects.filter(pairing=pairing, meeting__isnull=False, taken_back_at__isnull=True).order_by()
    parts = SessionLog.objects.filter(meeting__pairing=pairing).exclude(learned="").order_by()
    texts = wins.values_list("created_at", "meeting", a_win, "author", "text").union(
        parts.values_list("created_at", "meeting", a_part, "author", "learned"), all=True
    )
    written: dict[Any, list[tuple[str, str]]] = defaultdict(list)
    for _when, meeting_id, is_win, author, text in sorted(texts):
        written[meeting_id, bool(is_win)].append((names.get(author, ""), text))
    side, now = pairing.side_of(user), timezone.now()
    for meeting in meetings:
        meeting.told_parts = written[meeting.pk, False]
        meeting.told_wins = written[meeting.pk, True]
        meeting.awaits_me = meeting.awaits_word_of(side, now)
    return meetings


def retracted_of(pairing: Pairing, reader: User) -> list[tuple[RetractedMeeting, str]]:
    """The lines of meetings that are gone, each with who took it back. One query."""
    lines = list(RetractedMeeting.objects.filter(pairing=pairing))
    by_side = {Side.JUNIOR: pairing.junior.user, Side.SENIOR: pairing.senior.user}
    people = {side: _("you") if person == reader else person.short_name for side, person in by_side.items()}
    return [(line, people[Side(line.by_side)]) for line in lines]


def to_do(pairing: Pairing, user: User) -> sections.Section | None:
    """Action items and commitments: the open ones, then what is done, then what was withdrawn."""
    if pairing.state not in MEETS:
        return None
    items = shown_to(user, ActionItem.objects.visible_to(user).filter(pairing=pairing))
    today = timezone.localdate(timezone=user.zone)
    describe(items, pairing, user)
    for item in items:
        item.may_be_fine = item.can_be_fine(user)
    context = {
        "pairing": pairing,
        "side": pairing.side_of(user),
        "today": today,
        "open": [item for item in items if item.is_open],
        "done": [item for item in items if item.is_done],
        "withdrawn": [item for item in items if item.is_withdrawn],
    }
    return {"template": "sessions/parts/to_do.html", "context": context, "position": 20}


def insights(pairing: Pairing, user: User) -> sections.Section | None:
    """What they learned and wrote down, and who reads it."""
    if pairing.state not in MEETS:
        return None
    side = pairing.side_of(user)
    shared = list(Insight.objects.shared_by(user).filter(pairing=pairing))
    earlier = earlier_of(shared, user)
    rows = [
        {
            "insight": insight,
            "mine": insight.author_id == user.pk,
            "i_agreed": insight.has_agreed(side),
            "earlier": earlier.get(insight.pk, []),
        }
        for insight in shared
    ]
    context = {"pairing": pairing, "rows": rows, "partner": pairing.partner_of(user)}
    return {"template": "sessions/parts/insights.html", "context": context, "position": 30}


def facts(pairing: Pairing, user: User) -> sections.Section | None:
    """For the program team: dates and outcomes of the meetings, never a word of what was said."""
    meetings = list(
        Meeting.objects.visible_to(user)
        .filter(pairing=pairing)
        .defer("agenda", "place")
        .prefetch_related(Prefetch("changes", MeetingChange.objects.select_related("by")))
    )
    for meeting in meetings:
        meeting.pairing = pairing
    rows = [{"meeting": meeting, "history": history_for_team(meeting, user)} for meeting in reversed(meetings)]
    dots = facts_of(meetings)
    held_count, planned_count = held_of_planned(dots, timezone.now())
    context = {
        "rows": rows,
        "strip": strip_of(dots, user),
        "held": held_count,
        "planned": planned_count,
        "retracted": retracted_of(pairing, user),
    }
    return {"template": "sessions/parts/facts.html", "context": context, "position": 10}


SECTIONS = (
    sections.Builder(next_meeting, is_for_assistants=True),
    sections.Builder(past_meetings, is_for_assistants=True),
    sections.Builder(to_do),
    sections.Builder(insights),
)
