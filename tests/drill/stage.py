"""People, pairs and meetings of which messages fall due while the drill lasts."""

import datetime as dt
import random
import uuid

from django.core.management import call_command
from django.utils import timezone

from pairings.models import Pairing
from people.models import Organization, Role, RoleGrant, User
from sessions.models import Meeting
from tests.drill.every_kind import owe_every_kind
from tests.drill.script import DUE_UNTIL, FULL_S, Script

#: In a drill of five minutes: 1,500 messages and more.
PAIRS, REMINDED, TO_LOG = 260, 190, 60
DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)
MINUTES = 30
#: In a tree of eight reports each, so many are above those who mentor.
JUNIORS_FROM = 4700


def how_many(full: int, script: Script) -> int:
    return max(4, full * script.seconds // FULL_S)


def set_stage(script: Script) -> None:
    """Fill an empty database. Each meeting is of a pair of its own, so that none stands in another's way."""
    rng = random.Random(script.seed)
    many = how_many(PAIRS, script)
    call_command("seed", people=JUNIORS_FROM + many, pairings=many, meetings=0, seed=script.seed, verbosity=0)
    Organization.objects.update(time_zone="UTC")
    User.objects.update(time_zone="UTC")
    operator = User.objects.create_user(email="operator@crowd.example", first_name="Igor", last_name="Popov")
    RoleGrant.objects.create(user=operator, role=Role.OPERATOR)
    pairs = list(Pairing.objects.meeting().order_by("pk"))
    reminded, to_log = how_many(REMINDED, script), how_many(TO_LOG, script)
    Meeting.objects.all().delete()
    last, begins = DUE_UNTIL * script.seconds, timezone.now()
    meetings = [_meeting(pair, begins + DAY + _at(rng, last)) for pair in pairs[:reminded]]
    ended = begins - HOUR - dt.timedelta(minutes=MINUTES)
    meetings += [_meeting(pair, ended + _at(rng, last)) for pair in pairs[-to_log:]]
    Meeting.objects.bulk_create(meetings)
    owe_every_kind(rng, begins, last)


def _at(rng: random.Random, last_s: float) -> dt.timedelta:
    return dt.timedelta(seconds=rng.uniform(0, last_s))


def _meeting(pair: Pairing, starts_at: dt.datetime) -> Meeting:
    """Planned five days ago."""
    return Meeting(
        id=uuid.uuid4(), pairing=pair, starts_at=starts_at, minutes=MINUTES, channel="video",
        planned_by_id=pair.junior.user_id, created_at=timezone.now() - 5 * DAY,
    )  # fmt: skip
