"""The large company of the benchmarks of pages and dashboards, made once in a database of its own."""

import datetime as dt
import random

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from mentorship.demo.crowd import fill
from mentorship.demo.texts import TOPICS
from pairings.models import Pairing
from people.audit import guard
from people.models import User
from programs.models import Coordinator, Cycle, Participant, Program, TopicChoice
from proposals.models import MatchPolicy, MatchRun
from proposals.services.solve_run import solve_run
from proposals.services.versions import rules_of
from sessions.models import ActionItem, Rhythm
from sessions.reviews.questions import BEFORE, NOW, questions_for
from sessions.reviews.services import answer_review, close_round, open_round

SIZE = {"people": 20_000, "pairings": 5_000, "meetings": 250_000, "per_program": 1_000}
TENTH = {name: number // 10 for name, number in SIZE.items()}
REVIEWED = 60
#: Of the program that waits for its match: as many mentors as a program has pairs, leaders with two places each.
PLACES_OF_A_LEADER = 2
#: Its name comes after those of the others, so that the first program is one that runs.
WAITING = "Waiting for its match"


def prepare(size: dict[str, int] = SIZE) -> Program:
    """Twenty thousand people, five programs of a thousand pairs, fifty meetings each, or as `size` says, instead of
    what was there. Returns the first program."""
    call_command("migrate", verbosity=0)
    clear()
    fill(**size, seed=1)
    Program.objects.update(sponsor=User.objects.get(email__endswith=".7@crowd.example"))
    program = Program.objects.order_by("name")[0]
    pairings = list(Pairing.objects.filter(cycle__program=program).order_by("pk"))
    rng = random.Random(2)
    promise(pairings, rng)
    review(program, pairings, rng)
    waiting_for_its_match(size["per_program"], rng)
    settle()
    return program


def settle() -> None:
    """What the database does by itself some minutes after so many rows came: without it an answer from an index alone
    looks up every row."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def clear() -> None:
    """Forget an earlier crowd; never a database in which anybody else is."""
    if User.objects.exclude(email__endswith="@crowd.example").exists():
        raise SystemExit("This database holds people who are not made up for measuring. Name an empty one.")
    with connection.schema_editor() as editor:
        guard.take_down(None, editor)
    call_command("flush", interactive=False, verbosity=0)
    with connection.schema_editor() as editor:
        guard.put_up(None, editor)


def promise(pairings: list[Pairing], rng: random.Random) -> None:
    ActionItem.objects.bulk_create(
        ActionItem(pairing=pairing, kind="commitment", owner="senior", text="Ask first", seen=seen)
        for pairing in pairings
        for seen in rng.choices(["seen", ""], k=5)
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


def review(program: Program, pairings: list[Pairing], rng: random.Random) -> None:
    """A closed round that some have answered."""
    cycle = program.cycles.get()
    opened = open_round(cycle=cycle, today=timezone.localdate() - dt.timedelta(days=20))
    for ballot in opened.ballots.all()[:REVIEWED]:
        given = {asked.code: rng.randint(2, 5) for asked in questions_for(ballot.side)}
        answer_review(ballot=ballot, answers=given | {BEFORE: 2, NOW: 4, "comment": "Keep it."}, wish="continue")
    close_round(review_round=opened)


def waiting_for_its_match(mentors: int, rng: random.Random) -> None:
    """One more program, run by a coordinator: its people are approved, and two versions of a proposal are there."""
    program = Program.objects.create(name=WAITING, state=Program.State.OPEN, opened_at=timezone.now())
    Coordinator.objects.create(program=program, user=User.objects.get(email__endswith=".1200@crowd.example"))
    policy = MatchPolicy.objects.create(program=program)
    topics = [program.topics.create(name=name, position=number) for number, name in enumerate(TOPICS)]
    start = timezone.localdate() + dt.timedelta(days=30)
    cycle = Cycle.objects.create(
        program=program, name="First cycle", state=Cycle.State.MATCHING, starts_on=start,
        ends_on=start + dt.timedelta(days=365),
    )  # fmt: skip
    juniors = User.objects.order_by("-employee_number")[:mentors]
    seniors = User.objects.order_by("employee_number")[1 : 1 + mentors // PLACES_OF_A_LEADER]
    places = [
        Participant(cycle=cycle, user=user, side=side, state=Participant.State.APPROVED, capacity=capacity)
        for side, people, capacity in (("junior", juniors, 1), ("senior", seniors, PLACES_OF_A_LEADER))
        for user in people
    ]
    Participant.objects.bulk_create(places)
    TopicChoice.objects.bulk_create(
        TopicChoice(participant=place, topic=topic, rating=rng.randint(1, 5))
        for place in places
        for topic in rng.sample(topics, 3)
    )
    for name in ("", "Another try"):
        run = MatchRun.objects.create(cycle=cycle, policy=rules_of(policy), name=name)
        solve_run(run_id=run.pk)


def database_name() -> str:
    """What kind of database this is, for the line that says what was measured."""
    return {"sqlite": "SQLite", "postgresql": "PostgreSQL"}.get(connection.vendor, connection.vendor)
