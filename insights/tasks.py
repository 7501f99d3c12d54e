"""Work for the worker: ids in, one call."""

import uuid
from collections.abc import Sequence

from celery import shared_task


@shared_task(name="insights.note_what_is_in_force")
def note_what_is_in_force() -> None:
    """Each day, often enough not to miss one: what is in force differently is written down, and told."""
    from insights.pack import told

    told.note_what_is_in_force()


@shared_task(name="insights.follow_up_reviews")
def follow_up_reviews() -> None:
    """The program teams are told of steps after a review whose day has passed."""
    from insights.program_review.services import follow_up
    from people.clock import local_today

    follow_up(local_today())


@shared_task(name="insights.count_impacts")
def count_impacts() -> None:
    """Once a day: what pairs have confirmed is added up, where enough has come together."""
    from insights.impact_sums import count_groups

    count_groups()


@shared_task(name="insights.make_program_review_paper")
def make_program_review_paper(round_id: str, readers: str, language: str) -> None:
    """The PDF of what comes of a review; one that is gone needs none."""
    from insights.program_review.paper import make_paper
    from sessions.models import ReviewRound

    rounds = ReviewRound.objects.closed().select_related("cycle__program__sponsor", "snapshot")
    if review_round := rounds.filter(pk=uuid.UUID(round_id)).first():
        make_paper(review_round, readers, language)


@shared_task(name="insights.make_pack_paper")
def make_pack_paper(pack_id: str, programs: Sequence[str]) -> None:
    """The PDF of some parts of a pack; a pack that is gone needs none."""
    from insights.models import Pack
    from insights.pack.paper import make_paper

    if pack := Pack.objects.filter(pk=uuid.UUID(pack_id)).first():
        make_paper(pack=pack, programs=programs)
