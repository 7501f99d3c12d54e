"""What the whole of a match would lose by insisting on a pair: bounds from prices, and differences worked out."""

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pairings.drafts import start_of
from pairings.matching import Pair, Proof, Result, Side
from pairings.models import MatchRun
from pairings.problem import Reading
from pairings.services.solving import digest_of


class Measure(StrEnum):
    """How sure a loss is: a bound below, worked out, or a bound above."""

    LEAST = "least"
    EXACT = "exact"
    MOST = "most"


@dataclass(frozen=True)
class Loss:
    """What the whole would lose by insisting on a pair. `floor` is there where a fair match would let its lowest pair
    fall: from, to."""

    pairs: int
    points: int
    measure: Measure = Measure.LEAST
    floor: tuple[int, int] | None = None

    def __str__(self) -> str:
        if self.pairs:
            return self._in_pairs()
        if self.floor:
            now, then = self.floor
            return _("fairness: the lowest pair would fall from %(now)s to %(then)s") % {"now": now, "then": then}
        if self.measure == Measure.EXACT and not self.points:
            return _("nothing: there is a set as good with them")
        words = {
            Measure.LEAST: ngettext("at least %(n)s point", "at least %(n)s points", self.points),
            Measure.EXACT: ngettext("exactly %(n)s point", "exactly %(n)s points", self.points),
            Measure.MOST: ngettext("at most %(n)s point", "at most %(n)s points", self.points),
        }
        return words[self.measure] % {"n": self.points}

    def _in_pairs(self) -> str:
        if self.measure == Measure.LEAST:
            return _("at least one whole pair")
        return ngettext("exactly %(n)s whole pair", "exactly %(n)s whole pairs", self.pairs) % {"n": self.pairs}


@dataclass(frozen=True)
class Proven:
    """Why a set of pairs is the best one: the prices, and the floor of a fair match."""

    proof: Proof
    floor: int | None = None


def proven_by(result: Result) -> Proven:
    return Proven(result.proof, result.fairness.floor if result.fairness else None)


def proven_then(run: MatchRun, reading: Reading) -> Proven | None:
    """What the proposal proved when it was found; None where people, rules or pairs are others by now, or where it
    was put together by hand. One query."""
    start = start_of(run, reading) if run.is_solved and run.input_digest == digest_of(reading) else None
    if start is None:
        return None
    # A place that a pin holds has no price of its own: what another partner would cost depends on the pin.
    held = Counter(person for pair in reading.problem.pinned for person in pair)
    people = {Side.JUNIOR: reading.mentors, Side.SENIOR: reading.leaders}
    prices = {
        side: {person: price if people[side][person].capacity > held[person] else 0 for person, price in known.items()}
        for side, known in start.proof.prices.items()
    }
    fairness = run.certificate.get("fairness")
    return Proven(Proof(start.proof.bonus, prices), fairness["floor"] if fairness else None)


def least_loss(proven: Proven, pair: Pair, score: int) -> Loss | None:
    """What the whole loses at least by a pair with free places: its reduced cost. None for a pair below the floor of
    a fair match, which its prices say nothing about."""
    if proven.floor is not None and score < proven.floor:
        return None
    prices, bonus = proven.proof.prices, proven.proof.bonus
    cost = max(0, prices[Side.JUNIOR][pair[0]] + prices[Side.SENIOR][pair[1]] - score - bonus)
    return Loss(1, 0) if cost >= bonus else Loss(0, cost)


def found_loss(best: Result, insisted: Result, score: int) -> Loss:
    """What the whole loses, by comparing the best set with the best one that has the pair, of that score, in it.

    A fair match raises the others as far as the pair allows, at a cost in points that need not be paid: then the
    difference is a bound above.
    """
    pairs, points = len(best.pairs) - len(insisted.pairs), best.total - insisted.total
    if pairs:
        return Loss(pairs, 0, Measure.EXACT)
    if best.fairness is None or insisted.fairness is None:
        return Loss(0, points, Measure.EXACT)
    floor, others = best.fairness.floor, insisted.fairness.floor
    if min(score, others) < floor:
        return Loss(0, 0, Measure.EXACT, floor=(floor, min(score, others)))
    return Loss(0, points, Measure.MOST if others > floor and points else Measure.EXACT)
