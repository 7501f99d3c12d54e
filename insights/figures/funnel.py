"""How far the people of a cycle have come, for those who run it."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from insights.figures.counting import meetings_over_time, starts_since
from pairings.querysets import PairingQuerySet
from people.charts import Chart, bars
from programs.models import Cycle, Participant
from sessions.models import Meeting
from sessions.querysets import MEETING_STATES

WEEKS = dt.timedelta(weeks=25)
IN = (Participant.State.APPROVED, Participant.State.ACTIVE, Participant.State.COMPLETED)


def funnel_chart(cycle: Cycle, pairings: PairingQuerySet) -> Chart:
    """From being asked to meeting, in people. Two queries."""
    steps = [*enrolment_steps(cycle), *pairing_steps(pairings)]
    names, numbers = [name for name, _number in steps], [number for _name, number in steps]
    return Chart(
        id="funnel",
        title=_("From invitation to meeting"),
        sentence=_("%(first)s people were asked or came by themselves; %(last)s are in a pair that meets now.")
        % {"first": numbers[0], "last": numbers[-1]},
        option=bars(names, {_("People"): numbers}, across=True, colors=["accent"]),
        columns=[_("Step"), _("People")],
        rows=steps if numbers[0] else (),
        definition=_("People who have come at least this far, so every bar is part of the one above; the last one "
                     "counts those who meet now. A pair counts from the day both said yes."),
        n=_("%(n)s people") % {"n": numbers[0]},
        period=cycle.name,
    )  # fmt: skip


def enrolment_steps(cycle: Cycle) -> list[tuple[str, int]]:
    counts = Participant.objects.filter(cycle=cycle).aggregate(
        invited=Count("pk"),
        applied=Count("pk", filter=Q(applied_at__isnull=False) | Q(state__in=IN)),
        approved=Count("pk", filter=Q(state__in=IN)),
    )
    labels = {"invited": _("Asked"), "applied": _("Enrolled"), "approved": _("Approved")}
    return [(label, counts[step]) for step, label in labels.items()]


def pairing_steps(pairings: PairingQuerySet) -> list[tuple[str, int]]:
    """Both sides of each step, everyone once."""
    has_met = Exists(Meeting.objects.held().filter(pairing=OuterRef("pk")))
    agreed = pairings.order_by().filter(agreed_at__isnull=False).annotate(has_met=has_met)
    steps = {
        _("In a pair"): Q(),
        _("Agreement signed"): Q(opened_at__isnull=False),
        _("Held the first meeting"): Q(has_met=True),
        _("Meeting now"): Q(state__in=MEETING_STATES),
    }
    wanted = {
        f"{side}{number}": Count(side, distinct=True, filter=condition)
        for number, condition in enumerate(steps.values())
        for side in ("junior", "senior")
    }
    counts = agreed.aggregate(**wanted)
    return [(label, counts[f"junior{number}"] + counts[f"senior{number}"]) for number, label in enumerate(steps)]


def weeks_chart(pairings: PairingQuerySet, zone: ZoneInfo, now: dt.datetime) -> Chart:
    """Meetings held against planned by week, the latest half year; weeks begin on Monday in `zone`. One query."""
    ours = Q(pairing__in=pairings.order_by().values("pk"))
    today = now.astimezone(zone).date()
    mondays = starts_since(today - WEEKS, today, "week")
    ours &= Q(starts_at__gte=dt.datetime.combine(mondays[0], dt.time(), tzinfo=zone))
    spans = meetings_over_time(ours, mondays, zone, now)
    labels = [date_format(span.first, "j M") for span in spans]
    held, planned = [span.held for span in spans], [span.planned for span in spans]
    return Chart(
        id="weeks",
        title=_("Meetings by week"),
        sentence=_("%(held)s meetings were held, %(planned)s had been planned.")
        % {"held": sum(held), "planned": sum(planned)},
        option=bars(labels, {_("Planned"): planned, _("Held"): held}, colors=["faint", "accent"]),
        columns=[_("Week of"), _("Planned"), _("Held")],
        rows=list(zip(labels, planned, held, strict=True)),
        definition=_("Planned: everything that stood in the calendar, also what was cancelled or missed."),
        n=_("%(n)s meetings") % {"n": sum(planned)},
        period=_("%(first)s to %(last)s") % {"first": date_format(spans[0].first), "last": date_format(spans[-1].last)}
        if spans
        else "",
    )
