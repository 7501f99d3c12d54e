"""What Celery wakes."""

from celery import shared_task

from sessions.answers.mailbox import read_inbox
from sessions.reviews.schedule import open_and_close_rounds
from sessions.services import settle_meetings as tend


@shared_task(name="sessions.tend_meetings")
def settle_meetings() -> None:
    """Every few minutes: forgotten meetings, ended pairs' meetings, slipping pairs."""
    tend()


@shared_task(name="sessions.tend_reviews")
def open_and_close_reviews() -> None:
    """Every few minutes: rounds that are due to open or to close, and the daily count of answers."""
    open_and_close_rounds()


@shared_task(name="sessions.read_calendar_answers")
def read_calendar_answers() -> None:
    """Every two minutes, where an inbox is set: what calendars have answered. Where mail goes, for a mail server may
    take its time."""
    read_inbox()
