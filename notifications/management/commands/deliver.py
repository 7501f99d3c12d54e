"""`manage.py deliver`: plan and deliver now, without a worker."""

from typing import Any

from django.core.management.base import BaseCommand

from notifications.sending import deliver_due, plan_due


class Command(BaseCommand):
    help = "Write down what falls due and send all that is due, as the worker does each minute."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--no-plan", action="store_true", help="only send what is in the outbox already")

    def handle(self, *args: Any, **options: Any) -> None:
        planned = {} if options["no_plan"] else plan_due()
        done = deliver_due()
        self.stdout.write(f"planned: {sum(planned.values())}")
        self.stdout.write(", ".join(f"{state}: {n}" for state, n in sorted(done.items())) or "nothing was due")
