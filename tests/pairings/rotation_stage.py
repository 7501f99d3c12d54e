"""Steps of a change of partners, for the stories about it."""

import datetime as dt

from django.utils import timezone

from notifications.models import Delivery
from pairings import services
from pairings.models import Pairing
from people.clock import local_today, start_of_day
from programs.models import Cycle, Participant
from proposals.services.publishing import publish_run
from proposals.services.runs import start_run
from proposals.services.solve_run import solve_run
from tests import factories as make

DAY = dt.timedelta(days=1)


class Lot:
    """Draws what a test says."""

    def __init__(self, *wins):
        self.wins = {pairing.pk for pairing in wins}

    def sample(self, pairs, number):
        return [pair for pair in pairs if pair.pk in self.wins][:number]


def met(*pairings):
    at = timezone.now() - dt.timedelta(days=7)
    for pairing in pairings:
        make.MeetingFactory(pairing=pairing, state="held", starts_at=at, junior_word="held", junior_said_at=at)


def planned(cycle, keeps=0):
    """Partners change in 30 days; everybody can be matched with everybody on the other side."""
    day = local_today() + 30 * DAY
    Cycle.objects.filter(pk=cycle.pk).update(rotates_on=day, rotation_keeps=keeps)
    cycle.refresh_from_db()
    policy = cycle.program.match_policy
    policy.needs_shared_topic = False
    policy.save()
    return day


def place(cast, person):
    return Participant.objects.get(cycle=cast.cycle, user=person)


def choose(cast, choice, *people):
    for person in people:
        services.choose_for_rotation(participant=place(cast, person), choice=choice)


def opened(cast, day, clock):
    clock.move_to(start_of_day(day - 13 * DAY, 10))
    return services.open_rotation(cycle=cast.cycle, by=cast.priya)


def published(cast):
    cycle = Cycle.objects.get(pk=cast.cycle.pk)
    run = start_run(cycle=cycle, by=cast.priya)
    solve_run(run_id=run.pk)
    run.refresh_from_db()
    assert run.state == "done", run.message
    publish_run(run=run, by=cast.priya, answer_on=local_today() + 10 * DAY)
    return Pairing.objects.filter(cycle=cycle, state="proposed", starts_on=cycle.rotates_on)


def on_the_day(day, clock):
    clock.move_to(start_of_day(day, 0) + dt.timedelta(minutes=1))
    return services.carry_out_rotations()


def agree(pairing):
    services.accept_pairing(pairing=pairing, by=pairing.junior.user)
    services.accept_pairing(pairing=pairing, by=pairing.senior.user)


def told(person):
    rows = Delivery.objects.filter(kind="rotation_done", recipient=person, channel="email")
    return [row.extra["what"] for row in rows]
