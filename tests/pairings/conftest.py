"""Pairings in the states that the stories start from."""

import datetime as dt
from dataclasses import dataclass

import pytest
import time_machine
from django.utils import timezone

from pairings import services
from pairings.models import Pairing
from programs.models import Cycle, Participant, Topic, TopicChoice
from proposals.services.runs import start_run
from proposals.services.solve_run import solve_run
from tests import factories as make


@pytest.fixture
def clock():
    """Monday, 23 November 2026, 10:00 UTC, between two batches; it stands still until it is moved. Name it first."""
    with time_machine.travel(dt.datetime(2026, 11, 23, 10, tzinfo=dt.UTC), tick=False) as traveller:
        yield traveller


@pytest.fixture
def asked(cast):
    """Kavya is asked for Helen; nobody has answered, and both have a place left for it."""
    cast.pairing.junior.cycle.participants.update(capacity=2)
    return make.PairingFactory(
        cycle=cast.cycle,
        junior=cast.pairing.junior,
        senior=cast.other_pairing.senior,
        state=Pairing.State.PROPOSED,
        answer_by=timezone.now() + dt.timedelta(days=10),
        agreed_at=None,
        opened_at=None,
    )


@pytest.fixture
def half(cast, asked):
    """Kavya has said yes, Helen is asked."""
    return services.accept_pairing(pairing=asked, by=cast.kavya)


@pytest.fixture
def preparing(cast, half):
    """Kavya and Helen have both said yes."""
    return services.accept_pairing(pairing=half, by=cast.helen)


@dataclass
class Round:
    """A cycle to be matched: Ana and Ben could mentor, Lea and Max want to learn; Ben fits Max best."""

    cycle: Cycle
    ana: Participant
    ben: Participant
    lea: Participant
    max: Participant
    posts: Topic
    films: Topic


@pytest.fixture
def matching(cast):
    """Priya's program has a second cycle, with two approved people on each side and nobody asked yet."""
    cycle = make.CycleFactory(program=cast.program, name="Autumn", state=Cycle.State.MATCHING)
    posts = make.TopicFactory(program=cast.program, name="Posts")
    films = make.TopicFactory(program=cast.program, name="Films")

    def enrolled(name, side, level, **ratings):
        user = make.UserFactory(first_name=name, last_name="Test", email=f"{name.lower()}@example.com", level=level)
        participant = make.ParticipantFactory(cycle=cycle, user=user, side=side, state="approved")
        for topic, rating in ((posts, ratings.get("posts")), (films, ratings.get("films"))):
            if rating:
                TopicChoice.objects.create(participant=participant, topic=topic, rating=rating)
        return participant

    return Round(
        cycle=cycle,
        ana=enrolled("Ana", "junior", 1, posts=5),
        ben=enrolled("Ben", "junior", 2, posts=3, films=5),
        lea=enrolled("Lea", "senior", 5, posts=4),
        max=enrolled("Max", "senior", 6, films=5),
        posts=posts,
        films=films,
    )


@pytest.fixture
def four(matching):
    """Everybody could be with everybody: both mentors share both topics, both leaders want both."""
    for participant in (matching.ana, matching.ben, matching.lea, matching.max):
        for topic in (matching.posts, matching.films):
            TopicChoice.objects.get_or_create(participant=participant, topic=topic, defaults={"rating": 2})
    return matching


@pytest.fixture
def run(cast, matching):
    """The match of that cycle, done: Ana with Lea, Ben with Max."""
    match_run = start_run(cycle=matching.cycle, by=cast.priya)
    solve_run(run_id=match_run.pk)
    match_run.refresh_from_db()
    return match_run
