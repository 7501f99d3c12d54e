"""Storing what came of a match: what the engine found, or what people chose, with the same figures and reasons.

A version that differs in few pairs from the one it was made from stores these alone and shares the others.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from matchmaker import Result, Unmatched, explain, measure
from programs.models import Side, Topic
from proposals.drafts import Draft
from proposals.manual_decisions import Change, Pair
from proposals.models import MatchRun, Proposal
from proposals.outcome import Details, FewerPlaces, Figures, Help, Outcome, Prices, Proven, Removal, WithoutPair
from proposals.reading import Reading, digest_of

State = MatchRun.State
#: Fewer pairs than this are stored whole with every version; of more, those that have not changed are shared.
SHARED_FROM = 200
Content = tuple[int, list[dict[str, Any]], bool, bool]


@dataclass(frozen=True)
class Scored:
    """A pair of places with the parts of its score, by code."""

    pair: Pair
    junior: str
    senior: str
    parts: Mapping[str, int]
    is_pinned: bool

    @property
    def score(self) -> int:
        return sum(self.parts.values())


def store_best(run: MatchRun, reading: Reading, result: Result) -> None:
    """Keep the best set of pairs, unless the run was given up in the meantime."""
    pairs = [
        Scored(_places(reading, pair.junior, pair.senior), pair.junior, pair.senior, pair.parts, pair.is_pinned)
        for pair in result.pairs
    ]
    outcome = Outcome(
        figures=Figures.of(result.figures),
        proven=_proven_best(result),
        comparisons=_comparisons(result),
        could_be_mentor=result.pools.juniors,
        could_be_leader=result.pools.seniors,
    )
    _store(run, reading, pairs, outcome, Details(without_pair(reading, result.unmatched), _prices(reading, result)))


def store_chosen(run: MatchRun, draft: Draft) -> None:
    """Keep pairs that people chose, with everybody who is left without one."""
    reading, bound = draft.reading, draft.bound
    pairs = [
        Scored(pair, check.junior, check.senior, check.parts, pair in draft.decisions.pins)
        for pair, check in draft.checks.items()
    ]
    outcome = Outcome(
        figures=_figures(draft),
        proven=_distance(draft),
        comparisons=_comparisons(bound) if bound else {},
        could_be_mentor=bound.pools.juniors if bound else None,
        could_be_leader=bound.pools.seniors if bound else None,
    )
    before = run.parent.details.prices if run.parent else None
    alone = explain(reading.problem, [(pair.junior, pair.senior) for pair in pairs])
    details = Details(without_pair(reading, alone), _prices(reading, bound) if bound else before)
    _store(run, reading, pairs, outcome, details)


@transaction.atomic
def _store(run: MatchRun, reading: Reading, pairs: list[Scored], outcome: Outcome, details: Details) -> None:
    """The one place where an outcome is written; nothing happens to a run that is no longer running."""
    proposals = _proposals(run, reading, pairs)
    base, dropped, own = _difference(run, proposals)
    is_wanted = MatchRun.objects.filter(pk=run.pk, state=State.RUNNING).update(
        state=State.DONE,
        phase="done",
        progress=100,
        finished_at=timezone.now(),
        input_digest=digest_of(reading),
        outcome=outcome,
        details=details,
        base=base,
        dropped=dropped,
    )
    if is_wanted:
        Proposal.objects.bulk_create(own, batch_size=1000)


def _proposals(run: MatchRun, reading: Reading, pairs: list[Scored]) -> list[Proposal]:
    topics = Topic.objects.filter(program=run.cycle.program_id).values_list("pk", "name")
    names, decisions = {str(pk): name for pk, name in topics}, _made_by_hand(run)
    return [
        Proposal(
            run=run,
            junior_id=scored.pair[0],
            senior_id=scored.pair[1],
            score=scored.score,
            parts=_parts(reading, scored, names),
            is_pinned=scored.is_pinned,
            is_manual=scored.is_pinned and scored.pair in decisions,
        )
        for scored in pairs
    ]


def _made_by_hand(run: MatchRun) -> set[Pair]:
    """Pairs made by hand stay marked as such over versions, as long as they are pinned."""
    change = Change(run.act, tuple(run.about))
    made = {*change.pairs_after} if run.act in (MatchRun.Act.PAIRED, MatchRun.Act.SWAPPED) else set()
    earlier = run.parent.proposals.filter(is_manual=True).values_list("junior_id", "senior_id") if run.parent else []
    return made | {(str(junior), str(senior)) for junior, senior in earlier}


def _difference(run: MatchRun, proposals: list[Proposal]) -> tuple[MatchRun | None, list[str], list[Proposal]]:
    """The version to share pairs with, the ids of its pairs that are not shared, and the pairs that are stored. One
    that shares itself leads to its own base, so that reading never goes further than one step."""
    parent = run.parent
    if parent is None or len(proposals) < SHARED_FROM:
        return None, [], proposals
    base = parent.base or parent
    wanted = {(str(pair.junior_id), str(pair.senior_id)): pair for pair in proposals}
    dropped = []
    columns = ("pk", "junior_id", "senior_id", "score", "parts", "is_pinned", "is_manual")
    for pk, junior, senior, *content in base.own_proposals.order_by().values_list(*columns):
        pair = wanted.get((str(junior), str(senior)))
        if pair is not None and _content(pair) == tuple(content):
            del wanted[str(junior), str(senior)]
        else:
            dropped.append(str(pk))
    if max(len(dropped), len(wanted)) > len(proposals) / 2:
        return None, [], proposals
    return base, dropped, [*wanted.values()]


def _content(pair: Proposal) -> Content:
    return pair.score, pair.parts, pair.is_pinned, pair.is_manual


def _parts(reading: Reading, scored: Scored, names: Mapping[str, str]) -> list[dict[str, Any]]:
    """The parts of a score as they are kept: points, the most there could be, the topics by name, and the answers to
    the program's own questions."""
    can_share, wants = reading.mentors[scored.junior].topics, reading.leaders[scored.senior].topics
    wanted = sorted(wants, key=lambda topic: -wants[topic])
    topics = {
        "covered": [names.get(topic, "") for topic in wanted if topic in can_share],
        "missing": [names.get(topic, "") for topic in wanted if topic not in can_share],
    }
    parts = reading.explained(scored.junior, scored.senior, scored.parts)
    return [part | topics if part["part"] == "topics" else part for part in parts]


def _figures(draft: Draft) -> Figures:
    """The figures of the pairs; that for which everybody is looked at with everybody only where the best set was looked
    for as well."""
    figures, checks = draft.standing, draft.checks.values()
    if draft.bound is None or not all(check.is_allowed for check in checks):
        return figures
    pairs = [(check.junior, check.senior) for check in checks]
    return Figures.of(measure(draft.reading.problem, pairs))


def _proven_best(result: Result) -> Proven:
    proof = result.certificate
    return Proven(
        proof.is_optimal, proof.most_pairs, proof.highest_total, proof.gap, result.fairness, result.most_people
    )


def _distance(draft: Draft) -> Proven:
    """What the best set would reach, where it was looked for; else nothing is proven."""
    if draft.bound is None:
        return Proven()
    best, now = draft.bound, draft.standing
    proof, floor = best.certificate, best.fairness.floor if best.fairness else 0
    is_allowed = all(check.is_allowed for check in draft.checks.values())
    is_as_fair = all(check.score >= floor for pair, check in draft.checks.items() if pair not in draft.decisions.pins)
    missing = proof.most_pairs - now.pairs
    if best.most_people is not None:
        missing += best.most_people - (now.people or 0)
    gap = missing * proof.bonus + proof.highest_total - now.total
    return Proven(
        is_optimal=proof.is_optimal and is_allowed and is_as_fair and gap == 0,
        most_pairs=proof.most_pairs,
        highest_total=proof.highest_total,
        # A set with a lower lowest pair, or with one that is forbidden by now, may have more points than the best one.
        gap=gap if is_as_fair and is_allowed else None,
        fairness=best.fairness,
        most_people=best.most_people,
    )


def _comparisons(result: Result) -> dict[str, Figures]:
    return {way: Figures.of(figures) for way, figures in result.comparisons.items()}


def _prices(reading: Reading, result: Result) -> Prices:
    """Prices by place, so that a later change can go on from here."""
    of_places = {
        str(side): {str(reading.participant(side, person).pk): price for person, price in of_side.items()}
        for side, of_side in result.proof.prices.items()
    }
    return Prices(result.proof.bonus, of_places)


def _fewer_places(reading: Reading, person: Unmatched) -> FewerPlaces | None:
    """Advice in places altogether; the engine knows free ones alone."""
    advice, is_mentor = person.fewer_places, str(person.side) == Side.JUNIOR
    if advice is None:
        return None
    participant = reading.participant(Side(str(person.side)), advice.person)
    free = (reading.mentors if is_mentor else reading.leaders)[advice.person].capacity
    return FewerPlaces(str(participant.pk), participant.capacity, participant.capacity - free + advice.places)


def _places(reading: Reading, junior: str, senior: str) -> Pair:
    return str(reading.juniors[junior].pk), str(reading.seniors[senior].pk)


def without_pair(reading: Reading, unmatched: Iterable[Unmatched]) -> tuple[WithoutPair, ...]:
    """Why people have no pair, as it is kept; after those whom the match has left over those who get nobody since they
    have as many partners as anybody may."""
    limited = tuple(
        WithoutPair(participant, 0, 0, 0, limit=limit) for participant, limit in sorted(reading.limited.items())
    )
    return limited + tuple(
        WithoutPair(
            participant=str(reading.participant(Side(str(person.side)), person.person).pk),
            candidates=person.candidates,
            allowed=person.allowed,
            free=person.free,
            removals=tuple(Removal(str(removal.reason), removal.removed, removal.alone) for removal in person.removals),
            helps=tuple(Help(str(hint.reason), hint.value, hint.allowed) for hint in person.helps),
            fewer_places=_fewer_places(reading, person),
        )
        for person in unmatched
    )
