"""Wake-up calls: the table says what is to be done."""

from celery import shared_task

from notifications import sending
from notifications.knocking import knock_if_silent


@shared_task(name="notifications.plan")
def plan() -> None:
    """Each minute: write down what falls due, and put into the app what is due there."""
    sending.plan_due()
    sending.deliver_in_app()


@shared_task(name="notifications.deliver_mail")
def deliver_mail() -> None:
    """Each minute, and at once after an action that owes somebody a message: what goes by mail. On a queue of its own,
    for a mail server may take its time."""
    sending.deliver_mail()
    knock_if_silent()


@shared_task(name="notifications.deliver_in_app")
def deliver_in_app() -> None:
    """At once after such an action: what people read in the app."""
    sending.deliver_in_app()
