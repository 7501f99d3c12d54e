"""From a problem to proposed, proven and explained pairs."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np

from .alternatives import Alternative, find_alternatives
from .blocks import Watch, nobody
from .certify import Certificate, certify
from .checking import broken_pairs
from .encoding import build_table
from .fair import Fairness, above, find_fairness
from .fewer_places import find_fewer_places
from .grading import grade
from .instance import Flags, Instance
from .policy import ProblemError, Reason, reasons
from .pools import Pools
from .prices import Prices
from .problem import Pair, Problem, Side
from .quality_report import Figures, best_first, figures_of, first_come, first_partners
from .score import score_parts
from .solve import Solution, resolve, solve
from .table import Cells, Table
from .unmatched import Unmatched, explain_unmatched


class PinError(ProblemError):
    """A pinned pair breaks hard rules or takes a place too many; `reasons` may be shown."""

    def __init__(self, junior: str, senior: str, reasons: tuple[Reason, ...]) -> None:
        super().__init__(f"The pinned pair {junior}, {senior} breaks: {', '.join(reasons)}")
        self.junior, self.senior, self.reasons = junior, senior, reasons


@dataclass(frozen=True, slots=True)
class ProposedPair:
    """A proposed pair with the parts of its score, in points."""

    junior: str
    senior: str
    parts: dict[str, int]
    is_pinned: bool

    @property
    def score(self) -> int:
        """0 to 1000."""
        return sum(self.parts.values())


@dataclass(frozen=True, slots=True)
class Proof:
    """What a place of everybody is worth to the whole, at `bonus` for each pair: it proves the pairs best."""

    bonus: int
    prices: Mapping[Side, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Start:
    """An earlier result to go on from: its pairs as (junior, senior), and its proof.

    `opened` are all pairs that may be worth more by now than they were then, where that is known: after a pin, a
    forbidden pair or a removal none, after the way back those of the people concerned. Then no other is looked at.
    """

    pairs: Collection[Pair]
    proof: Proof
    opened: Collection[Pair] | None = None


@dataclass(frozen=True, slots=True)
class Best:
    """The best set of pairs and its proof, with nothing explained; `people` have their first partner in it."""

    pairs: tuple[ProposedPair, ...]
    people: int
    proof: Proof
    fairness: Fairness | None

    @property
    def total(self) -> int:
        return sum(pair.score for pair in self.pairs)


@dataclass(frozen=True, slots=True)
class Result:
    """What a match gives.

    `comparisons` are the figures that simpler ways would have had on the same people ("first_come" and "greedy", see
    `figures`); `fairness` is None unless the policy is fair. `most_people` is the proven largest number of people who
    can get a first partner, None unless the policy has it that they count.
    """

    pairs: tuple[ProposedPair, ...]
    unmatched: tuple[Unmatched, ...]
    alternatives: Mapping[Side, Mapping[str, tuple[Alternative, ...]]]
    pools: Pools
    certificate: Certificate
    proof: Proof
    figures: Figures
    comparisons: Mapping[str, Figures]
    fairness: Fairness | None
    most_people: int | None

    @property
    def total(self) -> int:
        return self.figures.total

    @property
    def people(self) -> int:
        """How many have their first partner in it."""
        return self.figures.people

    @property
    def lowest(self) -> int | None:
        """The lowest score of a pair; None without pairs."""
        return self.figures.lowest


def propose(problem: Problem, *, start: Start | None = None, watch: Watch = nobody) -> Result:
    """The largest set of allowed pairs, with the most people who have a partner where the policy says so, of highest
    total score, with proof and reasons.

    From the `start` of an earlier result, whatever has changed since, it goes on by augmenting paths alone: just as
    exact, quicker after a small change, and close to what was there among equally good sets. `watch` hears of every
    step and may raise to stop.

    Raises ProblemError for contradictory input, PinError for a pin that cannot be kept.
    """
    table = build_table(problem)
    return _result(table, *_solved(table, start, watch), watch)


def find_best(problem: Problem, *, start: Start | None = None) -> Best:
    """The pairs and the proof of `propose` alone: three times as quick where nobody reads the rest."""
    table = build_table(problem)
    _whole, ground, solution, fairness = _solved(table, start, nobody)
    people = first_partners(table, solution.chosen)
    return Best(_proposed(table, solution.chosen), people, _proof(table, ground, solution.prices), fairness)


def _solved(table: Table, start: Start | None, watch: Watch) -> tuple[Instance, Instance, Solution, Fairness | None]:
    """The instance, the same without pairs below the floor when the policy is fair, and its solution."""
    instance = _instance(table, start, watch)
    fairness = None
    if table.problem.policy.is_fair:
        fairness = find_fairness(instance, solve(instance, watch=watch).chosen, watch)
    ground = above(instance, fairness.floor) if fairness else instance
    solution = _again(table, start, ground) or solve(ground, _solution(table, start, ground) if start else None, watch)
    return instance, ground, solution, fairness


def measure(problem: Problem, pairs: Collection[Pair]) -> Figures:
    """The figures of any permitted pairs of a problem. Scores everybody with everybody."""
    table = build_table(problem)
    instance = Instance(grade(table), table.juniors.capacity, table.seniors.capacity, table.cells(()))
    return figures_of(table, instance, table.cells(pairs))


def _result(
    table: Table, instance: Instance, ground: Instance, solution: Solution, fairness: Fairness | None, watch: Watch
) -> Result:
    """`ground` is the instance, without the pairs below the floor when the policy is fair."""
    chosen, prices = solution.chosen, solution.prices
    certificate, figures = certify(ground, chosen, prices, watch), figures_of(table, instance, chosen)
    is_counted = table.problem.policy.one_partner_first and certificate.is_optimal
    return Result(
        pairs=_proposed(table, chosen),
        unmatched=_advised(table, ground, solution),
        alternatives=find_alternatives(table, ground, chosen, prices, watch),
        pools=Pools(*(int((instance.score >= 0).any(axis=axis).sum()) for axis in (1, 0))),
        certificate=certificate,
        proof=_proof(table, ground, prices),
        figures=figures,
        comparisons={
            "first_come": figures_of(table, instance, first_come(table, instance)),
            "greedy": figures_of(table, instance, best_first(instance)),
        },
        fairness=fairness,
        most_people=figures.people if is_counted else None,
    )


def _advised(table: Table, ground: Instance, solution: Solution) -> tuple[Unmatched, ...]:
    advice = find_fewer_places(table, ground, solution)
    return tuple(
        replace(person, fewer_places=advice.get((person.side, person.person)))
        for person in explain_unmatched(table, solution.chosen)
    )


def _instance(table: Table, start: Start | None, watch: Watch) -> Instance:
    pinned = _pinned_cells(table)
    bonus = start.proof.bonus if start else 0
    places = table.juniors.capacity, table.seniors.capacity
    return Instance(grade(table, watch), *places, pinned, bonus, counts_first(table))


def counts_first(table: Table) -> tuple[Flags, Flags] | None:
    """Whose first partner counts."""
    return (~table.juniors.has_partner, ~table.seniors.has_partner) if table.problem.counts_people else None


def _again(table: Table, start: Start | None, instance: Instance) -> Solution | None:
    """The solution after a known small change; None where too much may have changed. A floor that is raised anew, or
    a higher bonus, changes what every pair is worth."""
    if start is None or start.opened is None:
        return None
    if table.problem.policy.is_fair or instance.bonus != start.proof.bonus:
        return None
    return resolve(instance, _solution(table, start, instance), table.cells(start.opened))


def _solution(table: Table, start: Start, instance: Instance) -> Solution:
    """The start in numbers; who has come since has no price yet."""
    more = instance.bonus - start.proof.bonus
    return Solution(
        table.cells(start.pairs),
        Prices(
            *(
                np.array([_price(start.proof, side, person, more) for person in people.ids], dtype=np.int64)
                for side, people in ((Side.JUNIOR, table.juniors), (Side.SENIOR, table.seniors))
            )
        ),
    )


def _price(proof: Proof, side: Side, person: str, more: int) -> int:
    """A price under a bonus that is higher by `more`, as far as one can tell; whatever is wrong is put right later."""
    price = proof.prices[side].get(person, 0)
    return price + round(price / proof.bonus) * more


def _proof(table: Table, instance: Instance, prices: Prices) -> Proof:
    return Proof(
        instance.bonus,
        {
            Side.JUNIOR: dict(zip(table.juniors.ids, prices.juniors.tolist(), strict=True)),
            Side.SENIOR: dict(zip(table.seniors.ids, prices.seniors.tolist(), strict=True)),
        },
    )


def _pinned_cells(table: Table) -> Cells:
    pinned = sorted(table.problem.pinned)
    juniors, seniors = table.juniors.position, table.seniors.position
    for junior, senior in pinned:
        if junior not in juniors or senior not in seniors:
            raise ProblemError(f"The pinned pair {junior}, {senior} takes no part.")
    rows = np.array([juniors[junior] for junior, _ in pinned], dtype=np.intp)
    columns = np.array([seniors[senior] for _, senior in pinned], dtype=np.intp)
    left, other_left = table.juniors.capacity.copy(), table.seniors.capacity.copy()
    for pair, row, column, broken in zip(pinned, rows, columns, broken_pairs(table, rows, columns), strict=True):
        if broken:
            raise PinError(*pair, reasons(broken))
        if not (left[row] and other_left[column]):
            raise PinError(*pair, (Reason.NO_FREE_PLACE,))
        left[row] -= 1
        other_left[column] -= 1
    return rows, columns


def _proposed(table: Table, chosen: Cells) -> tuple[ProposedPair, ...]:
    proposed = []
    for row, column, parts in zip(*chosen, score_parts(table, *chosen), strict=True):
        pair = table.juniors.ids[row], table.seniors.ids[column]
        proposed.append(ProposedPair(*pair, parts, pair in table.problem.pinned))
    return tuple(proposed)
