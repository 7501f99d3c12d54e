"""Messages of every kind that the registry has, about a small company beside the crowd, due while the drill lasts."""

import datetime as dt
import random
from collections.abc import Iterator
from itertools import islice

from django.db import transaction
from django.utils import timezone

from notifications import kinds
from notifications.checking import load_subjects
from notifications.kinds import Channel, Group, Kind, NoLongerDue
from notifications.models import Delivery, GroupPreference
from notifications.rendering import as_read_by
from pairings.models import LookBack
from people.models import User
from programs.models import Side
from tests.cast import assemble
from tests.permissions.messages import owed, put_aside, set_all_states
from tests.permissions.scene import Scene, set_scene

#: Of each kind at most; not all are due any more when their turn comes, and some are refused.
OF_EACH = 24


@transaction.atomic
def owe_every_kind(rng: random.Random, begins: dt.datetime, last_s: float) -> int:
    """Returns how many are owed. They leave at any hour: what waits for working hours waits for those in the crowd."""
    crowd = set(User.objects.values_list("pk", flat=True))
    scene = set_scene(assemble())
    set_all_states(scene)
    _come_near_the_end(scene)
    people = list(User.objects.exclude(pk__in=crowd))
    GroupPreference.objects.bulk_create(
        GroupPreference(user=one, group=group, channel=Channel.EMAIL, frequency="at_once")
        for one in people
        for group in Group.values
    )
    ids = {one.pk for one in people}
    rows = [row for kind in kinds.all_kinds() for row in _due(kind, ids, rng, begins, last_s)]
    rows += [*put_aside([row for row in rows if row.channel == Channel.EMAIL])][:OF_EACH]
    Delivery.objects.bulk_create(rows, batch_size=500)
    return len(rows)


def _come_near_the_end(scene: Scene) -> None:
    """For what is said of a cycle that ends and of a pair that looks back."""
    cast, now = scene.cast, timezone.now()
    type(cast.cycle).objects.filter(pk=cast.cycle.pk).update(ends_on=now.date() + dt.timedelta(days=10))
    for side in Side.values:
        words = {"thanks": "Thank you", "closed_at": now - dt.timedelta(days=1)}
        LookBack.objects.update_or_create(pairing=cast.pairing, side=side, defaults=words)


def _due(kind: Kind, ids: set, rng: random.Random, begins: dt.datetime, last_s: float) -> Iterator[Delivery]:
    ours = [row for row in owed(kind) if row.recipient is not None and row.recipient.pk in ids]
    load_subjects(ours)
    holding = list(islice((row for row in ours if _still_holds(kind, row)), OF_EACH))
    over = [row for row in ours if row not in holding]
    rows = [*holding, *over][:OF_EACH]
    if len(rows) == 1:  # on both channels, for the mail server may refuse the only one
        rows += [_once_more(rows[0])]
    for number, row in enumerate(rows):
        row.due_at = begins + dt.timedelta(seconds=rng.uniform(0, last_s))
        row.urgency = kind.urgency
        if (Channel.IN_APP in kind.channels and number % 2) or Channel.EMAIL not in kind.channels:
            row.channel = Channel.IN_APP
        yield row


def _once_more(row: Delivery) -> Delivery:
    named = {"kind": row.kind, "recipient": row.recipient, "subject_id": row.subject_id, "extra": row.extra}
    return Delivery(key=f"{row.key}:both", channel=row.channel, **named)


def _still_holds(kind: Kind, row: Delivery) -> bool:
    """Whether it would leave now; those that would go first, for of some kinds most would not."""
    try:
        with as_read_by(row.recipient):
            kind.context(row)
    except NoLongerDue:
        return False
    return row.subject is not None
