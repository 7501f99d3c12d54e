"""Puts the whole demo into an empty database."""

import datetime as dt
import random

from django.db import transaction
from django.utils import timezone

from mentorship.demo.community import share
from mentorship.demo.company import DOMAIN, found_company
from mentorship.demo.meetings import hold_meetings, hold_reviews
from mentorship.demo.pairs import NEVER, confide, pair_up
from mentorship.demo.programs import (
    JUNIOR,
    SENIOR,
    People,
    draft_program,
    draw,
    enrol,
    enrolling_program,
    running_program,
)
from people.approvals.address_changes import ask_for_address
from people.models import Organization, User
from programs.models import Cycle, Participant

SEED = 7


@transaction.atomic
def load_demo(now: dt.datetime | None = None) -> int:
    """Make the demo company and its programs; returns how many people it has.

    The same day gives the same demo. `now` is aware UTC.
    """
    now = now or timezone.now()
    rng = random.Random(SEED)
    today = now.date()
    everyone = found_company(SEED, today)
    today = now.astimezone(Organization.objects.current().zone).date()
    running = running_program(everyone, today)
    pairings = pair_up(running, everyone, rng, now)
    hold_meetings(pairings, rng, now)
    hold_reviews(running, rng, today)
    share(pairings, random.Random(SEED), now)
    confide(running, everyone, now)
    fill_enrolment(enrolling_program(everyone, today), everyone, rng, now)
    draft_program(everyone)
    leave_something_for_two(everyone)
    return User.objects.count()


def leave_something_for_two(everyone: People) -> None:
    """Omar has asked for what Nadia may approve."""
    ask_for_address(
        person=everyone["Noor Aziz"], email=f"noor.rahman@{DOMAIN}", by=everyone["Omar Haddad"], reason="New name"
    )


def fill_enrolment(cycle: Cycle, everyone: People, rng: random.Random, now: dt.datetime) -> None:
    """Leaders first: some have said yes, some are still to be approved, some have not answered."""
    taken = set(NEVER) | {"Jack Whitfield"}
    asked = now - dt.timedelta(days=9)
    states = Participant.State
    for side, levels, many in (
        (SENIOR, range(8, 10), {states.APPROVED: 6, states.APPLIED: 2, states.INVITED: 3}),
        (JUNIOR, range(4, 7), {states.APPROVED: 7, states.APPLIED: 5, states.INVITED: 9}),
    ):
        for state, number in many.items():
            enrol(cycle, draw(everyone, levels, taken, number, rng), side, state, asked, rng)
