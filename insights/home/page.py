"""The first page, put together from what each role brings; with it those whose part is small: people with no pairing
yet, operators, and people who are in no program."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from insights.figures.cycle import headline_figures
from insights.figures.scope import current, cycles_of, scope_for
from insights.figures.wording import judgement, verdict
from insights.home import alumni, home_items, pairs, team
from insights.home.home_items import Desk, Owed, Panel, Upcoming, Urgency
from notifications.models import Delivery
from notifications.services import latest_unread
from pairings.models import Pairing
from pairings.querysets import assisted_by
from people.access import operator
from people.clock import local_today
from people.models import User
from programs.models import Cycle, Participant, Program
from programs.rules import sponsor
from programs.standing import standing_of
from proposals.partner_search import may_search

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
    participants = participants_of_page(user)
    pairings = pairs.pairings_of(participants, user, now)
    page.add(pairs.desk(pairings, user, now))
    page.add(participant_desk(participants, pairings, user))
    page.add(alumni.desk(participants, user))
    page.add(team.desk(user))
    page.add(home_items.desk(user))
    page.add(other_desk(user))
    page.add(operator_desk(user, now))
    if page.is_empty:
        page.add(outsider_desk())
    owed = sorted(page.owed, key=lambda item: item.order)
    return Home(
        upcoming=sorted(page.upcoming, key=lambda item: item.meeting.starts_at)[:MEETINGS],
        owed=owed[:OWED],
        more_owed=max(0, len(owed) - OWED),
        panels=sorted(page.panels, key=lambda panel: panel.position),
        news=latest_unread(user, NEWS),
    )


def operator_desk(user: User, now: dt.datetime) -> Desk:
    """Whether messages leave, for operators: not of a pairing they are a party of. Two queries, and
    one for each kind of subject."""
    if not operator(user):
        return Desk()
    deliveries = Delivery.objects.visible_to(user)
    oldest = deliveries.oldest_due(now)
    numbers = {
        "dead": deliveries.dead().count(),
        "oldest": oldest,
        "is_late": oldest is not None and oldest < timezone.now() - dt.timedelta(minutes=15),
    }
    return Desk(panels=[Panel("insights/home/operator.html", numbers, position=60)])


def outsider_desk() -> Desk:
    return Desk(panels=[Panel("insights/home/outsider.html", {}, position=10)])


SHOWN = 3


def other_desk(user: User) -> Desk:
    """Five queries at most; one for people who sponsor nothing."""
    if not sponsor(user):
        return Desk()
    opened = Program.objects.sponsored_by(user).exclude(state=Program.State.DRAFT)
    cycles = current(cycles_of(opened))[:SHOWN]
    figures = headline_figures(scope_for(user, *cycles), cycles)
    rows = [
        {"cycle": cycle, "verdict": verdict(figures[cycle.pk]), "judgement": judgement(figures[cycle.pk])}
        for cycle in cycles
    ]
    return Desk(panels=[Panel("insights/home/verdicts.html", {"rows": rows}, position=5)])


def participants_of_page(user: User) -> list[Participant]:
    """The places of `user`, and of those whom `user` assists. One query."""
    people = User.objects.filter(pk=user.pk).order_by().values("pk").union(assisted_by(user), all=True)
    participants = Participant.objects.filter(user__in=people).order_by()
    return list(participants.select_related("cycle__program__match_policy", "cycle__closing", "user"))


def participant_desk(participants: Sequence[Participant], pairings: Sequence[Pairing], user: User) -> Desk:
    """Invitations to answer, and where one stands in each cycle that is not closed, unless a pairing that `user` knows
    of says so already. `pairings` are those of `user` that are not over in their eyes."""
    own = [
        participant
        for participant in participants
        if participant.user_id == user.pk and participant.cycle.state != Cycle.State.CLOSED
    ]
    page = Desk(owed=[invitation(participant, user) for participant in own if can_answer(participant)])
    paired = {pairing.participant_of(user).pk for pairing in pairings if pairing.side_of(user)}
    elsewhere = {
        participant.pk
        for participant in own
        if participant.state == Participant.State.ACTIVE or can_answer(participant)
    } | paired
    standing = [participant for participant in own if participant.pk not in elsewhere]
    if standing:
        today = local_today()
        rows = [
            {"participant": participant, "text": standing_of(participant, today), "may_search": may_search(participant)}
            for participant in standing
        ]
        page.panels.append(Panel("insights/home/places.html", {"rows": rows}, position=30))
    return page


def can_answer(participant: Participant) -> bool:
    return participant.is_invited and participant.may_answer(local_today())


def invitation(participant: Participant, user: User) -> Owed:
    until = participant.answers_until
    name = {"program": participant.cycle.program}
    sentence = (
        _("You are asked to be a mentor.") if participant.is_junior else _("You are asked to take part as a leader.")
    )
    by = " " + _("Please answer by %(day)s.") % {"day": until.words(user.zone)} if until else ""
    return Owed(
        _("Answer the invitation to %(program)s") % name,
        reverse("enrol", args=[participant.cycle.enrolment_token]),
        _("Answer the invitation"),
        note=sentence + by,
        urgency=Urgency.OTHERS_WAIT,
        due_on=until.last_minute(user.zone).date() if until else None,
    )
