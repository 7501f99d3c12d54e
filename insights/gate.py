"""Through here goes everything that is published. What leaves it is safe to show to everyone who sees results.

The results of a review are computed once, while it closes, and frozen: `publishing` says what they are, `disclosure`
what may be told apart. The other figures stand for at least five pairings, and are computed when somebody looks.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from insights.disclosure import row_of, step_of
from insights.figures.counting import Changed, PromiseCounts, Span
from insights.models import Snapshot
from insights.publishing import HIDDEN, Past, Publication, Question, as_row
from pairings.models import Impact
from sessions.models import ReviewQuestion, ReviewRound
from sessions.reviews.collected import Collected
from sessions.reviews.keys import mark_key
from sessions.reviews.sealing import seal, unseal

SMALLEST_PROGRAM = 5
SEALED_BYTES = 4096
FEWEST_RECORDS = 5
#: Never added up: a percentage is of something else in each record.
NEVER_SUMMED = (Impact.Unit.PERCENT,)


def freeze_results(review_round: ReviewRound, collected: Collected) -> None:
    """Store everything that will ever be shown of a round; called inside its closing, before the answers are gone.

    The counts behind what is printed stay sealed under the key of the program's marks, and are unreadable with them.
    """
    program = review_round.cycle.program_id
    published = Publication(collected, pasts_of(collected, review_round))
    results = published.results(questions_of(review_round)) | {"number": review_round.number}
    sealed = seal(mark_key(program), published.cells, about(review_round.pk), SEALED_BYTES)
    Snapshot.objects.create(round=review_round, results=results, sealed_cells=sealed)


def pasts_of(collected: Collected, review_round: ReviewRound) -> list[Past]:
    """The earlier rounds, oldest first, with what they have printed."""
    ids = [uuid.UUID(snapshot.round_id) for snapshot in collected.earlier]
    snapshots = Snapshot.objects.filter(round__in=ids).select_related("round__cycle")
    key = mark_key(review_round.cycle.program_id)
    by_round = {str(snapshot.round_id): snapshot for snapshot in snapshots}
    return [
        Past(
            number,
            name_of(by_round[closed.round_id].round, review_round),
            closed,
            cells_in(by_round[closed.round_id], key),
        )
        for number, closed in enumerate(collected.earlier, start=1)
        if closed.round_id in by_round
    ]


def cells_in(snapshot: Snapshot, key: bytes) -> dict[str, list[int]]:
    return unseal(key, bytes(snapshot.sealed_cells), about(snapshot.round_id))


def name_of(earlier: ReviewRound, review_round: ReviewRound) -> str:
    """The number of an earlier round; of another cycle also the name of that."""
    if earlier.is_follow_up:
        return f"{earlier.title} ({earlier.cycle.name})"
    is_same = earlier.cycle_id == review_round.cycle_id
    return str(earlier.number) if is_same else f"{earlier.number} ({earlier.cycle.name})"


def about(round_id: uuid.UUID) -> str:
    return f"cells {round_id}"


def questions_of(review_round: ReviewRound) -> list[Question]:
    rating_questions = ReviewQuestion.objects.filter(round=review_round, kind__in=ReviewQuestion.COUNTED)
    shares = rating_questions.exclude(section="confidence").order_by("position")
    return [Question(question.code, question.text, question.section, question.side) for question in shares]


def promises(counts: PromiseCounts, k: int) -> dict[str, Any]:
    """What became of the leaders' commitments, in steps; shown only when at least `k` pairings made some."""
    if counts.pairs < k:
        return {"done": HIDDEN, "seen": HIDDEN}
    return {"done": share(counts.done, counts.made, k), "seen": share(counts.seen, counts.made, k)}


def share(hits: int, n: int, k: int) -> dict[str, Any]:
    """`hits` of `n` as a step, never so fine that it says all or none."""
    row = row_of(n, None, k)
    if row is None:
        return HIDDEN
    step = step_of(hits, n, row.steps)
    return {"steps": [step, step, row.steps], "n": as_row(row), "change": "", "since": ""}


def meetings(spans: Sequence[Span], k: int) -> list[Span]:
    """Spans of time with at least `k` pairings behind each, or none at all: a small one is put together with those
    that follow. Together they cover all the time, so that no span can be worked out from the others.

    Empty when even all of them together may stand for fewer than `k`.
    """
    groups: list[list[Span]] = []
    for span in spans:
        if groups and is_small(groups[-1], k):
            groups[-1].append(span)
        else:
            groups.append([span])
    while len(groups) > 1 and is_small(groups[-1], k):
        last = groups.pop()
        groups[-1] += last
    return [] if groups and is_small(groups[-1], k) else [put_together(group) for group in groups]


def is_small(spans: Iterable[Span], k: int) -> bool:
    """Whether fewer than `k` pairings, but some, may stand behind all of these together."""
    return 0 < most(spans) < k


def most(spans: Iterable[Span]) -> int:
    """A number of pairings that certainly stands behind all of these together."""
    return max((span.at_least for span in spans), default=0)


def put_together(spans: Sequence[Span]) -> Span:
    if len(spans) == 1:
        return spans[0]
    planned, held = sum(span.planned for span in spans), sum(span.held for span in spans)
    disputed = sum(span.disputed for span in spans)
    return Span(spans[0].first, spans[-1].last, planned, held, most(spans), None, disputed)


def shows_breakdowns(pairings: int, threshold: int = SMALLEST_PROGRAM) -> bool:
    """Sponsors see nothing but totals of a program with fewer pairings than this."""
    return pairings >= max(threshold, SMALLEST_PROGRAM)


class Group(Protocol):
    """What one group of records came to when it was counted; `total` is None for what is never added up."""

    unit: str
    is_less: bool
    records: int
    total: Decimal | None


@dataclass(frozen=True)
class Sum:
    """What `records` of a unit come to, rounded down; less where it is below zero, None for what is never added up."""

    unit: str
    records: int
    is_less: bool
    at_least: int | None


def sums(counted: Iterable[Group]) -> list[Sum]:
    """What has changed in all, by unit and direction, of the groups that were counted. They are rounded down together,
    so that not even what a group came to can be read from two days."""
    by_kind: dict[tuple[str, bool], list[Group]] = defaultdict(list)
    for group in counted:
        by_kind[group.unit, group.is_less].append(group)
    return [
        Sum(unit, sum(group.records for group in groups), is_less, rounded_down(groups))
        for (unit, is_less), groups in sorted(by_kind.items())
    ]


def groups_of(changes: Sequence[Changed], k: int) -> list[list[Changed]]:
    """Of what waits, in the order in which both had confirmed it, the groups that can be counted: five records and `k`
    pairs at least, of one unit and direction; what is left goes on waiting. A group that is counted stays as it was
    counted: one record that is changed or taken back would else be the difference, or the one that takes its place."""
    by_kind: dict[tuple[str, bool], list[Changed]] = defaultdict(list)
    groups: list[list[Changed]] = []
    for change in changes:
        waiting = by_kind[change.unit, change.change < 0]
        waiting.append(change)
        if len(waiting) >= FEWEST_RECORDS and len({each.pairing for each in waiting}) >= k:
            groups.append(list(waiting))
            waiting.clear()
    return groups


def total_of(group: Sequence[Changed]) -> Decimal | None:
    """What a group comes to, without its sign; None for what is never added up."""
    if group[0].unit in NEVER_SUMMED:
        return None
    return abs(sum((change.change for change in group), Decimal(0)))


def rounded_down(groups: Iterable[Group]) -> int | None:
    """To halves of the first figure's place: 75 to 75, 128 to 100, 480 to 450. None for what is never added up."""
    totals = [group.total for group in groups]
    known = [total for total in totals if total is not None]
    if len(known) < len(totals):
        return None
    total: int = int(sum(known, Decimal(0)))
    step: int = max(1, 10 ** (len(str(total)) - 1) // 2)
    return total // step * step
