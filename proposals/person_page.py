"""One person in a match: the present partner, who else would do, why not somebody else, and what that would cost."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from matchmaker import Best, Pair, PairCheck, PinError, Reason, Start, check_pair, check_pairs, find_best
from pairings.models import Rotation
from pairings.rotation_plan import matchable_in, rotation_of
from people.search import named
from programs.closeness import TeamScope
from programs.models import Participant, Side
from proposals.drafts import pairs_of, policy_of_run, start_of
from proposals.manual_decisions import ManualDecisions
from proposals.matching_words import bar_of, reason_words
from proposals.models import MatchRun, Proposal
from proposals.opportunity_cost import Loss, Measure, Proven, least_loss, loss_by_solving, proven_by, proven_then
from proposals.others_alone import reading_of_others
from proposals.pair_flags import links_before
from proposals.pair_list import Row, compared_on, row_of, with_all_shown
from proposals.points_possible import possible_in_all
from proposals.read_problem import read_everyone
from proposals.reading import Reading
from proposals.services.versions import policy_of
from proposals.unmatched_people import rule_url
from proposals.withheld_from_team import NOBODY, Withheld, neutral

#: With more possible pairs than this, a page does not wait for another best set.
MOST_CELLS = 1_000_000
#: So many people of a search are listed.
MOST_FOUND = 20
RUNNERS_UP = 3


@dataclass(frozen=True)
class RunnerUp:
    participant: Participant
    score: int
    possible: int
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
    def possible(self) -> int:
        """How many points the two could have."""
        return sum(bar["most"] for bar in self.bars)

    @property
    def instead(self) -> str:
        """What is answered of a pair that is too near."""
        return neutral()


class PersonPage:
    """What the page says of `participant`. Nothing is worked out before it is asked for; everybody of the cycle is read
    only for who else would do, and why not somebody.

    `run` is the present proposal, if any; of what is `withheld` from the reader nothing is told. `reading` is under the
    rules and decisions that count, and read when it is needed where it is not given.
    """

    def __init__(
        self,
        participant: Participant,
        run: MatchRun | None,
        reading: Reading | None = None,
        withheld: Withheld = NOBODY,
    ) -> None:
        self.participant, self.run, self.withheld = participant, run, withheld
        self.decisions = ManualDecisions.carried_from(run)
        self.is_mentor = participant.side == Side.JUNIOR
        self.person = str(participant.user_id)
        if reading is not None:
            self.reading = reading

    @cached_property
    def reading(self) -> Reading:
        """Everybody of the cycle, as people and rules are now."""
        cycle = self.participant.cycle
        policy = policy_of_run(self.run) if self.run else policy_of(cycle.program)
        pairs = pairs_of(self.run) if self.withheld and self.run and self.run.may_be_kept else []
        return reading_of_others(read_everyone(cycle, policy), self.withheld, pairs).under(self.decisions)

    @property
    def others(self) -> dict[str, Participant]:
        """Everybody on the other side by their person's id."""
        return self.reading.seniors if self.is_mentor else self.reading.juniors

    @cached_property
    def rotation(self) -> Rotation | None:
        """The open change of partners; who pauses or stops with it cannot be matched."""
        return rotation_of(self.participant.cycle)

    def _matchable(self, side: str) -> QuerySet[Participant]:
        places = matchable_in(self.participant.cycle, self.rotation).filter(side=side)
        return places.exclude(pk__in=self.decisions.left_out).select_related("user")

    @property
    def _of_other_side(self) -> QuerySet[Participant]:
        return self._matchable(Side.SENIOR if self.is_mentor else Side.JUNIOR)

    @cached_property
    def can_be_matched(self) -> bool:
        return self._matchable(self.participant.side).filter(pk=self.participant.pk).exists()

    @cached_property
    def is_near(self) -> bool:
        """Whether nothing is told of this person; before a change of partners nothing of partners of the reader either,
        who may pause or stop with it."""
        if self.withheld.covers(self.participant.pk):
            return True
        reader = self.withheld.reader if self.withheld else None
        return bool(reader and self.rotation and TeamScope(reader).is_close(self.participant))

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
        return self.withheld.covers(proposal.junior_id, proposal.senior_id)

    @cached_property
    def best(self) -> Best | None:
        """The best set of pairs as people and rules are now; None where a page should not wait for it, or where a
        pinned pair can no longer be kept."""
        if not self.is_quick:
            return None
        try:
            return find_best(self.reading.problem, start=self._start())
        except PinError:
            return None

    def _start(self) -> Start | None:
        """What the search goes on from; nothing where the others are looked at alone, since the prices of the proposal
        come from everybody's scores."""
        return start_of(self.run, self.reading) if self.run and not self.withheld else None

    @cached_property
    def proven(self) -> Proven | None:
        """What is known of the best set: worked out, or as the proposal was found if nothing has changed since."""
        if self.best is not None:
            return proven_by(self.best, self.reading.problem)
        is_unknown = self.is_quick or self.run is None or self.withheld
        return None if is_unknown or self.run is None else proven_then(self.run, self.reading)

    def runners_up(self) -> list[RunnerUp]:
        """The best partners who are not theirs in the proposal, each with what the whole would lose at least: from the
        prices alone, by one look at everybody on the other side."""
        if not self.has_free_place or self.proven is None or self.is_near:
            return []
        partners = self._partners()
        candidates = [
            person
            for person, participant in self.others.items()
            if person not in partners and not self.withheld.covers(participant.pk)
        ]
        checks = check_pairs(self.reading.problem, [self._pair(person) for person in candidates])
        runners_up = []
        by_score = sorted(zip(candidates, checks, strict=True), key=lambda checked: (-checked[1].score, checked[0]))
        for person, check in by_score:
            loss = least_loss(self.proven, self._pair(person), check.score) if check.is_allowed else None
            if loss is not None:
                runners_up.append(RunnerUp(self.others[person], check.score, self._possible(check), loss))
        return runners_up[:RUNNERS_UP]

    def _partners(self) -> set[str]:
        """Whom they are proposed with now."""
        people = [row.leader if self.is_mentor else row.mentor for row in self.partners]
        return {str(user.pk) for user in people}

    def _pair(self, other: str) -> Pair:
        return (self.person, other) if self.is_mentor else (other, self.person)

    def named(self, text: str) -> list[Participant]:
        """People of the other side whose names hold every word, by name; a few more than are shown."""
        in_order = self._of_other_side.filter(named(text, "user")).order_by("user__last_name", "user__first_name", "pk")
        return list(in_order[: MOST_FOUND + 1])

    def other(self, participant_id: str) -> Participant | None:
        """Somebody of the other side by the id of their place."""
        try:
            return self._of_other_side.filter(pk=uuid.UUID(participant_id)).first()
        except ValueError:
            return None

    def answer(self, other: Participant, rules: str) -> Answer:
        """Why not `other`; `rules` is the address of the page of rules."""
        if self.is_near or self.withheld.covers(other.pk):
            return Answer(other, [], 0, [], is_near=True)
        pair = self._pair(str(other.user_id))
        check = check_pair(self.reading.problem, pair)
        plain_answer = Answer(other, _rules(check.reasons, rules), check.score, self._bars(check))
        if any(other.pk in (row.proposal.junior_id, row.proposal.senior_id) for row in self.partners):
            return replace(plain_answer, is_proposed=True)
        if check.reasons or self.proven is None:
            return plain_answer
        bound = least_loss(self.proven, pair, plain_answer.score)
        plain_answer = replace(plain_answer, bound=bound if bound and bound.measure == Measure.LEAST else None)
        return plain_answer if self.best is None else self._worked_out(plain_answer, pair, self.best)

    def _possible(self, check: PairCheck) -> int:
        return possible_in_all(self.reading.explained(check.junior, check.senior, check.parts))

    def _bars(self, check: PairCheck) -> list[dict[str, Any]]:
        parts = self.reading.explained(check.junior, check.senior, check.parts)
        return [bar_of(part) for part in parts if part["most"]]

    def _worked_out(self, answer: Answer, pair: Pair, best: Best) -> Answer:
        problem = self.reading.problem
        start = Start([(proposed.junior, proposed.senior) for proposed in best.pairs], best.proof, opened=())
        try:
            insisted = find_best(replace(problem, pinned=problem.pinned | {pair}), start=start)
        except PinError:
            return replace(answer, bound=None, why_not_exact=_("A pinned pair takes the place of one of them."))
        changed = _pairs(best) - _pairs(insisted)
        exact = loss_by_solving(best, insisted, answer.score, counts_people=problem.counts_people)
        return replace(answer, exact=exact, changed=len(changed))


def _pairs(result: Best) -> set[tuple[str, str]]:
    return {(pair.junior, pair.senior) for pair in result.pairs}


def _rules(reasons: Iterable[Reason], rules: str) -> list[Rule]:
    return [Rule(reason_words(reason), rule_url(reason, rules)) for reason in reasons]
