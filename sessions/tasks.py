"""What Celery wakes."""

from celery import shared_task

from sessions.reviews.schedule import tend_rounds
from sessions.services import tend_meetings as tend


@shared_task(name="sessions.tend_meetings")
def tend_meetings() -> None:
    """Every few minutes: forgotten meetings, ended pairs' meetings, slipping pairs."""
    tend()


@shared_task(name="sessions.tend_reviews")
def tend_reviews() -> None:
    """Every few minutes: rounds that are due to open or to close, and the daily count of answers."""
    tend_rounds()
