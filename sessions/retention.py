"""How long what two wrote together, and for themselves, stays once their pairing is over; and reviews."""

import datetime as dt
from collections.abc import Callable
from functools import partial

from django.db.models import F, Max, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from pairings.models import EarlierText, StartingConfidence
from pairings.retention import ENDED, OVER
from people.personal_data import Rows, Words
from people.retention.time_limits import Need, Part, RetentionRule, rows_older
from programs.models import Cycle
from sessions.models import Ballot, ChangeWish, LogDraft, Meeting, Reflection, ReviewRound, SessionLog
from sessions.reminders.going_words import OWN, SHARED, SIDES, told_since
from sessions.reviews.follow_ups import closings_to_follow_up

OF_MEETING = {f"meeting__{path}": value for path, value in OVER.items()}
MEETING_ENDED = f"meeting__{ENDED}"


def once_told(
    rows: Callable[[dt.datetime], Rows], rule: str, pairing: str, recipient: str = ""
) -> Callable[[dt.datetime], Rows]:
    """Of these rows those about whose going the two, or their author alone, were told a month ago."""
    return lambda before: rows(before).filter(told_since(rule, pairing, recipient))


def confidence_once_told(before: dt.datetime) -> Rows:
    """How confident people were at the start, of which its author alone was told a month ago that it goes."""
    told = Q()
    for side in SIDES:
        told |= Q(side=side) & told_since(OWN, "pairing", f"pairing__{side}__user")
    return rows_older(StartingConfidence, ENDED, **OVER)(before).filter(told)


WORDS = RetentionRule(
    code=SHARED,
    name=_("Words of logs and agendas of pairings that are over"),
    what=_("The words are emptied, earlier versions are deleted; that and when they met stays."),
    reason=_(
        "So that both can look up for years what they learned from each other; they are told a month before it goes."
    ),
    default=1095,
    least=180,
    parts=(
        Part(
            rows=once_told(rows_older(SessionLog, MEETING_ENDED, **OF_MEETING), SHARED, "meeting__pairing"),
            age=MEETING_ENDED,
            values={"learned": ""},
            pairing="meeting__pairing",
        ),
        Part(
            rows=once_told(rows_older(Meeting, ENDED, **OVER), SHARED, "pairing"),
            age=ENDED,
            values={"agenda": "", "place": ""},
            pairing="pairing",
        ),
        Part(rows=once_told(rows_older(EarlierText, ENDED, **OVER), SHARED, "pairing"), age=ENDED, pairing="pairing"),
    ),
)
REFLECTIONS = RetentionRule(
    code=OWN,
    name=_("Private reflections, drafts and confidence at the start of pairings that are over"),
    what=_("They are deleted."),
    reason=_("They are their author's alone, who can look back on them for years and is told a month before they go."),
    default=1095,
    least=180,
    is_counted=False,
    parts=(
        Part(
            rows=once_told(rows_older(Reflection, MEETING_ENDED, **OF_MEETING), OWN, "meeting__pairing", "author"),
            age=MEETING_ENDED,
            pairing="meeting__pairing",
        ),
        Part(
            rows=once_told(rows_older(LogDraft, ENDED, **OVER), OWN, "pairing", "author"),
            age=ENDED,
            pairing="pairing",
        ),
        Part(rows=confidence_once_told, age=ENDED, pairing="pairing"),
    ),
)


def of_rounds_that_are_over(model: type[Ballot] | type[ChangeWish], before: dt.datetime) -> Rows:
    """Of programs none of whose cycles goes on or is still to be followed up: later rounds of one need to know who was
    asked before."""
    running = Cycle.objects.exclude(state=Cycle.State.CLOSED).order_by().values("program")
    closed = model._default_manager.filter(round__state="closed", round__closed_at__lt=before)
    asked_again = closings_to_follow_up().values("cycle__program")
    return closed.exclude(round__cycle__program__in=running).exclude(round__cycle__program__in=asked_again).order_by()


REVIEWS = RetentionRule(
    code="review_ballots",
    name=_("Who was asked in a review, and wishes for a change"),
    what=_("They are deleted; the printed results stay, for the program team and the sponsor."),
    reason=_("So that those who were asked can read the results; not while a cycle of the program is running."),
    default=1095,
    least=90,
    is_counted=False,
    parts=(
        Part(rows=partial(of_rounds_that_are_over, Ballot), age="round__closed_at", pairing="pairing"),
        Part(rows=partial(of_rounds_that_are_over, ChangeWish), age="round__closed_at", pairing="pairing"),
    ),
)  # fmt: skip
RULES = (WORDS, REFLECTIONS, REVIEWS)


def longest_open_round() -> tuple[int, Words]:
    """For how many days the longest round that is open now stays so."""
    longest = ReviewRound.objects.open().aggregate(longest=Max(F("closes_on") - F("opens_on")))["longest"]
    days = longest.days + 1 if longest else 0
    words = _now("A review is open for %(days)s days, and those who are asked must be able to read so until it closes.")
    return days, words % {"days": days}


NEEDS = (Need("message_words", longest_open_round),)
