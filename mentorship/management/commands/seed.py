"""`manage.py seed`: large deterministic data to measure with."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from mentorship.demo.crowd import fill
from pairings.models import Pairing
from people.models import User
from sessions.models import Meeting


class Command(BaseCommand):
    help = "Add plausible people, pairings and meetings; the same seed gives the same rows."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--people", type=int, default=2000)
        parser.add_argument("--pairings", type=int, default=500)
        parser.add_argument("--meetings", type=int, default=5000)
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, **options: Any) -> None:
        before, started = how_many(), time.perf_counter()
        fill(**{name: options[name] for name in ("people", "pairings", "meetings", "seed")})
        took = time.perf_counter() - started
        added = ", ".join(f"{count - before[name]} {name}" for name, count in how_many().items())
        self.stdout.write(f"Added {added} in {took:.1f} s.")


def how_many() -> dict[str, int]:
    """Rows there are: of few people fewer pairings can be made than were asked for."""
    models = {"people": User, "pairings": Pairing, "meetings": Meeting}
    return {name: model._default_manager.count() for name, model in models.items()}
