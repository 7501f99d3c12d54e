"""What meetings add when one of the two looks back: promises kept, small wins, and one's own confidence over time."""

import datetime as dt

from django.utils.translation import gettext as _

from frame.charts import Chart, lines
from pairings.models import Pairing, StartingConfidence
from pairings.sections import Section
from people.models import User
from sessions.models import ActionItem, Meeting, Reflection, Win


def promises(pairing: Pairing, user: User) -> Section | None:
    """The leader's commitments, which of them were kept, and small wins; nothing while there are none."""
    made = list(ActionItem.objects.filter(pairing=pairing, kind=ActionItem.Kind.COMMITMENT).order_by("created_at"))
    wins = list(Win.objects.filter(pairing=pairing, taken_back_at__isnull=True))
    held_count = Meeting.objects.held().filter(pairing=pairing).count()
    context = {"promises": made, "kept": sum(item.is_done for item in made), "wins": wins, "held_count": held_count}
    return {"template": "sessions/parts/look_back_promises.html", "context": context, "position": 20}


def confidence(pairing: Pairing, user: User) -> Section | None:
    """From what one said when signing and one's own private pulses; never from reviews, and nobody else's."""
    start = StartingConfidence.objects.filter(pairing=pairing, side=pairing.side_of(user)).first()
    pulses = Reflection.objects.visible_to(user).filter(meeting__pairing=pairing, confidence__isnull=False)
    values = [(start.noted_on, start.rating)] if start else []
    for starts_at, rating in pulses.order_by("meeting__starts_at").values_list("meeting__starts_at", "confidence"):
        values.append((starts_at.astimezone(user.zone).date(), rating))
    if not values:
        return None
    return {
        "template": "sessions/parts/look_back_confidence.html",
        "context": {"chart": _chart(values)},
        "position": 30,
    }


def _chart(values: list[tuple[dt.date, int]]) -> Chart:
    days = [f"{day:%d.%m.}" for day, _rating in values]
    ratings = [rating for _day, rating in values]
    return Chart(
        id="own-confidence",
        title=_("Your own confidence"),
        sentence=_("At first you chose %(first)s of 5, lately %(last)s.") % {"first": ratings[0], "last": ratings[-1]},
        drawing=lines(days, {_("Confidence"): ratings}, colors=["accent"]),
        columns=[_("Day"), _("Confidence, 1 to 5")],
        rows=list(zip(days, ratings, strict=True)),
        definition=_("What you said for yourself alone when you signed, and after meetings. Nobody else reads it."),
        n="",
        period="",
        refreshed_at=None,
    )
