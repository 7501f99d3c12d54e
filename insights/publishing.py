"""What is published of a review: computed from its answers while it closes, through `disclosure`, and then frozen.

A person is one voice, however many pairings they have: the lowest rating they gave counts, so they agree only if they
agree about all of them. Nothing is broken down by pair or person.
"""

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from insights.both_rose import cells_printed, counted_pairings
from insights.disclosure import (
    Answerers,
    Earlier,
    Figure,
    Plan,
    Row,
    Turnover,
    earlier_figure,
    plan_for,
    row_of,
)
from sessions.reviews.collected import ClosedRound, Collected, Voice
from sessions.reviews.questions import BEFORE, NOW
from sessions.reviews.thresholds import FEWEST_ANSWERS, FEWEST_COMMENTERS, is_safe_beside_named

SIDES = ("junior", "senior")
CONFIDENT = 4
BOTH_ROSE = "both rose"
HIDDEN: dict[str, Any] = {"hidden": True}

#: Figure -> first and last step of its printed cell; lowest, highest and steps of its row; of how many it is.
Cells = Mapping[str, Sequence[int]]
Ratings = Mapping[str, Mapping[str, int]]  # person -> question code -> rating


@dataclass(frozen=True)
class Question:
    """A rating that is published as the share of a side that agrees."""

    code: str
    text: str
    section: str
    side: str


@dataclass(frozen=True)
class Past:
    """An earlier review: its place in the order of closing, what it is called, who answered what, what it printed."""

    number: int
    name: str
    closed: ClosedRound
    cells: Cells

    def people(self, side: str, *codes: str) -> frozenset[str]:
        """Who answered all of these questions."""
        return frozenset.intersection(*(self.closed.answered.get((side, code), frozenset()) for code in codes))

    def answerers(self, side: str, *codes: str) -> Answerers:
        return Answerers(self.closed.asked.get(side, frozenset()), self.people(side, *codes))

    def printed(self, name: str) -> tuple[int, int, Row] | None:
        """First step, last step and row of a figure, if it was printed."""
        if name not in self.cells:
            return None
        first, last, *row, _n = self.cells[name]
        return first, last, Row(*row)

    @property
    def printed_both_rose(self) -> bool:
        return BOTH_ROSE in self.cells

    @property
    def printed_confidence(self) -> bool:
        return any(name in self.cells for name in (BOTH_ROSE, *(name_of(s, c) for s in SIDES for c in (BEFORE, NOW))))


def name_of(side: str, code: str) -> str:
    return f"{side} {code}"


class Publication:
    """What may be printed of one closing review. `plans` are its figures by name, cut before anybody looks at the
    answers; `shown` what is printed of each."""

    def __init__(self, collected: Collected, pasts: Sequence[Past] = ()) -> None:
        self.collected = collected
        self.pasts = pasts
        self.fewest = max(FEWEST_ANSWERS, collected.minimums.get("scores", 0))
        self.ratings = {side: ratings_of(collected.voices, side) for side in SIDES}
        self.pairs = counted_pairings(self._complete())
        self.plans: dict[str, Plan] = {}
        self.shown: dict[str, Figure | None] = {}
        for side in SIDES:
            for code in sorted({code for answers in self.ratings[side].values() for code in answers}):
                self._print(name_of(side, code), self._share_plan(side, code), self._hits(side, code))
        grew = sum(
            self._grew("junior", junior) and self._grew("senior", senior) for junior, senior in self.pairs.values()
        )
        self._print(BOTH_ROSE, self._both_rose_plan(), grew)

    def _print(self, name: str, plan: Plan, count: int) -> None:
        self.plans[name] = plan
        self.shown[name] = plan.figure(count)

    @property
    def cells(self) -> dict[str, list[int]]:
        """What later reviews need to know of what this one printed."""
        shown = {name: figure for name, figure in self.shown.items() if figure}
        return {
            name: [figure.first, figure.last, figure.row.low, figure.row.high, figure.row.steps, figure.n]
            for name, figure in shown.items()
        }

    def results(self, questions: Iterable[Question]) -> dict[str, Any]:
        """Everything that will ever be shown, as plain JSON."""
        return {
            "threshold": self.fewest,
            "comment_threshold": self._fewest_commenters(),
            "answered": {side: as_row(self.row(len(self.ratings[side]), side)) for side in SIDES},
            "confidence": {
                side: {"before": self._json(name_of(side, BEFORE)), "now": self._json(name_of(side, NOW))}
                for side in SIDES
            },
            "both_rose": self._json(BOTH_ROSE),
            "scores": self._scores(questions),
            "comments": self._comments(),
        }

    def row(self, n: int, side: str) -> Row | None:
        """None for every figure of a side of which those who ask for a change are nearly all who answered."""
        named = len(self.collected.named.get(side, ()))
        if not is_safe_beside_named(len(self.ratings[side]), len(self._asked(side)), named):
            return None
        return row_of(n, len(self._asked(side)), self.fewest)

    def _asked(self, side: str) -> frozenset[str]:
        return self.collected.asked.get(side, frozenset())

    def people(self, side: str, *codes: str) -> frozenset[str]:
        """Who answered all of these questions, once each."""
        return frozenset(person for person, answers in self.ratings[side].items() if answers.keys() >= set(codes))

    def codes(self, code: str) -> tuple[str, ...]:
        """Confidence counts for those who said both how it was and how it is."""
        return (BEFORE, NOW) if code in (BEFORE, NOW) else (code,)

    def _share_plan(self, side: str, code: str) -> Plan:
        """For how many of a side agree with a question, or are confident."""
        people = self.people(side, *self.codes(code))
        row, now = self.row(len(people), side), Answerers(self._asked(side), people)
        if row is None:
            return plan_for(len(people), None)
        earlier = [figure for past in self.pasts if (figure := self._earlier_share(past, side, code, row, now))]
        return plan_for(len(people), row, earlier)

    def _hits(self, side: str, code: str) -> int:
        return sum(self.ratings[side][person][code] >= CONFIDENT for person in self.people(side, *self.codes(code)))

    def _earlier_share(self, past: Past, side: str, code: str, row: Row, now: Answerers) -> Earlier | None:
        """Confidence hangs together with the pairings in which both grew, where that was printed."""
        printed = past.printed(name_of(side, code))
        if printed is None:
            return None
        hangs_on_more = code in (BEFORE, NOW) and past.printed_both_rose
        then = past.answerers(side, *self.codes(code))
        return earlier_figure(past.number, printed, row, then, now, same_is_free=not hangs_on_more)

    def _both_rose_plan(self) -> Plan:
        """For the pairings in which both sides grew more confident, of those that are complete.

        Printed only with everything it hangs on, and only as long as every earlier review that asked any of the same
        people and printed anything of the kind printed it too: then all of this one follows from the oldest.
        """
        n, sides = len(self.pairs), [known_side for side in SIDES if (known_side := self._side(side))]
        row = row_of(n, min(len(self._asked(side)) for side in SIDES), self.fewest)
        if row is None or len(sides) < len(SIDES) or not all(past.printed_both_rose for past in self._related()):
            return Plan(n, None, [])
        earlier = [self._earlier_pairs(past, row) for past in self._related()]
        plan = plan_for(n, row, earlier)
        windows = [known_side.window(row) for known_side in earlier]
        return replace(plan, cells=cells_printed(n, row, windows, (sides[0], sides[1])))

    def _side(self, side: str) -> tuple[Figure, Figure] | None:
        """What is printed about the confidence of a side; None unless both of it are."""
        before, now = (self.shown.get(name_of(side, code)) for code in (BEFORE, NOW))
        return (before, now) if before and now else None

    def _related(self) -> list[Past]:
        """Earlier reviews that printed anything about confidence and asked somebody who was asked now."""
        return [
            past
            for past in self.pasts
            if past.printed_confidence and any(past.closed.asked[side] & self._asked(side) for side in SIDES)
        ]

    def _earlier_pairs(self, past: Past, row: Row) -> Earlier:
        """Of the pairings complete then, `n` were counted; at least so many are in both as cannot be avoided."""
        first, last, low, high, steps, n = past.cells[BOTH_ROSE]
        common = max(0, n - len(past.closed.complete_pairings - self.pairs.keys()))
        then, now = past.closed.asked_pairings, self.collected.asked_pairings
        silent = max(len(then) - low, len(now) - row.low)
        gone, new = len(then - now), len(now - then)
        turnover = Turnover.rounded_up(n - common, len(self.pairs) - common, gone, new, silent)
        return Earlier(past.number, first, last, Row(low, high, steps), turnover)

    def _complete(self) -> dict[str, tuple[str, str]]:
        """The pairings of which both sides said how confident they were and are: mark -> marks of the two."""
        answers: dict[str, dict[str, str]] = defaultdict(dict)
        for voice in self.collected.voices:
            if voice.ratings.keys() >= {BEFORE, NOW}:
                answers[voice.pairing][voice.side] = voice.person
        return {
            mark: (both_sides["junior"], both_sides["senior"])
            for mark, both_sides in answers.items()
            if len(both_sides) == len(SIDES)
        }

    def _grew(self, side: str, person: str) -> bool:
        return self.ratings[side][person][NOW] > self.ratings[side][person][BEFORE]

    def _scores(self, questions: Iterable[Question]) -> dict[str, list[dict[str, Any]]]:
        rows: dict[str, list[dict[str, Any]]] = {side: [] for side in SIDES}
        for asked in questions:
            for side in SIDES if asked.side == "both" else [asked.side]:
                share = self._json(name_of(side, asked.code))
                rows[side].append({"code": asked.code, "text": asked.text, "section": asked.section, "agree": share})
        return rows

    def _comments(self) -> list[str]:
        """In random order; none when fewer different people commented than the threshold asks."""
        if self.collected.commenters < self._fewest_commenters():
            return []
        comments = list(self.collected.comments)
        random.SystemRandom().shuffle(comments)
        return comments

    def _fewest_commenters(self) -> int:
        return max(FEWEST_COMMENTERS, self.collected.minimums.get("comments", 0))

    def _json(self, name: str) -> dict[str, Any]:
        return as_json(self.shown.get(name), {past.number: past for past in self.pasts})


def ratings_of(voices: Iterable[Voice], side: str) -> dict[str, dict[str, int]]:
    """The ratings of each person of a side: the lowest they gave, where they answered about several pairings."""
    ratings: dict[str, dict[str, int]] = defaultdict(dict)
    for voice in voices:
        if voice.side == side:
            rated = ratings[voice.person]
            rated.update({code: min(rating, rated.get(code, rating)) for code, rating in voice.ratings.items()})
    return dict(ratings)


def as_row(row: Row | None) -> list[int]:
    return [row.low, row.high] if row else []


def as_json(shown: Figure | None, pasts: Mapping[int, Past]) -> dict[str, Any]:
    """A figure as it is stored: nothing that is not on the page. `since` is the name of the review it compares with."""
    if shown is None:
        return HIDDEN
    since = pasts[shown.since].name if shown.since is not None else ""
    return {
        "steps": [shown.first, shown.last, shown.row.steps],
        "n": as_row(shown.row),
        "change": shown.change,
        "since": since,
    }
