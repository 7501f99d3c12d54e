"""What Celery wakes."""

from celery import shared_task

from sessions.services import tend_meetings as tend


@shared_task(name="sessions.tend_meetings")
def tend_meetings() -> None:
    """Every few minutes: forgotten meetings, ended pairs' meetings, slipping pairs."""
    tend()
