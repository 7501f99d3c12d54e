"""`manage.py load_demo`: the fictional company, for a first look."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from mentorship.demo.load import load_demo
from notifications.sending import deliver_due, plan_due
from people.models import User
from sessions.services import settle_meetings


class Command(BaseCommand):
    help = "Fill an empty database with the demo company. Refuses when there are people already."

    def handle(self, *args: Any, **options: Any) -> None:
        if User.objects.exists():
            raise CommandError("There are people in this database already, so the demo is not loaded into it.")
        people = load_demo()
        catch_up()
        self.stdout.write(f"The demo company has {people} people.")


def catch_up() -> None:
    """Do at once what clock and worker would do in their first minutes, so that the first look is complete."""
    settle_meetings()
    plan_due()
    deliver_due()
