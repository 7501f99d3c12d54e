"""What Celery wakes."""

from celery import shared_task

from community.services import ask_questions, note_milestones


@shared_task(name="community.note_milestones")
def note_what_pairs_came_to() -> None:
    """Every hour: what pairs have come to since, once each."""
    note_milestones()


@shared_task(name="community.ask_questions")
def ask_questions_of_the_month() -> None:
    """Every six hours: in each program once a month."""
    ask_questions()
