"""Who answered which question of a round that has closed, and not what. Later rounds of the program need it, so that
they do not tell about the few in whom two rounds differ.

A mark is a hash of a person or a pairing under the program's key. The marks of a round are one sealed record: sorted by
themselves, without a time, and as long as if everybody who was asked had answered everything.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q

from programs.models import Cycle
from sessions.models import Ballot, MarkKey, ReviewQuestion, ReviewRound, RoundMarks
from sessions.reviews.collected import ClosedRound, Collected
from sessions.reviews.follow_ups import closings_to_follow_up
from sessions.reviews.keys import mark_key
from sessions.reviews.questions import BEFORE, NOW
from sessions.reviews.sealing import keyed, seal, unseal

SMALLEST_RECORD = 16 * 1024
MARK_CHARS = 32
SIDES = ("junior", "senior")


class Marker:
    """Turns people and pairings of one program into marks."""

    def __init__(self, program_id: uuid.UUID) -> None:
        self.key = mark_key(program_id)

    def person(self, user_id: uuid.UUID) -> str:
        return keyed(self.key, "person", user_id)[:MARK_CHARS]

    def pairing(self, pairing_id: uuid.UUID) -> str:
        return keyed(self.key, "pairing", pairing_id)[:MARK_CHARS]


@dataclass(frozen=True)
class Asked:
    """Side -> marks of the people who were asked, and marks of their pairings."""

    people: Mapping[str, frozenset[str]]
    pairings: frozenset[str]


def closed_round_of(review_round: ReviewRound, collected: Collected) -> ClosedRound:
    """What later rounds may know of a round that closes."""
    answered: dict[tuple[str, str], set[str]] = {}
    rated: dict[str, set[str]] = {}
    for voice in collected.voices:
        for code in voice.ratings:
            answered.setdefault((voice.side, code), set()).add(voice.person)
        if {BEFORE, NOW} <= set(voice.ratings):
            rated.setdefault(voice.pairing, set()).add(voice.side)
    complete = frozenset(pairing for pairing, sides in rated.items() if len(sides) == len(SIDES))
    return ClosedRound(
        str(review_round.pk), {question: frozenset(people) for question, people in answered.items()}, complete
    )


def keep_marks(review_round: ReviewRound, closed: ClosedRound, marker: Marker) -> None:
    content = {
        "answered": [[side, code, sorted(people)] for (side, code), people in sorted(closed.answered.items())],
        "complete": sorted(closed.complete_pairings),
    }
    sealed = seal(marker.key, content, _about(review_round.pk), record_size(review_round))
    RoundMarks.objects.create(round=review_round, sealed=sealed)


def record_size(review_round: ReviewRound) -> int:
    """How many bytes the marks of a round take. It follows from who was asked alone: a length that hung on the answers
    would say, at its steps, that nobody is missing. Two queries."""
    asked = Ballot.objects.filter(round=review_round).count()
    questions = ReviewQuestion.objects.filter(round=review_round).count()
    most = (asked + 1) * (questions + 1) * 2 * MARK_CHARS
    size = SMALLEST_RECORD
    while size < most:
        size *= 2
    return size


def earlier_rounds(program_id: uuid.UUID, marker: Marker) -> tuple[ClosedRound, ...]:
    """The rounds of a program of which marks are kept, in the order in which they closed."""
    round_marks = RoundMarks.objects.filter(round__cycle__program=program_id).order_by(
        "round__closed_at", "round__number"
    )
    return tuple(_opened(marks, asked_in(marks.round_id, marker), marker) for marks in round_marks)


def _opened(marks: RoundMarks, asked: Asked, marker: Marker) -> ClosedRound:
    content = unseal(marker.key, bytes(marks.sealed), _about(marks.round_id))
    answered = {(side, code): frozenset(people) for side, code, people in content["answered"]}
    complete = frozenset(content["complete"])
    return ClosedRound(str(marks.round_id), answered, complete, asked.people, asked.pairings)


def asked_in(round_id: uuid.UUID, marker: Marker) -> Asked:
    """The marks of who is asked in a round, or was. One query."""
    ballots = list(Ballot.objects.filter(round=round_id).values_list("side", "user", "pairing"))
    people = {side: frozenset(marker.person(user) for of, user, _ in ballots if of == side) for side in SIDES}
    return Asked(people, frozenset(marker.pairing(pairing) for pairing in {pairing for *_, pairing in ballots}))


def _about(round_id: uuid.UUID) -> str:
    return f"marks {round_id}"


def are_lost(review_round: ReviewRound) -> bool:
    """Whether a round of a cycle that still runs, or an earlier follow-up of the same one, has closed and has no marks
    any more: nobody can tell then what a new result would give away."""
    if review_round.is_follow_up:
        ended = ReviewRound.objects.closed().follow_ups().filter(cycle=review_round.cycle_id)
    else:
        ended = ReviewRound.objects.closed().filter(cycle__program=review_round.cycle.program_id)
        ended = ended.exclude(cycle__state=Cycle.State.CLOSED)
    return ended.exclude(pk=review_round.pk).filter(marks=None).exists()


def forget_marks(program_id: uuid.UUID) -> None:
    """Forget the marks of a program and their key, once none of its cycles runs any more. Cycles overlap: the marks of
    one that has ended stay as long as those of another may be compared with them. Those of a follow-up stay until no
    other is to come."""
    alive = Q(state__in=[Cycle.State.RUNNING, Cycle.State.CLOSING]) | Q(review_rounds__isnull=False)
    open_ones = Cycle.objects.filter(program=program_id).exclude(state=Cycle.State.CLOSED).filter(alive)
    if open_ones.exists() or ReviewRound.objects.open().filter(cycle__program=program_id).exists():
        return
    kept = RoundMarks.objects.filter(round__cycle__program=program_id)
    waits = closings_to_follow_up().filter(cycle__program=program_id).exists()
    (kept.filter(round__months_after=0) if waits else kept).delete()
    if not kept.exists():
        MarkKey.objects.filter(program=program_id).delete()


def cycle_moved(cycle: Cycle, to_state: str) -> None:
    """The end of a cycle may be the end of its program's marks."""
    if to_state == Cycle.State.CLOSED:
        forget_marks(cycle.program_id)
