"""The large company of the benchmarks of pages and dashboards, made once in a database of its own."""

import datetime as dt
import random

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from mentorship.demo.crowd import fill
from pairings.models import Pairing
from people.audit import guard
from people.models import User
from programs.models import Program
from sessions.models import ActionItem, Rhythm
from sessions.reviews.questions import BEFORE, NOW, questions_for
from sessions.reviews.services import answer_review, close_round, open_round

SIZE = {"people": 20_000, "pairings": 5_000, "meetings": 250_000, "per_program": 1_000}
TENTH = {name: number // 10 for name, number in SIZE.items()}
REVIEWED = 60


def prepare(size: dict[str, int] = SIZE) -> Program:
    """Twenty thousand people, five programs of a thousand pairs, fifty meetings each, or as `size` says, instead of
    what was there. Returns the first program."""
    call_command("migrate", verbosity=0)
    clear()
    fill(**size, seed=1)
    Program.objects.update(sponsor=User.objects.get(email__endswith=".7@crowd.example"))
    program = Program.objects.order_by("name")[0]
    pairings = list(Pairing.objects.filter(cycle__program=program).order_by("pk"))
    chance = random.Random(2)
    promise(pairings, chance)
    review(program, pairings, chance)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return program


def clear() -> None:
    """Forget an earlier crowd; never a database in which anybody else is."""
    if User.objects.exclude(email__endswith="@crowd.example").exists():
        raise SystemExit("This database holds people who are not made up for measuring. Name an empty one.")
    with connection.schema_editor() as editor:
        guard.take_down(None, editor)
    call_command("flush", interactive=False, verbosity=0)
    with connection.schema_editor() as editor:
        guard.put_up(None, editor)


def promise(pairings: list[Pairing], chance: random.Random) -> None:
    ActionItem.objects.bulk_create(
        ActionItem(pairing=pairing, kind="commitment", owner="senior", text="Ask first", seen=seen)
        for pairing in pairings
        for seen in chance.choices(["seen", ""], k=5)
    )  # fmt: skip
    Rhythm.objects.bulk_create(
        [
            Rhythm(pairing=pairing, lapses=2, slipping_since=timezone.now() if number % 20 == 0 else None)
            for number, pairing in enumerate(pairings)
        ],
        update_conflicts=True,
        unique_fields=["pairing"],
        update_fields=["lapses", "slipping_since"],
    )


def review(program: Program, pairings: list[Pairing], chance: random.Random) -> None:
    """A closed round that some have answered."""
    cycle = program.cycles.get()
    opened = open_round(cycle=cycle, today=timezone.localdate() - dt.timedelta(days=20))
    for ballot in opened.ballots.all()[:REVIEWED]:
        given = {asked.code: chance.randint(2, 5) for asked in questions_for(ballot.side)}
        answer_review(ballot=ballot, answers=given | {BEFORE: 2, NOW: 4, "comment": "Keep it."}, wish="continue")
    close_round(review_round=opened)


def database_name() -> str:
    """What kind of database this is, for the line that says what was measured."""
    return {"sqlite": "SQLite", "postgresql": "PostgreSQL"}.get(connection.vendor, connection.vendor)
