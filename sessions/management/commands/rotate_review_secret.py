"""Move what hangs on an older REVIEW_SECRET to the newest."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from sessions.reviews.keys import discard_unreadable, rewrap_keys, secret_problem
from sessions.reviews.services.closing import wipe_traces


class Command(BaseCommand):
    help = (
        "Seals the keys of open reviews and of marks anew under REVIEW_SECRET, so that REVIEW_SECRET_FALLBACKS can be "
        "emptied. Harmless to repeat."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--discard-unreadable",
            action="store_true",
            help="the secret is lost for good: delete what it sealed. Open reviews start again without answers",
        )

    def handle(self, *args: Any, discard_unreadable: bool, **options: Any) -> None:
        self.stdout.write(f"{rewrap_keys()} keys were moved to the newest secret.")
        if discard_unreadable:
            self.discard()
        transaction.on_commit(wipe_traces, robust=True)
        if problem := secret_problem():
            raise CommandError(problem)
        self.stdout.write("Nothing needs REVIEW_SECRET_FALLBACKS any more. Take it out and start the site again.")

    def discard(self) -> None:
        self.stdout.write(f"{discard_unreadable()} keys that nothing opened were given up, with what they sealed.")
