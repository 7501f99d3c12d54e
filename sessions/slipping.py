"""Which pairs are slipping: the second meeting in a row was missed, cancelled, or not planned when due; and the word to
the program team that they slip, and that they meet again. In few queries for many pairs."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.db import transaction
from django.db.models import F, Max, Min, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from notifications.models import Delivery
from notifications.services import prepare_deliveries
from notifications.wake_worker import wake_after_commit
from pairings.models import Pairing, PastHold
from pairings.querysets import PairingQuerySet
from people.clock import home_zone
from people.models import EndedLine, User
from programs.models import Coordinator, Todo
from programs.services import NewTodo, finish_todos, raise_todos
from sessions.models import Meeting, MeetingChange, Rhythm
from sessions.querysets import HELD, MeetingQuerySet

SLIPS_AT = 2
DUE_AFTER = 1.5
SPANS: tuple[Literal["last_held_at", "last_at", "next_at"], ...] = ("last_held_at", "last_at", "next_at")
LOOKS_BACK = dt.timedelta(days=400)


@dataclass(frozen=True)
class Course:
    """What counts of a pairing's meetings; instants are aware."""

    opened_at: dt.datetime
    cadence: dt.timedelta
    last_held_at: dt.datetime | None = None
    last_at: dt.datetime | None = None
    next_at: dt.datetime | None = None
    lapsed_at: tuple[dt.datetime, ...] = ()
    resumed_at: dt.datetime | None = None
    rests: tuple[tuple[dt.datetime, dt.datetime], ...] = ()

    def lapses(self, now: dt.datetime) -> int:
        """How many meetings in a row did not come about, since the last one held."""
        since = max(filter(None, (self.last_held_at, self.resumed_at)), default=dt.datetime.min.replace(tzinfo=dt.UTC))
        until = self.next_at or dt.datetime.max.replace(tzinfo=dt.UTC)
        return sum(since < at < until for at in self.lapsed_at) + self.overdue(now)

    def overdue(self, now: dt.datetime) -> int:
        """How many meetings should have been planned since the last one; 0 while one is planned."""
        if self.next_at is not None:
            return 0
        since = max(filter(None, (self.opened_at, self.resumed_at, self.last_at)))
        cadences = (now - since - self.rested(since)) / self.cadence
        return max(0, int(cadences - DUE_AFTER + 1))

    def rested(self, since: dt.datetime) -> dt.timedelta:
        """How long it was paused since then; several may have held it at once."""
        total, until = dt.timedelta(), since
        for begins, ends in sorted(self.rests):
            total += max(dt.timedelta(), ends - max(begins, until))
            until = max(until, ends)
        return total


def refresh_rhythms(pairings: PairingQuerySet, now: dt.datetime | None = None) -> None:
    """Work out anew how many meetings in a row the pairings let slip, and tell the program team of new cases.

    A constant number of queries. All is read before anything is written, so that a long look holds up nobody.
    """
    now = now or timezone.now()
    known_rhythms = {
        rhythm.pairing_id: rhythm for rhythm in Rhythm.objects.filter(pairing__in=pairings.order_by().values("pk"))
    }
    lapses = {pk: course.lapses(now) for pk, course in courses(pairings, now).items()}
    changed: list[Rhythm] = []
    started: list[uuid.UUID] = []
    recovered: list[uuid.UUID] = []
    for pk in lapses.keys() | known_rhythms.keys():
        rhythm = known_rhythms.get(pk) or Rhythm(pairing_id=pk)
        number, was_slipping = lapses.get(pk, 0), rhythm.slipping_since is not None
        if rhythm.lapses == number and was_slipping == (number >= SLIPS_AT):
            continue
        rhythm.lapses = number
        rhythm.slipping_since = (rhythm.slipping_since or now) if number >= SLIPS_AT else None
        changed.append(rhythm)
        if was_slipping != (number >= SLIPS_AT):
            (recovered if was_slipping else started).append(pk)
    if changed:
        save_changes(changed, recovered, started, now)


@transaction.atomic
def save_changes(changed: list[Rhythm], recovered: list[uuid.UUID], started: list[uuid.UUID], now: dt.datetime) -> None:
    save_rhythms(changed)
    if recovered:
        settle_slipping(recovered)
    if started:
        tell_team_of_slipping(started, now)


def pairings_changed(pairings: Sequence[Pairing], change: str) -> None:
    """A pair that ends or is paused slips no more; one that goes on is looked at again."""
    refresh_rhythms(Pairing.objects.filter(pk__in=[pairing.pk for pairing in pairings]))


def save_rhythms(rhythms: Iterable[Rhythm]) -> None:
    Rhythm.objects.bulk_create(
        rhythms,
        update_conflicts=True,
        unique_fields=["pairing"],
        update_fields=["lapses", "slipping_since"],
        batch_size=500,
    )


def courses(pairings: PairingQuerySet, now: dt.datetime) -> dict[uuid.UUID, Course]:
    """The course of each pairing whose two are supposed to meet: four queries, whatever their number."""
    rows = list(
        pairings.order_by()
        .meeting()
        .values_list(
            "pk",
            "resumed_at",
            Coalesce("opened_at", "agreed_at", "proposed_at"),
            Coalesce(F("agreement__cadence_weeks"), F("cycle__program__cadence_weeks")),
        )
    )
    meetings = Meeting.objects.filter(
        pairing__in=pairings.order_by().meeting().values("pk"), starts_at__gte=now - LOOKS_BACK
    )
    spans, lapsed, rests = spans_of(meetings, now), lapsed_of(meetings), rests_of(pairings)
    return {
        pk: Course(
            opened_at,
            dt.timedelta(weeks=weeks),
            **spans.get(pk, {}),
            lapsed_at=tuple(lapsed.get(pk, ())),
            resumed_at=resumed_at,
            rests=tuple(rests.get(pk, ())),
        )
        for pk, resumed_at, opened_at, weeks in rows
    }


def spans_of(meetings: MeetingQuerySet, now: dt.datetime) -> dict[uuid.UUID, dict[str, Any]]:
    """Per pairing: the last meeting held, the last one of any kind, the next one planned."""
    rows = (
        meetings.order_by()
        .values("pairing")
        .annotate(
            last_held_at=Max("starts_at", filter=HELD),
            last_at=Max("starts_at", filter=Q(starts_at__lte=now)),
            next_at=Min("starts_at", filter=Q(state=Meeting.State.PLANNED, starts_at__gt=now)),
        )
    )
    return {row["pairing"]: {name: row[name] for name in SPANS} for row in rows}


def lapsed_of(meetings: MeetingQuerySet) -> dict[uuid.UUID, list[dt.datetime]]:
    """Per pairing: when the meetings were that did not come about, save those the program called off of its own."""
    by_program = MeetingChange.objects.filter(
        kind=MeetingChange.Kind.CANCELLED, by_side=MeetingChange.Who.PROGRAM, counts_for=""
    ).values("meeting")
    not_held = meetings.filter(state__in=[Meeting.State.MISSED, Meeting.State.CANCELLED], is_disputed=False)
    rows = not_held.exclude(pk__in=by_program)
    lapsed: dict[uuid.UUID, list[dt.datetime]] = defaultdict(list)
    for pk, starts_at in rows.order_by().values_list("pairing", "starts_at"):
        lapsed[pk].append(starts_at)
    return lapsed


def rests_of(pairings: PairingQuerySet) -> dict[uuid.UUID, list[tuple[dt.datetime, dt.datetime]]]:
    """Per pairing: from when to when it was paused, by whomever."""
    rests: dict[uuid.UUID, list[tuple[dt.datetime, dt.datetime]]] = defaultdict(list)
    past = PastHold.objects.filter(pairing__in=pairings.order_by().meeting().values("pk")).order_by()
    for pk, began_at, ended_at in past.values_list("pairing", "began_at", "ended_at"):
        rests[pk].append((began_at, ended_at))
    return rests


def settle_slipping(recovered: Sequence[uuid.UUID]) -> None:
    """They meet again: the matter settles itself."""
    finish_todos(kinds=[Todo.Kind.SLIPPING], subject_ids=recovered)
    unsent = Delivery.objects.unsent().filter(kind="pair_slipping", subject_id__in=recovered)
    unsent.finish(Delivery.State.CANCELLED, _("The two meet again."))


def tell_team_of_slipping(started: Sequence[uuid.UUID], now: dt.datetime) -> None:
    """Tell the program team, never the two."""
    pairings = list(
        Pairing.objects.filter(pk__in=started).select_related("cycle__program", "junior__user", "senior__user")
    )
    raise_todos(slipping_todo(pairing) for pairing in pairings)
    today, recipients = now.astimezone(home_zone()).date(), team_to_tell(pairings)
    rows = [
        row
        for pairing in pairings
        for row in prepare_deliveries(
            kind="pair_slipping",
            recipients=recipients[pairing.pk],
            subject_id=pairing.pk,
            occasion=f"{today:%Y-%m-%d}",
            scope=pairing.cycle.program_id,
            not_after=now + dt.timedelta(days=7),
        )
    ]
    Delivery.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)
    wake_after_commit()


def slipping_todo(pairing: Pairing) -> NewTodo:
    names = {"junior": pairing.junior.user.name, "senior": pairing.senior.user.name}
    return NewTodo(
        program_id=pairing.cycle.program_id,
        kind=Todo.Kind.SLIPPING,
        subject_id=pairing.pk,
        text=_("%(junior)s and %(senior)s have let two meetings in a row slip") % names,
        link=reverse("oversight_detail", args=[pairing.pk]),
        concerns=[pairing.junior.user_id, pairing.senior.user_id],
    )


def team_to_tell(pairings: Iterable[Pairing]) -> dict[uuid.UUID, list[uuid.UUID]]:
    """Per pairing the coordinators who are no party of it; without any, the HR admins who are none."""
    teams: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    charges = Coordinator.objects.filter(user__is_active=True).order_by("user")
    for program, user in charges.values_list("program", "user"):
        teams[program].append(user)
    admins = list(User.objects.hr_admins().order_by("pk").values_list("pk", flat=True))
    helpers = helpers_of(
        {participant.user_id for pairing in pairings for participant in (pairing.junior, pairing.senior)}
    )
    recipients = {}
    for pairing in pairings:
        both_people = [pairing.junior.user, pairing.senior.user]
        parties = {
            person for member in both_people for person in (member.pk, member.manager_id, *helpers.get(member.pk, ()))
        }
        team = [user for user in teams.get(pairing.cycle.program_id, ()) if user not in parties]
        recipients[pairing.pk] = team or [user for user in admins if user not in parties]
    return recipients


def helpers_of(people: Collection[uuid.UUID]) -> dict[uuid.UUID, list[uuid.UUID]]:
    """Their assistants, and who assisted or managed them until lately."""
    helpers: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    links = User.assistants.through.objects.filter(from_user__in=people)
    for person, assistant in links.values_list("from_user_id", "to_user_id"):
        helpers[person].append(assistant)
    for person, close in EndedLine.objects.of(people).values_list("person", "close"):
        helpers[person].append(close)
    return helpers
