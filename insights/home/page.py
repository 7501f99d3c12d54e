"""Puts the first page together from what each role brings."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from insights.home import home_items, others, pairs, places, team
from insights.home.home_items import Desk, Owed, Panel, Upcoming
from notifications.models import Delivery
from notifications.services import latest_unread
from people.models import User

NEWS, MEETINGS, OWED = 4, 4, 12


@dataclass(frozen=True)
class Home:
    """The page of one person. `primary` is the one button: the first thing owed, else the next meeting."""

    upcoming: list[Upcoming]
    owed: list[Owed]
    more_owed: int
    panels: list[Panel]
    news: list[Delivery]

    @property
    def total(self) -> int:
        return len(self.owed) + self.more_owed

    @property
    def primary(self) -> dict[str, Any] | None:
        if self.owed:
            return {"label": self.owed[0].action, "url": self.owed[0].url, "about": self.owed[0].label}
        if self.upcoming:
            return {"label": _("Open the next meeting"), "url": self.upcoming[0].url, "about": ""}
        return None


def home_of(user: User, now: dt.datetime) -> Home:
    """`now` is aware. The number of queries does not grow with pairings, meetings or programs."""
    page = Desk()
    near = places.places_near(user)
    page.add(pairs.desk(near, user, now))
    page.add(places.desk(near, user))
    page.add(team.desk(user))
    page.add(home_items.desk(user))
    page.add(others.desk(user))
    page.add(others.operator_desk(user, now))
    if page.is_empty:
        page.add(others.outsider_desk())
    owed = sorted(page.owed, key=lambda one: one.order)
    return Home(
        upcoming=sorted(page.upcoming, key=lambda one: one.meeting.starts_at)[:MEETINGS],
        owed=owed[:OWED],
        more_owed=max(0, len(owed) - OWED),
        panels=sorted(page.panels, key=lambda panel: panel.position),
        news=latest_unread(user, NEWS),
    )
