"""Storing pairs that people chose: the same figures and reasons as for those that the engine found."""

import dataclasses
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from pairings.drafts import Draft
from pairings.matching import check_pairs
from pairings.models import MatchRun, Proposal
from pairings.problem import Reading
from pairings.services.solving import digest_of, parts_of, proof_of, topic_names
from programs.models import Side

State = MatchRun.State


@transaction.atomic
def store_given(run: MatchRun, draft: Draft) -> None:
    """Keep the pairs of a draft with everybody who is left without one."""
    names, most = topic_names(run), draft.reading.problem.policy.weights.points()
    pinned = draft.by_hand.pins
    proposals = [
        Proposal(
            run=run,
            junior_id=pair[0],
            senior_id=pair[1],
            score=check.score,
            parts=parts_of(draft.reading, check.junior, check.senior, check.parts, most, names),
            is_pinned=pair in pinned,
        )
        for pair, check in draft.checks.items()
    ]
    MatchRun.objects.filter(pk=run.pk).update(
        state=State.DONE,
        phase="done",
        progress=100,
        finished_at=timezone.now(),
        input_digest=digest_of(draft.reading),
        certificate=_certificate(draft),
        quality=_quality(draft),
        comparisons=_comparisons(draft),
        proof=proof_of(draft.reading, draft.bound) if draft.bound else (run.parent.proof if run.parent else {}),
        unmatched=_unmatched(draft, run.parent.unmatched if run.parent else []),
    )
    Proposal.objects.bulk_create(proposals, batch_size=1000)


def _quality(draft: Draft) -> dict[str, Any]:
    """The figures that can be told without looking at every pair."""
    pools = draft.bound.pools if draft.bound else None
    possible = {"could_be_mentor": pools.juniors, "could_be_leader": pools.seniors} if pools else {}
    return dataclasses.asdict(draft.standing) | possible


def _comparisons(draft: Draft) -> dict[str, Any]:
    found = draft.bound.comparisons if draft.bound else {}
    return {way: dataclasses.asdict(figures) for way, figures in found.items()}


def _certificate(draft: Draft) -> dict[str, Any]:
    """What the best set would reach, where it was looked for; else nothing is proven."""
    if draft.bound is None:
        return {"is_optimal": False}
    proof, now = draft.bound.certificate, draft.standing
    is_optimal = proof.is_optimal and (now.pairs, now.total) == (proof.most_pairs, proof.highest_total)
    gap = proof.most_pairs * proof.bonus + proof.highest_total - now.pairs * proof.bonus - now.total
    return {
        "is_optimal": is_optimal,
        "most_pairs": proof.most_pairs,
        "highest_total": proof.highest_total,
        "gap": gap,
        "fairness": None,
    }


def _unmatched(draft: Draft, earlier: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Everybody with a place and no pair; who had none before keeps the explanation."""
    reading = draft.reading
    known = {row["participant"]: row for row in earlier}
    paired = {person for check in draft.checks.values() for person in (check.junior, check.senior)}
    alone = []
    for side, people in ((Side.JUNIOR, reading.problem.juniors), (Side.SENIOR, reading.problem.seniors)):
        for person in people:
            if person.capacity and person.id not in paired:
                place = str(reading.place(side, person.id).pk)
                alone.append(known.get(place) or _explained(reading, side, person.id, place))
    return alone


def _explained(reading: Reading, side: str, person: str, place: str) -> dict[str, Any]:
    others = reading.problem.seniors if side == Side.JUNIOR else reading.problem.juniors
    pairs = [(person, other.id) if side == Side.JUNIOR else (other.id, person) for other in others]
    reasons = [check.reasons for check in check_pairs(reading.problem, pairs)]
    return {
        "participant": place,
        "side": str(side),
        "candidates": len(pairs),
        "allowed": sum(not broken for broken in reasons),
        "removals": _removals(reasons),
        "helps": [],
    }


def _removals(reasons: Iterable[tuple[Any, ...]]) -> list[dict[str, Any]]:
    """How many candidates each rule took away, and how many it took away alone; the most first."""
    reasons = list(reasons)
    removed = Counter(reason for broken in reasons for reason in broken)
    alone = Counter(broken[0] for broken in reasons if len(broken) == 1)
    return [{"reason": str(one), "removed": n, "alone": alone[one]} for one, n in removed.most_common()]
