"""What the whole of a match would lose by insisting on a pair: bounds from prices, and differences worked out."""

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matchmaker import Best, Pair, Problem, Proof, Result, Side
from matchmaker import least_loss as loss_by
from proposals.drafts import start_of
from proposals.models import MatchRun
from proposals.reading import Reading, digest_of


class Measure(StrEnum):
    """How sure a loss is: a bound below, worked out, or a bound above."""

    LEAST = "least"
    EXACT = "exact"
    MOST = "most"


@dataclass(frozen=True)
class Loss:
    """What the whole would lose by insisting on a pair.

    A least loss is one of points or else of a whole pair, or of somebody's only partner where these count
    (`counts_people`), in a fair match (`is_fair`) or else of the lowest pair's score. `people` is how many more would
    have no partner. `floor` is there where a fair match would let its lowest pair fall: from, to.
    """

    pairs: int
    points: int
    measure: Measure = Measure.LEAST
    is_fair: bool = False
    floor: tuple[int, int] | None = None
    people: int = 0
    counts_people: bool = False

    def __str__(self) -> str:
        if self.measure == Measure.LEAST:
            return self._at_least()
        if self.pairs:
            return ngettext("exactly %(n)s whole pair", "exactly %(n)s whole pairs", self.pairs) % {"n": self.pairs}
        if self.people:
            text = ngettext("a partner for exactly %(n)s person", "a partner for exactly %(n)s people", self.people)
            return text % {"n": self.people}
        if self.floor:
            now, then = self.floor
            return _("fairness: the lowest pair would fall from %(now)s to %(then)s") % {"now": now, "then": then}
        if self.measure == Measure.EXACT and not self.points:
            return _("nothing: there is a set as good with them")
        words = {
            Measure.EXACT: ngettext("exactly %(n)s point", "exactly %(n)s points", self.points),
            Measure.MOST: ngettext("at most %(n)s point", "at most %(n)s points", self.points),
        }
        return words[self.measure] % {"n": self.points}

    def _at_least(self) -> str:
        if not self.pairs and not self.points:
            return _("perhaps nothing")
        words = self._pairs_or_else() if self.pairs else self._points_or_else()
        return words % {"n": self.points}

    def _pairs_or_else(self) -> str:
        if self.counts_people and self.is_fair:
            return _("at least one whole pair, somebody's only partner, or a lower lowest pair")
        if self.counts_people:
            return _("at least one whole pair, or somebody's only partner")
        return _("at least one whole pair, or a lower lowest pair") if self.is_fair else _("at least one whole pair")

    def _points_or_else(self) -> str:
        if self.counts_people and self.is_fair:
            return ngettext(
                "at least %(n)s point, or else a pair, somebody's only partner or a lower lowest pair",
                "at least %(n)s points, or else a pair, somebody's only partner or a lower lowest pair",
                self.points,
            )
        if self.counts_people:
            return ngettext(
                "at least %(n)s point, or else a whole pair or somebody's only partner",
                "at least %(n)s points, or else a whole pair or somebody's only partner",
                self.points,
            )
        if self.is_fair:
            return ngettext(
                "at least %(n)s point, or else a pair or a lower lowest pair",
                "at least %(n)s points, or else a pair or a lower lowest pair",
                self.points,
            )
        return ngettext(
            "at least %(n)s point, or else a whole pair", "at least %(n)s points, or else a whole pair", self.points
        )


@dataclass(frozen=True)
class Proven:
    """Why a set of pairs is the best one: prices of free places, and the floor of a fair match."""

    pairs: frozenset[Pair]
    total: int
    proof: Proof
    floor: int | None = None
    counts_people: bool = False


def proven_by(result: Best | Result, problem: Problem) -> Proven:
    """What `result` proves; it answers `problem`."""
    pairs = frozenset((pair.junior, pair.senior) for pair in result.pairs)
    floor = result.fairness.floor if result.fairness else None
    return Proven(pairs, result.total, _of_free_places(result.proof, problem), floor, problem.counts_people)


def proven_then(run: MatchRun, reading: Reading) -> Proven | None:
    """What the proposal proved when it was found; None where people, rules or pairs are others by now, or where it
    was put together by hand. One query."""
    start = start_of(run, reading) if run.is_solved and run.input_digest == digest_of(reading) else None
    if start is None:
        return None
    fairness = run.outcome.proven.fairness
    return Proven(
        frozenset(start.pairs),
        run.outcome.figures.total,
        _of_free_places(start.proof, reading.problem),
        fairness.floor if fairness else None,
        reading.problem.counts_people,
    )


def _of_free_places(proof: Proof, problem: Problem) -> Proof:
    """A place that a pin holds has no price of its own: what another partner would cost depends on the pin."""
    held = Counter(person for pair in problem.pinned for person in pair)
    people = {Side.JUNIOR: problem.juniors, Side.SENIOR: problem.seniors}
    full = {side: {person.id for person in people[side] if person.capacity <= held[person.id]} for side in people}
    prices = {
        side: {person: 0 if person in full[side] else price for person, price in known.items()}
        for side, known in proof.prices.items()
    }
    return Proof(proof.bonus, prices)


def least_loss(proven: Proven, pair: Pair, score: int) -> Loss | None:
    """What the whole loses at least by a pair with free places, by its reduced cost. None for a pair below the floor
    of a fair match, which its prices say nothing about."""
    if pair in proven.pairs:
        return Loss(0, 0, Measure.EXACT)
    if proven.floor is not None and score < proven.floor:
        return None
    prices, bonus = proven.proof.prices, proven.proof.bonus
    cost = max(0, prices[Side.JUNIOR][pair[0]] + prices[Side.SENIOR][pair[1]] - score - bonus)
    points, costs_a_pair = loss_by(cost, proven.total, score)
    return Loss(int(costs_a_pair), points, is_fair=proven.floor is not None, counts_people=proven.counts_people)


def loss_by_solving(best: Best | Result, insisted: Best | Result, score: int, *, counts_people: bool) -> Loss:
    """What the whole loses, by comparing the best set with the best one that has the pair, of that score, in it; where
    `counts_people`, a pair and somebody's only partner weigh more than any points.

    A fair match raises the others as far as the pair allows, at a cost in points that need not be paid: then the
    difference is a bound above.
    """
    pairs, points = len(best.pairs) - len(insisted.pairs), best.total - insisted.total
    if pairs:
        return Loss(pairs, 0, Measure.EXACT)
    if counts_people and best.people > insisted.people:
        return Loss(0, 0, Measure.EXACT, people=best.people - insisted.people)
    if best.fairness is None or insisted.fairness is None:
        return Loss(0, points, Measure.EXACT)
    floor, others = best.fairness.floor, insisted.fairness.floor
    if min(score, others) < floor:
        return Loss(0, 0, Measure.EXACT, floor=(floor, min(score, others)))
    return Loss(0, points, Measure.MOST if others > floor and points else Measure.EXACT)
