"""`manage.py seed`: large deterministic data to measure with."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from mentorship.demo.crowd import fill


class Command(BaseCommand):
    help = "Add plausible people, pairings and meetings; the same seed gives the same rows."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--people", type=int, default=2000)
        parser.add_argument("--pairings", type=int, default=500)
        parser.add_argument("--meetings", type=int, default=5000)
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.perf_counter()
        amounts = {name: options[name] for name in ("people", "pairings", "meetings", "seed")}
        fill(**amounts)
        took = time.perf_counter() - started
        added = "{people} people, {pairings} pairings, {meetings} meetings".format(**amounts)
        self.stdout.write(f"Added {added} in {took:.1f} s.")
