"""One person in a match: the present partner, who else would do, why not somebody else, and what that would cost."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from matchmaker import Pair, PairCheck, PinError, Reason, Result, Start, check_pair, check_pairs, propose
from matchmaker import Side as SideOfPair
from people.search import are_named
from programs.models import Participant, Side
from proposals.drafts import start_of
from proposals.matching_words import bar_of, reason_words
from proposals.models import MatchRun, Proposal
from proposals.opportunity_cost import Loss, Measure, Proven, least_loss, loss_by_solving, proven_by, proven_then
from proposals.pair_flags import links_before
from proposals.pair_list import Row, compared_on, row_of, with_all_shown
from proposals.read_problem import Reading
from proposals.unmatched_people import rule_url
from proposals.withheld_from_team import NOBODY, Withheld, neutral, neutral_of_figures

#: With more possible pairs than this, a page does not wait for another best set.
MOST_CELLS = 1_000_000
#: So many people of a search are listed.
MOST_FOUND = 20
RUNNERS_UP = 3


@dataclass(frozen=True)
class RunnerUp:
    participant: Participant
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
    is_near: bool = False

    @property
    def instead(self) -> str:
        """What is answered of a pair that is too near."""
        return neutral()


class PersonPage:
    """What the page says of `place`, under the rules and people of `reading`. Nothing is worked out before it is asked
    for. `run` is the present proposal, if any; of what is `held_back` from the reader nothing is told."""

    def __init__(
        self, participant: Participant, run: MatchRun | None, reading: Reading, held_back: Withheld = NOBODY
    ) -> None:
        self.participant, self.run, self.reading, self.held_back = participant, run, reading, held_back
        self.is_mentor = participant.side == Side.JUNIOR
        own, others = (reading.juniors, reading.seniors) if self.is_mentor else (reading.seniors, reading.juniors)
        self.person = str(participant.user_id)
        self.can_be_matched = self.person in own
        self.others = others

    @property
    def is_near(self) -> bool:
        """Whether nothing is told of this person."""
        return self.held_back.covers(self.participant.pk)

    @property
    def has_free_place(self) -> bool:
        people = self.reading.mentors if self.is_mentor else self.reading.leaders
        return self.can_be_matched and people[self.person].capacity > 0

    @property
    def is_quick(self) -> bool:
        return len(self.reading.juniors) * len(self.reading.seniors) <= MOST_CELLS

    @cached_property
    def partners(self) -> list[Row]:
        """The proposed pairs of this person, the best first; those too near the reader last, by name."""
        if self.run is None:
            return []
        own_proposals = self.run.proposals.filter(Q(junior=self.participant) | Q(senior=self.participant))
        met, on = links_before(self.run), compared_on(self.participant.cycle)
        rows = [
            row_of(proposal, met, on, is_near=self._is_near(proposal)) for proposal in with_all_shown(own_proposals)
        ]
        return sorted(rows, key=lambda row: (row.is_near, row.mentor.name + row.leader.name if row.is_near else ""))

    def _is_near(self, proposal: Proposal) -> bool:
        return self.held_back.covers(proposal.junior_id, proposal.senior_id)

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

    @cached_property
    def proven(self) -> Proven | None:
        """What is known of the best set: worked out, or as the proposal was found if nothing has changed since."""
        if self.best is not None:
            return proven_by(self.best, self.reading.problem)
        return None if self.is_quick or self.run is None else proven_then(self.run, self.reading)

    def runners_up(self) -> list[RunnerUp]:
        """The best partners who are not theirs in the proposal, each with what the whole would lose at least."""
        if not self.has_free_place or self.proven is None or self.is_near:
            return []
        if self.best is not None and not self.held_back and self._partners_in(self.best) == self._partners():
            return self._found_with(self.best)
        return self._by_prices(self.proven)

    def _partners(self) -> set[str]:
        """Whom they are proposed with now."""
        people = [row.leader if self.is_mentor else row.mentor for row in self.partners]
        return {str(user.pk) for user in people}

    def _partners_in(self, result: Result) -> set[str]:
        own, other = ("junior", "senior") if self.is_mentor else ("senior", "junior")
        return {getattr(pair, other) for pair in result.pairs if getattr(pair, own) == self.person}

    def _found_with(self, best: Result) -> list[RunnerUp]:
        """The runners-up that come with the best set, as long as the proposal gives this person the same partners."""
        side = SideOfPair.JUNIOR if self.is_mentor else SideOfPair.SENIOR
        alternatives, is_fair = best.alternatives[side].get(self.person, ()), best.fairness is not None
        return [
            RunnerUp(
                self.others[alternative.person],
                alternative.score,
                Loss(int(alternative.costs_a_pair), alternative.least_loss, is_fair=is_fair),
            )
            for alternative in alternatives
        ]

    def _by_prices(self, proven: Proven) -> list[RunnerUp]:
        """The best others from the prices alone: one look at everybody on the other side, no other best set."""
        partners = self._partners()
        candidates = [
            person
            for person, participant in self.others.items()
            if person not in partners and not self.held_back.covers(participant.pk)
        ]
        checks = check_pairs(self.reading.problem, [self._pair(person) for person in candidates])
        runners_up = []
        for person, check in sorted(zip(candidates, checks, strict=True), key=lambda one: (-one[1].score, one[0])):
            loss = least_loss(proven, self._pair(person), check.score) if check.is_allowed else None
            if loss is not None:
                runners_up.append(RunnerUp(self.others[person], check.score, loss))
        return runners_up[:RUNNERS_UP]

    def _pair(self, other: str) -> Pair:
        return (self.person, other) if self.is_mentor else (other, self.person)

    def named(self, text: str) -> list[Participant]:
        """People of the other side whose names hold every word, by name; a few more than are shown."""
        matching = [
            participant
            for participant in self.others.values()
            if are_named(text, participant.user.name, participant.user.first_name)
        ]
        return sorted(matching, key=lambda participant: (participant.user.last_name, participant.user.first_name))[
            : MOST_FOUND + 1
        ]

    def other(self, participant_id: str) -> Participant | None:
        """Somebody of the other side by the id of their place."""
        return next(
            (participant for participant in self.others.values() if str(participant.pk) == participant_id), None
        )

    def answer(self, other: Participant, rules: str) -> Answer:
        """Why not `other`; `rules` is the address of the page of rules."""
        if self.is_near or self.held_back.covers(other.pk):
            return Answer(other, [], 0, [], is_near=True)
        pair = self._pair(str(other.user_id))
        check = check_pair(self.reading.problem, pair)
        plain_answer = Answer(other, _rules(check.reasons, rules), check.score, self._bars(check))
        if any(other.pk in (row.proposal.junior_id, row.proposal.senior_id) for row in self.partners):
            return replace(plain_answer, is_proposed=True)
        if check.reasons or self.proven is None:
            return plain_answer
        if self.held_back:
            return replace(plain_answer, why_not_exact=neutral_of_figures())
        bound = least_loss(self.proven, pair, plain_answer.score)
        plain_answer = replace(plain_answer, bound=bound if bound and bound.measure == Measure.LEAST else None)
        return plain_answer if self.best is None else self._worked_out(plain_answer, pair, self.best)

    def _bars(self, check: PairCheck) -> list[dict[str, Any]]:
        parts = self.reading.explained(check.junior, check.senior, check.parts)
        return [bar_of(part) for part in parts if part["most"]]

    def _worked_out(self, answer: Answer, pair: Pair, best: Result) -> Answer:
        problem = self.reading.problem
        start = Start([(proposed.junior, proposed.senior) for proposed in best.pairs], best.proof, opened=())
        try:
            insisted = propose(replace(problem, pinned=problem.pinned | {pair}), start=start)
        except PinError:
            return replace(answer, bound=None, why_not_exact=_("A pinned pair takes the place of one of them."))
        changed = _pairs(best) - _pairs(insisted)
        exact = loss_by_solving(best, insisted, answer.score)
        return replace(answer, exact=exact, changed=len(changed))


def _pairs(result: Result) -> set[tuple[str, str]]:
    return {(pair.junior, pair.senior) for pair in result.pairs}


def _rules(reasons: Iterable[Reason], rules: str) -> list[Rule]:
    return [Rule(reason_words(reason), rule_url(reason, rules)) for reason in reasons]
