"""Certificates for those who have completed a cycle."""

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping

from pairings.models import Certificate, Pairing


def certify(pairings: Iterable[Pairing], held: Mapping[uuid.UUID, int]) -> None:
    """One for each person of these pairings, with the meetings they have held in all; twice is once."""
    counts: Counter[uuid.UUID] = Counter()
    for pairing in pairings:
        for place in (pairing.junior_id, pairing.senior_id):
            counts[place] += held.get(pairing.pk, 0)
    Certificate.objects.bulk_create(
        [Certificate(participant_id=place, meetings_held=count) for place, count in counts.items()],
        ignore_conflicts=True, batch_size=500,
    )  # fmt: skip
