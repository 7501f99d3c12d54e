"""Certificates for those who have completed a cycle."""

import uuid
from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from pairings.models import Certificate, Pairing


def certify(
    pairings: Iterable[Pairing], held: Mapping[uuid.UUID, int], *, only: Collection[uuid.UUID] | None = None
) -> None:
    """One for each person of these pairings, or for those whose places are among `only`, with the meetings they have
    held in all; twice is once."""
    counts: Counter[uuid.UUID] = Counter()
    for pairing in pairings:
        for place in (pairing.junior_id, pairing.senior_id):
            if only is None or place in only:
                counts[place] += held.get(pairing.pk, 0)
    Certificate.objects.bulk_create(
        [Certificate(participant_id=place, meetings_held=count) for place, count in counts.items()],
        ignore_conflicts=True, batch_size=500,
    )  # fmt: skip
