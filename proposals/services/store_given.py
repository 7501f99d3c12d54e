"""Storing pairs that people chose: the same figures and reasons as for those that the engine found."""

import dataclasses
from typing import Any

from django.db import transaction
from django.utils import timezone

from matchmaker import explain, measure
from proposals.drafts import Draft
from proposals.models import MatchRun, Proposal
from proposals.read_problem import digest_of
from proposals.services.store_outcome import parts_of, proof_of, topic_names, unmatched_row

State = MatchRun.State


@transaction.atomic
def store_given(run: MatchRun, draft: Draft) -> None:
    """Keep the pairs of a draft with everybody who is left without one."""
    names = topic_names(run)
    pinned, pairs = draft.by_hand.pins, [(check.junior, check.senior) for check in draft.checks.values()]
    proposals = [
        Proposal(
            run=run,
            junior_id=pair[0],
            senior_id=pair[1],
            score=check.score,
            parts=parts_of(draft.reading, check.junior, check.senior, check.parts, names),
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
        unmatched=[unmatched_row(draft.reading, person) for person in explain(draft.reading.problem, pairs)],
    )
    Proposal.objects.bulk_create(proposals, batch_size=1000)


def _quality(draft: Draft) -> dict[str, Any]:
    """The figures of the pairs; those for which everybody is looked at with everybody only where the best set was
    looked for as well."""
    found = dataclasses.asdict(draft.standing)
    if draft.bound is None:
        return found
    found |= {"could_be_mentor": draft.bound.pools.juniors, "could_be_leader": draft.bound.pools.seniors}
    if all(check.is_allowed for check in draft.checks.values()):
        pairs = [(check.junior, check.senior) for check in draft.checks.values()]
        found["would_swap"] = measure(draft.reading.problem, pairs).would_swap
    return found


def _comparisons(draft: Draft) -> dict[str, Any]:
    found = draft.bound.comparisons if draft.bound else {}
    return {way: dataclasses.asdict(figures) for way, figures in found.items()}


def _certificate(draft: Draft) -> dict[str, Any]:
    """What the best set would reach, where it was looked for; else nothing is proven."""
    if draft.bound is None:
        return {"is_optimal": False}
    best, now = draft.bound, draft.standing
    proof, floor = best.certificate, best.fairness.floor if best.fairness else 0
    is_allowed = all(check.is_allowed for check in draft.checks.values())
    is_as_fair = all(check.score >= floor for pair, check in draft.checks.items() if pair not in draft.by_hand.pins)
    gap = (proof.most_pairs - now.pairs) * proof.bonus + proof.highest_total - now.total
    return {
        "is_optimal": proof.is_optimal and is_allowed and is_as_fair and gap == 0,
        "most_pairs": proof.most_pairs,
        "highest_total": proof.highest_total,
        # A set with a lower lowest pair, or with one that is forbidden by now, may have more points than the best one:
        # the two are no numbers of one scale.
        "gap": gap if is_as_fair and is_allowed else None,
        "fairness": dataclasses.asdict(best.fairness) if best.fairness else None,
    }
