"""One person in a match: the partner of now, who else would do, why not somebody else, and what that would cost."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pairings.flags import links_before
from pairings.matching import Pair, PairCheck, PinError, Reason, Result, Start, check_pair, propose
from pairings.matching import Side as SideOfPair
from pairings.matching_words import PARTS, reason_words
from pairings.models import MatchRun
from pairings.pair_rows import Row, compared_on, row_of, with_all_shown
from pairings.problem import Reading
from pairings.services.solving import start_of
from pairings.unmatched import rule_url
from programs.models import Participant, Side

#: With more possible pairs than this, a page does not wait for another best set.
MOST_CELLS = 1_000_000
#: So many people of a search are listed.
MOST_FOUND = 20


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
class RunnerUp:
    place: Participant
    score: int
    loss: Loss


@dataclass(frozen=True)
class Rule:
    """A rule that forbids a pair, in words, and where it can be changed."""

    text: str
    url: str


@dataclass(frozen=True)
class Answer:
    """Why not this one: the rules that forbid it, or the score it would have and what the whole would lose by it.

    `exact` is None where it was not worked out, and then `why_not_exact` may say why.
    """

    other: Participant
    rules: list[Rule]
    score: int
    bars: list[dict[str, Any]]
    bound: Loss | None = None
    exact: Loss | None = None
    changed: int = 0
    why_not_exact: str = ""
    is_proposed: bool = False


class PersonPage:
    """What the page says of `place`, under the rules and people of `reading`. Nothing is worked out before it is asked
    for. `run` is the present proposal, if any."""

    def __init__(self, place: Participant, run: MatchRun | None, reading: Reading) -> None:
        self.place, self.run, self.reading = place, run, reading
        self.is_mentor = place.side == Side.JUNIOR
        own, others = (reading.juniors, reading.seniors) if self.is_mentor else (reading.seniors, reading.juniors)
        self.person = str(place.user_id)
        self.can_be_matched = self.person in own
        self.others = others

    @property
    def has_free_place(self) -> bool:
        people = self.reading.mentors if self.is_mentor else self.reading.leaders
        return self.can_be_matched and people[self.person].capacity > 0

    @property
    def is_quick(self) -> bool:
        return len(self.reading.juniors) * len(self.reading.seniors) <= MOST_CELLS

    @cached_property
    def partners(self) -> list[Row]:
        """The proposed pairs of this person, the best first."""
        if self.run is None:
            return []
        mine = self.run.proposals.filter(Q(junior=self.place) | Q(senior=self.place))
        met, on = links_before(self.run), compared_on(self.place.cycle)
        return [row_of(proposal, met, on) for proposal in with_all_shown(mine)]

    @cached_property
    def best(self) -> Result | None:
        """The best set of pairs as people and rules are now; None where a page should not wait for it, or where a
        pinned pair can no longer be kept."""
        if not self.is_quick:
            return None
        try:
            return propose(self.reading.problem, start=start_of(self.run, self.reading) if self.run else None)
        except PinError:
            return None

    def runners_up(self) -> list[RunnerUp]:
        """The best partners who are not theirs, each with what the whole would lose at least."""
        if self.best is None or not self.has_free_place:
            return []
        side = SideOfPair.JUNIOR if self.is_mentor else SideOfPair.SENIOR
        found = self.best.alternatives[side].get(self.person, ())
        return [
            RunnerUp(self.others[one.person], one.score, Loss(int(one.costs_a_pair), one.least_loss)) for one in found
        ]

    def named(self, text: str) -> list[Participant]:
        """People of the other side whose names hold every word, by name; a few more than are shown."""
        words = text.lower().split()[:4]
        found = [place for place in self.others.values() if _is_named(place, words)]
        return sorted(found, key=lambda place: (place.user.last_name, place.user.first_name))[: MOST_FOUND + 1]

    def other(self, participant_id: str) -> Participant | None:
        """Somebody of the other side by the id of their place."""
        return next((place for place in self.others.values() if str(place.pk) == participant_id), None)

    def answer(self, other: Participant, rules: str) -> Answer:
        """Why not `other`; `rules` is the address of the page of rules."""
        pair: Pair = (self.person, str(other.user_id)) if self.is_mentor else (str(other.user_id), self.person)
        check = check_pair(self.reading.problem, pair)
        found = Answer(other, _rules(check.reasons, rules), check.score, self._bars(check))
        if any(other.pk in (row.proposal.junior_id, row.proposal.senior_id) for row in self.partners):
            return replace(found, is_proposed=True)
        if check.reasons or self.best is None:
            return found
        return self._with_losses(found, pair, self.best)

    def _bars(self, check: PairCheck) -> list[dict[str, Any]]:
        most = self.reading.problem.policy.weights.points()
        return [
            {"part": part, "label": PARTS.get(part, part), "points": points, "most": most[part]}
            for part, points in check.parts.items()
            if most[part]
        ]

    def _with_losses(self, found: Answer, pair: Pair, best: Result) -> Answer:
        problem = self.reading.problem
        start = Start([(one.junior, one.senior) for one in best.pairs], best.proof)
        try:
            insisted = propose(replace(problem, pinned=problem.pinned | {pair}), start=start)
        except PinError:
            return replace(found, why_not_exact=_("A pinned pair takes the place of one of them."))
        changed = _pairs(best) - _pairs(insisted)
        exact = found_loss(best, insisted, found.score)
        return replace(found, bound=least_loss(best, pair, found.score), exact=exact, changed=len(changed))


def least_loss(best: Result, pair: Pair, score: int) -> Loss | None:
    """What the whole loses at least by a pair with free places: its reduced cost. None for a pair below the floor of
    a fair match, which its prices say nothing about."""
    if best.fairness and score < best.fairness.floor:
        return None
    prices, bonus = best.proof.prices, best.proof.bonus
    cost = max(0, prices[SideOfPair.JUNIOR][pair[0]] + prices[SideOfPair.SENIOR][pair[1]] - score - bonus)
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


def _is_named(place: Participant, words: Iterable[str]) -> bool:
    name = f"{place.user.name} {place.user.first_name}".lower()
    return all(word in name for word in words)


def _pairs(result: Result) -> set[tuple[str, str]]:
    return {(pair.junior, pair.senior) for pair in result.pairs}


def _rules(reasons: Iterable[Reason], rules: str) -> list[Rule]:
    return [Rule(reason_words(reason), rule_url(reason, rules)) for reason in reasons]
