"""The word to the program team that pairs are slipping, and that they meet again. In few queries for many pairs."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from notifications.models import Delivery
from notifications.services import prepare_deliveries
from notifications.wake_worker import hint_after_commit
from pairings.models import Pairing
from people.clock import home_zone
from people.models import EndedLine, User
from programs.models import Coordinator, Todo
from programs.services import Matter, finish_todos, raise_todos


def settle(recovered: Sequence[uuid.UUID]) -> None:
    """They meet again: the matter settles itself."""
    finish_todos(kinds=[Todo.Kind.SLIPPING], subject_ids=recovered)
    unsent = Delivery.objects.unsent().filter(kind="pair_slipping", subject_id__in=recovered)
    unsent.finish(Delivery.State.CANCELLED, _("The two meet again."))


def alarm(started: Sequence[uuid.UUID], now: dt.datetime) -> None:
    """Tell the program team, never the two."""
    pairings = list(
        Pairing.objects.filter(pk__in=started).select_related("cycle__program", "junior__user", "senior__user")
    )
    raise_todos(matter(pairing) for pairing in pairings)
    today, told = now.astimezone(home_zone()).date(), team_to_tell(pairings)
    rows = [
        row
        for pairing in pairings
        for row in prepare_deliveries(
            kind="pair_slipping",
            recipients=told[pairing.pk],
            subject_id=pairing.pk,
            occasion=f"{today:%Y-%m-%d}",
            scope=pairing.cycle.program_id,
            not_after=now + dt.timedelta(days=7),
        )
    ]
    Delivery.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)
    hint_after_commit()


def matter(pairing: Pairing) -> Matter:
    names = {"junior": pairing.junior.user.name, "senior": pairing.senior.user.name}
    return Matter(
        program_id=pairing.cycle.program_id,
        kind=Todo.Kind.SLIPPING,
        subject_id=pairing.pk,
        text=_("%(junior)s and %(senior)s have let two meetings in a row slip") % names,
        link=reverse("program_run", args=[pairing.cycle.program_id]),
        concerns=[pairing.junior.user_id, pairing.senior.user_id],
    )


def team_to_tell(pairings: Iterable[Pairing]) -> dict[uuid.UUID, list[uuid.UUID]]:
    """Per pairing the coordinators who are no party of it; without any, the HR admins who are none."""
    teams: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    charges = Coordinator.objects.filter(user__is_active=True).order_by("user")
    for program, user in charges.values_list("program", "user"):
        teams[program].append(user)
    admins = list(User.objects.hr_admins().order_by("pk").values_list("pk", flat=True))
    helpers = helpers_of({place.user_id for pairing in pairings for place in (pairing.junior, pairing.senior)})
    told = {}
    for pairing in pairings:
        two = [pairing.junior.user, pairing.senior.user]
        parties = {person for one in two for person in (one.pk, one.manager_id, *helpers.get(one.pk, ()))}
        team = [user for user in teams.get(pairing.cycle.program_id, ()) if user not in parties]
        told[pairing.pk] = team or [user for user in admins if user not in parties]
    return told


def helpers_of(people: Collection[uuid.UUID]) -> dict[uuid.UUID, list[uuid.UUID]]:
    """Their assistants, and who assisted or managed them until lately."""
    found: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    links = User.assistants.through.objects.filter(from_user__in=people)
    for person, assistant in links.values_list("from_user_id", "to_user_id"):
        found[person].append(assistant)
    for person, close in EndedLine.objects.of(people).values_list("person", "close"):
        found[person].append(close)
    return found
