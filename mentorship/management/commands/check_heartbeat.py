"""Has the clock, or any worker, given a sign of life lately?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from mentorship.heartbeat import CLOCK, WORKER, is_late, last_seen

MARKS = {"clock": CLOCK, "worker": WORKER}


class Command(BaseCommand):
    help = "Fails when the clock or the worker has been silent for more than three minutes."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("who", choices=MARKS)

    def handle(self, *args: Any, who: str, **options: Any) -> None:
        seen = last_seen(MARKS[who])
        if is_late(seen, timezone.now()):
            raise CommandError(f"The {who} gave no sign of life in the last three minutes.")
        self.stdout.write(f"The {who} was last seen at {seen:%Y-%m-%d %H:%M:%S} UTC.")
