"""Storing what the engine found."""

import dataclasses
from typing import Any

from django.db import transaction
from django.utils import timezone

from matchmaker import ProposedPair, Result, Unmatched
from programs.models import Side, Topic
from proposals.models import MatchRun, Proposal
from proposals.read_problem import Reading, digest_of

State = MatchRun.State


@transaction.atomic
def store_result(run: MatchRun, reading: Reading, result: Result) -> None:
    """Keep what was found, unless the run was given up in the meantime."""
    names = topic_names(run)
    proposals = [_proposal(run, reading, pair, names) for pair in result.pairs]
    kept = MatchRun.objects.filter(pk=run.pk, state=State.RUNNING).update(
        state=State.DONE,
        phase="done",
        progress=100,
        finished_at=timezone.now(),
        input_digest=digest_of(reading),
        certificate=_certificate(result),
        quality=_quality(result),
        comparisons={way: dataclasses.asdict(found) for way, found in result.comparisons.items()},
        proof=proof_of(reading, result),
        unmatched=[unmatched_row(reading, person) for person in result.unmatched],
    )
    if kept:
        Proposal.objects.bulk_create(proposals, batch_size=1000)


def topic_names(run: MatchRun) -> dict[str, str]:
    """The names of the program's topics by their id in the problem."""
    topics = Topic.objects.filter(program=run.cycle.program_id).values_list("pk", "name")
    return {str(pk): name for pk, name in topics}


def _proposal(run: MatchRun, reading: Reading, pair: ProposedPair, names: dict[str, str]) -> Proposal:
    return Proposal(
        run=run,
        junior=reading.juniors[pair.junior],
        senior=reading.seniors[pair.senior],
        score=pair.score,
        parts=parts_of(reading, pair.junior, pair.senior, pair.parts, names),
        is_pinned=pair.is_pinned,
    )


def parts_of(reading: Reading, junior: str, senior: str, points: dict[str, int],
             names: dict[str, str]) -> list[dict[str, Any]]:  # fmt: skip
    """The parts of a score as they are kept: points, the most there could be, the topics by name, and the answers to
    the program's own questions."""
    can_share, wants = reading.mentors[junior].topics, reading.leaders[senior].topics
    wanted = sorted(wants, key=lambda topic: -wants[topic])
    topics = {
        "covered": [names.get(topic, "") for topic in wanted if topic in can_share],
        "missing": [names.get(topic, "") for topic in wanted if topic not in can_share],
    }
    parts = reading.explained(junior, senior, points)
    return [part | topics if part["part"] == "topics" else part for part in parts]


def _certificate(result: Result) -> dict[str, Any]:
    certificate, fairness = result.certificate, result.fairness
    return {
        "is_optimal": certificate.is_optimal,
        "most_pairs": certificate.most_pairs,
        "highest_total": certificate.highest_total,
        "value": certificate.value,
        "bound": certificate.bound,
        "gap": certificate.gap,
        "fairness": dataclasses.asdict(fairness) if fairness else None,
    }


def _quality(result: Result) -> dict[str, Any]:
    """The figures of the whole, and how many people have at least one possible partner."""
    pools = {"could_be_mentor": result.pools.juniors, "could_be_leader": result.pools.seniors}
    return dataclasses.asdict(result.figures) | pools


def proof_of(reading: Reading, result: Result) -> dict[str, Any]:
    """Prices by place, so that a later change can go on from here."""
    prices = {
        str(side): {str(reading.place(side, person).pk): price for person, price in of_side.items()}
        for side, of_side in result.proof.prices.items()
    }
    return {"bonus": result.proof.bonus, "prices": prices}


def unmatched_row(reading: Reading, person: Unmatched) -> dict[str, Any]:
    """Why somebody has no pair, as it is kept."""
    side = Side.JUNIOR if person.side == "junior" else Side.SENIOR
    return {
        "participant": str(reading.place(side, person.person).pk),
        "side": str(side),
        "candidates": person.candidates,
        "allowed": person.allowed,
        "free": person.free,
        "removals": [
            {"reason": str(removal.reason), "removed": removal.removed, "alone": removal.alone}
            for removal in person.removals
        ],
        "helps": [dataclasses.asdict(help_) | {"reason": str(help_.reason)} for help_ in person.helps],
    }
