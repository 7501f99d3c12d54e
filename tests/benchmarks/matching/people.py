"""Made-up people to match: plausible, deterministic, as many as wanted."""

import random
from collections.abc import Iterator
from datetime import date, time

from matchmaker import CRITERIA, Person, Policy, Problem

ON = date(2026, 1, 14)
TOPICS = [f"topic {k}" for k in range(40)]
LANGUAGES = ["en", "de", "es", "pt", "zh"]
ZONES = {
    "Europe/Berlin": 40,
    "Europe/London": 20,
    "America/New_York": 20,
    "Asia/Singapore": 8,
    "Asia/Kolkata": 8,
    "America/Sao_Paulo": 4,
}


def crowd(number: int, *, places: bool = False, seed: int = 1) -> Problem:
    """`number` mentors and as many leaders; with `places`, a third of them have two or three."""
    draw = random.Random(seed)
    juniors = [_person(draw, f"j{k:05}", draw.randint(1, 5), places) for k in range(number)]
    seniors = [_person(draw, f"s{k:05}", draw.randint(6, 8), places) for k in range(number)]
    return Problem(
        juniors=tuple(juniors), seniors=tuple(seniors), on=ON, policy=Policy(), managers=dict(_chart(draw, number))
    )


def fully_pairable(number: int) -> Problem:
    """Everybody can have a partner, but not with the highest scores: of every two mentors one can share a single topic,
    and the other shares it far better."""
    hours = {"time_zone": "Europe/Berlin", "works_from": time(9), "works_until": time(17)}
    juniors, seniors = [], []
    for k in range(number // 2):
        common, other = f"topic {k}", f"topic {k} too"
        for name, topics in (("a", {common: 1}), ("b", {common: 5, other: 1})):
            juniors.append(Person(id=f"j{k:05}{name}", level=2, topics=topics, **hours))
        for name, topic in (("x", common), ("y", other)):
            seniors.append(Person(id=f"s{k:05}{name}", level=6, topics={topic: 5}, **hours))
    only_topics = Policy(weights={criterion.code: int(criterion.code == "topics") for criterion in CRITERIA})
    return Problem(juniors=tuple(juniors), seniors=tuple(seniors), on=ON, policy=only_topics)


def _person(draw: random.Random, person_id: str, level: int, places: bool) -> Person:
    start = draw.choice([7, 8, 9, 10])
    spoken = draw.sample(LANGUAGES, draw.choice([1, 1, 2])) + ["en"] * (draw.random() < 0.9)
    other_side = "s" if person_id[0] == "j" else "j"
    return Person(
        id=person_id,
        level=level,
        department=f"department {min(19, int(draw.expovariate(0.15)))}",
        location=f"city {draw.randrange(12)}",
        languages=frozenset(spoken),
        time_zone=draw.choices(list(ZONES), list(ZONES.values()))[0],
        works_from=time(start),
        works_until=time(start + 8),
        topics={topic: draw.randint(1, 5) for topic in draw.sample(TOPICS, draw.randint(2, 6))},
        wishes=tuple(f"{other_side}{draw.randrange(500):05}" for _ in range(2)) if draw.random() < 0.3 else (),
        capacity=draw.choice([1, 1, 1, 1, 2, 3]) if places else 1,
    )


def _chart(draw: random.Random, number: int) -> Iterator[tuple[str, str]]:
    """Six reports for each leader, and mentors below any of them."""
    for k in range(1, number):
        yield f"s{k:05}", f"s{k // 6:05}"
    for k in range(number):
        yield f"j{k:05}", f"s{draw.randrange(number):05}"
