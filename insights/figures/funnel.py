"""How far the people of a cycle have come, for those who run it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.core.cache import cache
from django.db.models import Count, Exists, OuterRef, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frame.charts import Chart, bars, columns
from insights.figures.counting import Span, meetings_over_time, starts_since
from insights.figures.cycle import KEPT_FOR
from insights.figures.wording import held_sentence, last_goes_on, since_first
from pairings.querysets import PairingQuerySet
from people.models import User
from programs.closeness import TeamScope
from programs.models import Cycle, Participant
from sessions.models import Meeting
from sessions.querysets import MEETING_STATES

WEEKS = dt.timedelta(weeks=25)
STEPS = (
    gettext_lazy("Asked"),
    gettext_lazy("Enrolled"),
    gettext_lazy("Approved"),
    gettext_lazy("In a pair"),
    gettext_lazy("Agreement signed"),
    gettext_lazy("Held the first meeting"),
    gettext_lazy("Meeting now"),
)
IN = (Participant.State.APPROVED, Participant.State.ACTIVE, Participant.State.COMPLETED)


@dataclass(frozen=True)
class Health:
    """How many people have come how far (in the order of STEPS), and the meetings of the latest weeks."""

    people: Sequence[int]
    weeks: Sequence[Span]
    refreshed_at: dt.datetime


def health_of(cycle: Cycle, pairings: PairingQuerySet, reader: User, now: dt.datetime) -> Health:
    """Five queries. Kept for a few minutes for each reader, who may be a party of some of the pairings."""

    def count() -> Health:
        return Health(
            [*enrolled_counts(cycle, TeamScope(reader)), *paired_counts(pairings)],
            latest_weeks(pairings, reader.zone, now),
            now,
        )

    key = f"insights:health:{cycle.pk}:{reader.pk}"
    health: Health | None = cache.get_or_set(key, count, KEPT_FOR)
    return health or count()


def funnel_chart(cycle: Cycle, health: Health) -> Chart:
    """From being asked to meeting, in people."""
    numbers = health.people
    names = [str(name) for name in STEPS]
    return Chart(
        id="funnel",
        title=_("From invitation to meeting"),
        sentence=_("%(first)s people were asked or came by themselves; %(last)s are in a pair that meets now.")
        % {"first": numbers[0], "last": numbers[-1]},
        drawing=bars(names, {_("People"): numbers}, colors=["accent"]),
        columns=[_("Step"), _("People")],
        rows=list(zip(names, numbers, strict=True)) if numbers[0] else (),
        definition=_("People who have come at least this far, so every bar is part of the one above; the last one "
                     "counts those who meet now. A pair counts from the day both said yes."),
        n=_("%(n)s people") % {"n": numbers[0]},
        period=str(cycle),
        refreshed_at=health.refreshed_at,
    )  # fmt: skip


def enrolled_counts(cycle: Cycle, team_scope: TeamScope) -> list[int]:
    """The first three steps, without the reader and people near them, whose pairs the other steps leave out. One
    query."""
    counts = (
        Participant.objects.filter(cycle=cycle)
        .exclude(user__in=team_scope.people)
        .aggregate(
            asked=Count("pk"),
            applied=Count("pk", filter=Q(applied_at__isnull=False) | Q(state__in=IN)),
            approved=Count("pk", filter=Q(state__in=IN)),
        )
    )
    return [counts["asked"], counts["applied"], counts["approved"]]


def paired_counts(pairings: PairingQuerySet) -> list[int]:
    """The steps of pairs, both sides, everyone once. One query."""
    has_met = Exists(Meeting.objects.held().filter(pairing=OuterRef("pk")))
    agreed = pairings.order_by().filter(agreed_at__isnull=False).annotate(has_met=has_met)
    conditions = [Q(), Q(opened_at__isnull=False), Q(has_met=True), Q(state__in=MEETING_STATES)]
    filters = {
        f"{side}{number}": Count(side, distinct=True, filter=condition)
        for number, condition in enumerate(conditions)
        for side in ("junior", "senior")
    }
    counts = agreed.aggregate(**filters)
    return [counts[f"junior{number}"] + counts[f"senior{number}"] for number in range(len(conditions))]


def latest_weeks(pairings: PairingQuerySet, zone: ZoneInfo, now: dt.datetime) -> list[Span]:
    """The meetings of half a year by week; weeks begin on Monday in `zone`. One query."""
    today = now.astimezone(zone).date()
    mondays = starts_since(today - WEEKS, today, "week")
    since = dt.datetime.combine(mondays[0], dt.time(), tzinfo=zone)
    in_scope = Q(pairing__in=pairings.order_by().values("pk"), starts_at__gte=since)
    return meetings_over_time(in_scope, mondays, zone, now)


def weeks_chart(health: Health) -> Chart:
    """Meetings held against planned by week, from the first that had one."""
    spans = since_first(health.weeks)
    labels = [date_format(span.first, "j M") for span in spans]
    held, planned = [span.held for span in spans], [span.planned for span in spans]
    disputed = [span.disputed for span in spans]
    return Chart(
        id="weeks",
        title=_("Meetings by week"),
        sentence=held_sentence(sum(held), sum(planned), sum(disputed)),
        drawing=columns(labels, {_("Planned"): planned, _("Held"): held}, colors=["faint", "accent"], unfinished=-1),
        columns=[_("Week of"), _("Planned"), _("Held"), _("Told differently")],
        rows=list(zip(last_goes_on(labels), planned, held, disputed, strict=True)),
        definition=_(
            "Planned: everything that stood in the calendar, also what was cancelled or missed. Told "
            "differently: the two say different things about it, so it counts as neither held nor missed."
        ),
        n=_("%(n)s meetings") % {"n": sum(planned)},
        period=_("%(first)s to %(last)s") % {"first": date_format(spans[0].first), "last": date_format(spans[-1].last)},
        refreshed_at=health.refreshed_at,
    )
