"""A proposal from the database to stored, explained pairs, and the mentor-match package on the same people."""

import statistics
from collections.abc import Iterator

from django.core.management import call_command

from people.models import Department, User
from programs.models import Cycle, Participant, Program, Side, Topic, TopicChoice, Wish
from proposals.models import MatchRun
from proposals.read_problem import read_problem
from proposals.services import runs
from proposals.services.solve_run import solve_run
from tests.benchmarks.matching import mentor_match
from tests.benchmarks.matching.engine import ROUNDS, timed
from tests.benchmarks.matching.people import TOPICS, crowd, fully_pairable
from tests.benchmarks.result import Result

PEOPLE = 500
FRACTION = 1 / 20


def enrolled(number: int) -> Cycle:
    """A cycle with the crowd enrolled and approved, as it lies in the database."""
    call_command("migrate", verbosity=0)
    problem = crowd(number)
    people = problem.juniors + problem.seniors
    program = Program.objects.create(name="Benchmark", state=Program.State.OPEN)
    cycle = Cycle.objects.create(program=program, name="Now", state=Cycle.State.MATCHING)
    departments = {name: Department.objects.create(name=name) for name in sorted({p.department for p in people})}
    users = {
        person.id: User(
            email=f"{person.id}@example.com",
            first_name=person.id,
            last_name="Person",
            level=person.level,
            level_source="imported",
            department=departments[person.department],
            city=person.location,
            spoken_languages=sorted(person.languages),
            time_zone=person.time_zone,
            works_from=person.works_from,
            works_until=person.works_until,
        )
        for person in people
    }
    User.objects.bulk_create(users.values())
    for person, manager in problem.managers.items():
        users[person].manager = users[manager]
    User.objects.bulk_update(users.values(), ["manager"])
    topics = {name: Topic.objects.create(program=program, name=name) for name in TOPICS}
    places = {
        person.id: Participant(
            cycle=cycle,
            user=users[person.id],
            side=Side.JUNIOR if person in problem.juniors else Side.SENIOR,
            state=Participant.State.APPROVED,
        )
        for person in people
    }
    Participant.objects.bulk_create(places.values())
    TopicChoice.objects.bulk_create(
        TopicChoice(participant=places[person.id], topic=topics[topic], rating=rating)
        for person in people
        for topic, rating in person.topics.items()
    )
    Wish.objects.bulk_create(
        Wish(participant=places[person.id], wanted=users[wanted], rank=rank)
        for person in people
        for rank, wanted in enumerate(dict.fromkeys(person.wishes), start=1)
    )
    return cycle


def proposed(cycle: Cycle) -> tuple[float, MatchRun]:
    """Seconds from a queued run to its stored proposals."""
    run = runs.start_run(cycle=cycle, by=User.objects.get(email="s00000@example.com"))
    took, _ = timed(lambda: solve_run(run_id=run.pk))
    run.refresh_from_db()
    assert run.outcome.proven.gap == 0, run.message
    return took, run


def measure() -> Iterator[Result]:
    cycle = enrolled(PEOPLE)
    found = [proposed(cycle) for _ in range(ROUNDS)]
    took, pairs = statistics.median(seconds for seconds, _ in found), found[-1][1].proposals.count()
    problem = read_problem(cycle, runs.policy_of(cycle.program)).problem
    whole, their_pairs = mentor_match.run(problem)
    _, of_all = mentor_match.run(fully_pairable(PEOPLE))
    size = f"{PEOPLE} × {PEOPLE}"
    yield Result(f"proposal {size}", took, 2.0, 1.0, "from the database to stored, explained proposals, against 2 s")
    yield Result(
        f"mentor-match {size}",
        took,
        whole,
        FRACTION,
        f"the same, against the whole run of mentor-match on the same people; pairs: {pairs} against {their_pairs}, "
        f"and where everybody fits everybody {PEOPLE} against {of_all}",
    )
