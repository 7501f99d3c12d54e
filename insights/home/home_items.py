"""What the first page is made of."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from pairings.models import ConfidentialWord
from people.models import User
from sessions.models import Meeting

Text = str | Promise


class Urgency:
    """What waits for somebody else comes before what is only one's own; ties go by the date."""

    OTHERS_WAIT = 0
    MEETING = 1
    REVIEW = 2
    PROMISE = 3
    PROGRAM = 4
    NEXT = 5


@dataclass(frozen=True)
class Owed:
    """One thing to do. `action` is what the button says when this is the first of them."""

    label: Text
    url: str
    action: Text
    note: Text = ""
    urgency: int = Urgency.NEXT
    due_on: dt.date | None = None
    is_late: bool = False

    @property
    def order(self) -> tuple[int, dt.date]:
        return (self.urgency, self.due_on or dt.date.max)


@dataclass(frozen=True)
class Upcoming:
    """A meeting to come. `with_user` is shown with a face, their clock is shown beside one's own."""

    meeting: Meeting
    with_user: User
    url: str
    pair_url: str = ""
    note: Text = ""


@dataclass(frozen=True)
class Panel:
    """A part of the page with a template of its own; `position` from the top."""

    template: str
    context: dict[str, Any]
    position: int = 50


@dataclass
class Desk:
    """What one role brings to the page, or the page as a whole."""

    upcoming: list[Upcoming] = field(default_factory=list)
    owed: list[Owed] = field(default_factory=list)
    panels: list[Panel] = field(default_factory=list)

    def add(self, other: "Desk") -> None:
        self.upcoming += other.upcoming
        self.owed += other.owed
        self.panels += other.panels

    @property
    def is_empty(self) -> bool:
        return not (self.upcoming or self.owed or self.panels)


def desk(user: User) -> Desk:
    """One line, whatever their number, which names nobody. One query."""
    if not ConfidentialWord.objects.with_news_for(user).exists():
        return Desk()
    label = _("Something to read in confidence")
    return Desk(owed=[Owed(label, reverse("word_list"), _("Read it"), urgency=Urgency.OTHERS_WAIT)])
