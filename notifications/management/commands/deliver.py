"""`manage.py deliver`: plan and deliver now, without a worker; from cron it does what clock and workers do."""

from typing import Any

from django.core.management.base import BaseCommand

from frame.own_words import in_own_words
from notifications import stopping
from notifications.clock_jobs import do_due_jobs
from notifications.knocking import knock_if_silent
from notifications.sending import deliver_due, plan_due


class Command(BaseCommand):
    help = "Write down what falls due and send all that is due, as the worker does each minute."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--no-plan", action="store_true", help="only send what is in the outbox already")

        parser.add_argument("--no-jobs", action="store_true", help="leave out the clock's other jobs")

    def handle(self, *args: Any, **options: Any) -> None:
        with stopping.heeding_signals(), in_own_words():
            if not options["no_jobs"] and not options["no_plan"]:
                do_due_jobs()
            planned = {} if options["no_plan"] else plan_due()
            done = deliver_due()
            knock_if_silent()
        self.stdout.write(f"planned: {sum(planned.values())}")
        self.stdout.write(", ".join(f"{state}: {n}" for state, n in sorted(done.items())) or "nothing was due")
