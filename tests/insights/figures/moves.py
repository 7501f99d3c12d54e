"""What each party would do to a figure if it gained by that: done in the browser, as the party."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from pairings.models import Objective
from sessions.models import Ballot, Meeting
from sessions.services import settle_meetings
from tests.batches import pass_batch
from tests.insights.figures.stage import BEGUN, LOGGED, UNPLANNED, Stage
from tests.insights.story import answers, hold_round
from tests.sessions.story import DAY

Act = Callable[[Stage], None]
#: Who reads the trace, on which page, about what, and the words that stand there.
Trace = tuple[str, str, Callable[[Stage], object], str]


@dataclass(frozen=True)
class Move:
    """What `who` does, once it is prepared. The figure does not move; where it does, the other party reads why."""

    who: str
    how: str
    act: Act
    leaves: str = ""
    trace: Trace | None = None
    prepare: Act | None = None
    #: What cannot be had without a trace may still move the figure.
    is_moving: bool = False


def pair(stage: Stage) -> object:
    return stage.cast.pairing


def promise(stage: Stage) -> object:
    return stage.promise


def begun(stage: Stage) -> object:
    return stage.begun


def missed(stage: Stage) -> object:
    return stage.missed


def to_come(stage: Stage) -> object:
    return stage.to_come


def unplanned(stage: Stage) -> object:
    return Meeting.objects.filter(was_planned=False).first()


def impact(stage: Stage) -> object:
    return stage.impact


def objective(stage: Stage) -> object:
    return Objective.objects.get(pairing=stage.cast.pairing)


def by(name: str, page: str, subject: Callable[[Stage], object], **fields: str) -> Act:
    return lambda stage: stage.post(name, page, subject(stage), **fields)


def let_lie(stage: Stage) -> None:
    """Nobody logs it: after a fortnight the program takes it for missed."""
    stage.clock.shift(15 * DAY)
    stage.clients.clear()  # signed out long since
    settle_meetings()


def pause_before_each(stage: Stage) -> None:
    """The next meeting comes within a day while it rests."""
    stage.post("jack", "pairing_pause", pair(stage))
    pass_batch(stage.clock)
    stage.clock.move_to(stage.to_come.starts_at - DAY)
    stage.clients.clear()  # signed out long since
    settle_meetings()


def close_a_round(stage: Stage) -> None:
    hold_round(stage.cast.cycle)


def answer_again(stage: Stage) -> None:
    fields = {key: str(value) for key, value in answers("senior", now=1).items()}
    for ballot in Ballot.objects.all():
        stage.client("jack").post(reverse("review_answer", args=[ballot.pk]), fields)


WORDS = {"text": "Say hello", "due_on": "2026-11-24"}

PROMISES = [
    Move("the leader", "takes an unkept promise off the list", by("jack", "item_remove", promise)),
    Move("the leader", "makes it an action item", by("jack", "item_adjust", promise, who="senior", due_on="")),
    Move("the leader", "hands it to the mentor", by("jack", "item_adjust", promise, who="junior", due_on="")),
    Move("the leader", "says “seen” in the mentor's place", by("jack", "item_seen", promise, seen="seen")),
    Move(
        "the leader", "withdraws it", by("jack", "item_withdraw", promise, reason="No time left for it"),
        "It counts as promised and not kept. The mentor reads that, by whom and why.",
        ("kavya", "pairing_detail", pair, "No time left for it"),
    ),
    Move(
        "the leader", "waters down its words", by("jack", "item_edit", promise, **WORDS),
        "The words that were there before stay in sight of both.",
        ("kavya", "pairing_detail", pair, "Jack changed it. It was: “Answer every question”"),
    ),
    Move(
        "the leader", "puts off its date", by("jack", "item_adjust", promise, who="commitment", due_on="2027-11-24"),
        "The date that was there before stays in sight of both; no figure counts dates.",
        ("kavya", "pairing_detail", pair, "Jack changed it. It was: due 24 Nov 2026"),
    ),
    Move(
        "the leader", "says that it is done", by("jack", "item_finish", promise),
        "“Done” is the leader's word and is shown as such, beside what mentors have seen; the mentor reads it.",
        ("kavya", "pairing_detail", pair, "said to be done on"), is_moving=True,
    ),
    Move(
        "the leader", "takes “done” back", by("jack", "item_reopen", promise),
        "That it had been said, and when, stays in sight of both.",
        ("kavya", "pairing_detail", pair, "Jack took “done” back"),
        prepare=by("jack", "item_finish", promise), is_moving=True,
    ),
    Move(
        "the leader", "writes down easy promises and keeps them",
        by("jack", "item_add", pair, kind="commitment", owner="senior", text="Say hello", due_on=""),
        "They stand on the list of both; only the mentor's word makes them seen.",
        ("kavya", "pairing_detail", pair, "Say hello"), is_moving=True,
    ),
    Move(
        "the mentor", "says “seen” of what was not kept", by("kavya", "item_seen", promise, seen="seen"),
        "It is the mentor's word; the leader reads it, and what it was before.",
        ("jack", "pairing_detail", pair, "Seen by the mentor"), is_moving=True,
    ),
    Move(
        "the mentor", "finds a withdrawn promise fine",
        by("kavya", "item_fine", promise, fine="yes"),
        "It moves no figure; both read it.",
        ("jack", "pairing_detail", pair, "Kavya: fine by me"),
        prepare=by("jack", "item_withdraw", promise, reason="No time"),
    ),
]  # fmt: skip

MEETINGS = [
    Move(
        "either of the two", "logs a meeting that never was",
        by("jack", "meeting_log_unplanned", pair, time="15:00", **UNPLANNED),
        "It stands among the past meetings of both, with what was written, and says that nobody had planned it.",
        ("kavya", "meeting_detail", unplanned, "Held without having been planned"), is_moving=True,
    ),
    Move(
        "either of the two", "logs one meeting twice", by("jack", "meeting_log", begun, **LOGGED, version="1"),
        "It counts once.", prepare=by("jack", "meeting_log", begun, **LOGGED),
    ),
    Move(
        "either of the two", "logs a planned meeting as one that nobody had planned",
        by("jack", "meeting_log_unplanned", pair, **BEGUN),
        "It is recognised and joined to the one that stands there; it counts once.",
        prepare=by("kavya", "meeting_log", begun, **LOGGED),
    ),
    Move(
        "either of the two", "says that a meeting was held which was not", by("jack", "meeting_log", begun, **LOGGED),
        "The log stands on the page of both.", ("kavya", "meeting_detail", begun, "How to post"), is_moving=True,
    ),
    Move(
        "the leader", "cancels instead of not coming", by("jack", "meeting_cancel", to_come),
        "It still counts as planned, and as cancelled by that side, with the notice given; both calendars are told. "
        "What is called off while the pair rests reads as the program's; the program team reads for whom it counts.",
        ("kavya", "meeting_detail", to_come, "Cancelled by Jack"), is_moving=True,
    ),
    Move(
        "the leader", "says that the mentor did not come",
        by("jack", "meeting_log", begun, happened="missed", who="junior"),
        "The mentor reads it on the page of the meeting.",
        ("kavya", "meeting_detail", begun, "you did not come"), is_moving=True,
    ),
    Move(
        "either of the two", "lets a meeting lie unlogged", let_lie,
        "It still counts as planned; both read that it is taken for missed.",
        ("kavya", "meeting_detail", begun, ">Missed<"), is_moving=True,
    ),
    Move(
        "whoever did not come", "logs it as held after all", by("jack", "meeting_log", missed, **LOGGED),
        "What the other had said stays beside it, and counts as disputed.",
        ("kavya", "meeting_detail", missed, "You two tell it differently"), is_moving=True,
    ),
]  # fmt: skip

PAIRS = [
    Move(
        "either of the two", "plans a far meeting, so that none is overdue",
        by("jack", "meeting_plan", pair, date="2027-11-23", time="09:00", minutes="60", channel="video",
           repeat_count="1", repeat_weeks="3"),
        "It stands on the page of both and in both calendars.", ("kavya", "pairing_detail", pair, "23 Nov 2027"),
        is_moving=True,
    ),
    Move(
        "either of the two", "pauses a slipping pair, so that it does not slip", by("jack", "pairing_pause", pair),
        "The other reads that it is paused, in the words of every pause; the program team reads who paused it, also "
        "afterwards. It counts as paused, not as meeting; then it slips as before, and what was called off counts.",
        ("priya", "oversight_detail", pair, "Paused by"), is_moving=True,
    ),
    Move(
        "either of the two", "pauses the day before each meeting, so that the program calls it off", pause_before_each,
        "The two read that the program did. It counts as cancelled by the side that had paused, for slipping and for "
        "the program team, who read both.",
        ("priya", "oversight_detail", pair, "Called off in a pause, counts for Jack"), is_moving=True,
    ),
]  # fmt: skip

GREAT = {"measure": "Reports by hand", "unit": "hours_week", "before": "400", "after": "5", "how": "By eye",
         "first_on": "2026-10-01", "last_on": "2026-11-01"}  # fmt: skip
SEEN_SO = by("kavya", "impact_confirm", impact, sees="so", version="1")

IMPACTS = [
    Move("the leader", "notes a large number", by("jack", "impact_add", pair, **GREAT | {"measure": "All reports"})),
    Move(
        "the leader", "makes it larger after the mentor has confirmed it", by("jack", "impact_edit", impact, **GREAT),
        "It is the leader's word alone again and counts no more; what it said before stays in sight of both.",
        ("kavya", "pairing_detail", pair, "Reports by hand · 20 → 5 hours a week"), prepare=SEEN_SO, is_moving=True,
    ),
    Move(
        "the leader", "says in the mentor's place that it is so",
        by("jack", "impact_confirm", impact, sees="so", version="1"),
    ),
    Move("the leader", "releases it alone", by("jack", "impact_release", impact, version="1"), prepare=SEEN_SO),
    Move(
        "the leader", "takes back a small one", by("jack", "impact_withdraw", impact),
        "That there was one stays in sight of both.",
        ("kavya", "pairing_detail", pair, "Jack took back something noted here"), prepare=SEEN_SO, is_moving=True,
    ),
    Move(
        "the mentor", "confirms what was not so", SEEN_SO, "It is the mentor's word too; both read it.",
        ("jack", "pairing_detail", pair, "Confirmed by both"), is_moving=True,
    ),
]  # fmt: skip

OBJECTIVES = [
    Move(
        "either of the two", "sets an objective to reached", by("jack", "objective_update", objective, progress="100"),
        "Who set it, and what it was, stays in sight of both.",
        ("kavya", "pairing_detail", pair, "Jack: 20&nbsp;% → 100&nbsp;%"), is_moving=True,
    ),
]  # fmt: skip

PEOPLE = [
    Move(
        "either of the two", "asks to leave", by("jack", "pairing_leave", pair, wish="leave", reason=""),
        "The program team reads who asked; the other reads that the program has changed the pairing.",
        ("priya", "oversight_detail", pair, "Jack Whitfield asked"), is_moving=True,
    ),
]  # fmt: skip

RESULTS = [
    Move("whoever was asked", "answers once more after the round has closed", answer_again, prepare=close_a_round),
]
