"""Which reviews were sent: known to the server while a round is open, by marks that a copy of its database does not
open."""

import uuid
from collections import defaultdict
from collections.abc import Iterable

from sessions.models import Ballot, CastBallot
from sessions.reviews.keys import SecretMissing, round_key
from sessions.reviews.sealing import keyed

#: So many are asked for by their marks; of more all marks of the round are read.
FEW = 100


def mark_of(key: bytes, ballot_id: uuid.UUID) -> str:
    """What says that this ballot was cast. Another hash than the one on which the answers hang."""
    return keyed(key, "cast", ballot_id)


def note_cast(ballot: Ballot, key: bytes) -> None:
    """It was sent; a second time changes nothing."""
    CastBallot.objects.get_or_create(round_id=ballot.round_id, mark=mark_of(key, ballot.pk))


def cast_among(ballots: Iterable[Ballot]) -> set[uuid.UUID]:
    """The ids of those that were sent, of rounds that are open; two queries for each round. Raises SecretMissing."""
    by_round: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    for ballot in ballots:
        by_round[ballot.round_id].append(ballot.pk)
    cast_ids: set[uuid.UUID] = set()
    for round_id, ids in by_round.items():
        if key := round_key(round_id):
            marks = {mark_of(key, pk): pk for pk in ids}
            cast = CastBallot.objects.filter(round=round_id)
            if len(ids) < FEW:
                cast = cast.filter(mark__in=marks)
            cast_ids |= {marks[mark] for mark in cast.values_list("mark", flat=True) if mark in marks}
    return cast_ids


def is_cast(ballot: Ballot) -> bool:
    """Whether it was sent; only known while the round is open."""
    return ballot.pk in cast_among([ballot])


def unanswered(ballots: Iterable[Ballot]) -> list[Ballot]:
    """Those that were not sent. None while the server lacks the secret: nobody could answer them now."""
    asked = list(ballots)
    try:
        cast = cast_among(asked)
    except SecretMissing:
        return []
    return [ballot for ballot in asked if ballot.pk not in cast]
