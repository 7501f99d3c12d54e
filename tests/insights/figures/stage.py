"""A pair and its program, seen by whoever would gain from a figure, and the plain counts behind every figure."""

from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from django.urls import reverse

from insights.figures.counting import changes_of, meetings_over_time, pair_counts, promise_counts
from insights.figures.funnel import enrolled_counts, paired_counts
from insights.figures.scope import Scope
from insights.models import Snapshot
from pairings.models import Impact, Objective, Pairing
from programs.closeness import TeamScope
from sessions.models import ActionItem, Meeting, MeetingChange
from sessions.services import report_not_held
from tests.cast import Cast
from tests.factories import MeetingFactory
from tests.sessions.story import DAY, HOUR, NOW

LOGGED = {"happened": "held", "learned": "How to post", "to_do": "nothing"}
UNPLANNED = {"date": "2026-11-20", "minutes": "60", "channel": "phone", "learned": "How to post", "to_do": "nothing"}

BEGUN = UNPLANNED | {"date": "2026-11-23", "time": "02:10", "minutes": "45"}


@dataclass
class Stage:
    """Kavya and Jack, what they do in the browser, and what the other one then reads."""

    cast: Cast
    clock: Any
    promise: ActionItem
    begun: Meeting
    missed: Meeting
    to_come: Meeting
    clients: dict[str, Client] = field(default_factory=dict)

    def client(self, name: str) -> Client:
        if name not in self.clients:
            self.clients[name] = Client()
            self.clients[name].force_login(self.cast.people[name])
        return self.clients[name]

    def post(self, name: str, page: str, subject: Any, **fields: str) -> None:
        """What came of it the figures say; no move may be a mistake in the address."""
        assert self.client(name).post(reverse(page, args=[subject.pk]), fields).status_code in (302, 409, 422)

    def reads(self, name: str, page: str, subject: Any) -> str:
        return self.client(name).get(reverse(page, args=[subject.pk])).text if subject else ""

    def promises(self) -> Any:
        return promise_counts(self.scope)

    def meetings(self) -> Any:
        """All that is counted of meetings, as if every one had come."""
        begin = [self.cast.pairing.opened_at.date()]
        zone, later = self.cast.kavya.zone, NOW + 365 * DAY
        spans = meetings_over_time(self.scope.of("pairing"), begin, zone, later)
        absences = MeetingChange.objects.filter(kind__in=("missed", "cancelled")).order_by("by_side", "kind")
        held = {cycle: counts.held for cycle, counts in pair_counts(self.scope).items()}
        return spans, held, list(absences.values_list("by_side", "kind"))

    def objectives(self) -> Any:
        return list(Objective.objects.values_list("pairing", "progress"))

    def pairs(self) -> Any:
        return pair_counts(self.scope)

    def changed(self) -> Any:
        return changes_of(self.cast.cycle), list(Impact.objects.released().values_list("before", "after"))

    @property
    def impact(self) -> Impact:
        return Impact.objects.get()

    def people(self) -> Any:
        ours = Pairing.objects.filter(cycle=self.cast.cycle)
        return enrolled_counts(self.cast.cycle, TeamScope(self.cast.omar)), paired_counts(ours)

    def results(self) -> Any:
        return list(Snapshot.objects.values_list("results", flat=True))

    @property
    def scope(self) -> Scope:
        return Scope((self.cast.cycle.pk,))


def set_stage(cast: Cast, clock: Any) -> Stage:
    """A promise of a day ago, a meeting that has begun, one that Jack missed, and one to come."""
    pairing = cast.pairing
    promise = ActionItem.objects.create(
        pairing=pairing, kind="commitment", owner="senior", text="Answer every question", created_by=cast.kavya,
        created_at=NOW - DAY, due_on=(NOW + DAY).date(),
    )  # fmt: skip
    Objective.objects.create(pairing=pairing, title="Two posts a month", progress=20)
    Impact.objects.create(
        pairing=pairing, author=cast.jack, measure="Reports by hand", unit="hours_week", before=20, after=5,
        how="By eye", first_on=NOW.date() - 30 * DAY, last_on=NOW.date(), senior_confirmed=True,
    )  # fmt: skip
    missed = MeetingFactory(pairing=pairing, starts_at=NOW - 5 * DAY)
    report_not_held(meeting=missed, state="missed", who="senior", by=cast.kavya)
    begun = MeetingFactory(pairing=pairing, starts_at=NOW - 2 * HOUR)
    return Stage(cast, clock, promise, begun, missed, MeetingFactory(pairing=pairing, starts_at=NOW + 7 * DAY))
