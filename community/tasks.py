"""What Celery wakes."""

from celery import shared_task

from community.services import note_milestones


@shared_task(name="community.note_milestones")
def note_what_pairs_came_to() -> None:
    """Every hour: what pairs have come to since, once each."""
    note_milestones()
