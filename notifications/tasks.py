"""Wake-up calls: the table says what is to be done."""

from celery import shared_task

from notifications.sending import deliver_due, plan_due
from notifications.services import purge_sent


@shared_task(name="notifications.plan_and_deliver")
def plan_and_deliver() -> None:
    """Each minute: write down what falls due, then send what is due."""
    plan_due()
    deliver_due()


@shared_task(name="notifications.deliver")
def deliver() -> None:
    """At once after an action that owes somebody a message."""
    deliver_due()


@shared_task(name="notifications.purge")
def purge() -> None:
    """Each day: forget the words of what was sent long ago."""
    purge_sent()
