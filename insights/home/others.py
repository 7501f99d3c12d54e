"""The first page of operators, and of people who are in no program."""

import datetime as dt

from django.utils import timezone

from insights.home.home_items import Desk, Panel
from notifications.models import Delivery
from people.access import operator
from people.models import User


def operator_desk(user: User, now: dt.datetime) -> Desk:
    """Whether messages leave, for operators: not of a pairing they are a party of. Two queries, and
    one for each kind of subject."""
    if not operator(user):
        return Desk()
    seen = Delivery.objects.visible_to(user)
    oldest = seen.oldest_due(now)
    numbers = {
        "dead": seen.dead().count(),
        "oldest": oldest,
        "is_late": oldest is not None and oldest < timezone.now() - dt.timedelta(minutes=15),
    }
    return Desk(panels=[Panel("insights/home/operator.html", numbers, position=60)])


def outsider_desk() -> Desk:
    return Desk(panels=[Panel("insights/home/outsider.html", {}, position=10)])
