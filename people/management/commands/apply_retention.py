"""Let go of what is older than the rules of retention say, or say what would go."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from people.retention.applying import Outcome, apply_retention
from people.retention.time_limits import RETENTION_RULES, periods


class Command(BaseCommand):
    help = (
        "Deletes or empties what is older than the rules of retention say, as the worker does each day. Harmless to "
        "repeat. With --dry-run it changes nothing and says what would go."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Change nothing; say what would go.")

    def handle(self, *args: Any, **options: Any) -> None:
        days = periods()
        outcomes = apply_retention(dry_run=options["dry_run"])
        for outcome in outcomes:
            self.stdout.write(f"{outcome.code:<20} {days[outcome.code]:>5} days  {self._told(outcome)}")
        if options["dry_run"]:
            self.stdout.write("Nothing was changed.")

    def _told(self, outcome: Outcome) -> str:
        rule = RETENTION_RULES.find(outcome.code)
        if outcome.has_failed:
            return "failed; the log says why"
        if rule is not None and not rule.is_counted:
            return "not counted: the number could tell what somebody did in confidence"
        return f"{outcome.rows} rows" + (f", the oldest of {outcome.oldest}" if outcome.oldest else "")
