"""A word to the side that books: no meeting was planned yet, or the next one has been due for a while."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import DateTimeField, Exists, F, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from notifications.kinds import Context, Group, Kind, NoLongerDue, Pace
from notifications.models import Delivery
from notifications.pacing import REST
from notifications.services import prepare_deliveries
from pairings.models import Agreement, Pairing
from people.models import User
from sessions.models import Meeting
from sessions.reminders.facts import describe_partner
from sessions.reminders.invitations import PARTNER
from sessions.reminders.meetings import assistants_by_leader
from sessions.slipping import DUE_AFTER

FIRST_AFTER = dt.timedelta(days=7)
#: So long after it was due it is still said; then the program team knows that the pair slips.
USEFUL = dt.timedelta(days=14)
#: The longest that two can agree to let pass between meetings.
LONGEST_CADENCE = dt.timedelta(weeks=26)
COLUMNS = ("pk", "since", "weeks", "agreement__books", "cycle__program", "junior__user", "senior__user")


def as_of(now: dt.datetime, pairings: QuerySet[Pairing]) -> QuerySet[Any]:
    """With whether anything is planned ahead, when the last meeting was to be (`last_at`), since when nothing was
    (`since`: that, the opening, or the end of a pause), and how many weeks are agreed on."""
    meetings = Meeting.objects.filter(pairing=OuterRef("pk")).order_by()
    last = meetings.filter(starts_at__lte=now).values("pairing").annotate(at=Max("starts_at")).values("at")
    began = Coalesce("opened_at", "agreed_at", "proposed_at")
    return pairings.annotate(
        has_next=Exists(meetings.filter(state=Meeting.State.PLANNED, starts_at__gt=now)),
        last_at=Subquery(last, output_field=DateTimeField()),
        since=Greatest(began, Coalesce("resumed_at", began), Coalesce("last_at", began)),
        weeks=Coalesce(F("agreement__cadence_weeks"), F("cycle__program__cadence_weeks")),
    )


def pairings_as_of_now() -> QuerySet[Any]:
    pairings = Pairing.objects.with_people().select_related("agreement", "cycle__program")
    return as_of(timezone.now(), pairings).prefetch_related("senior__user__assistants")


def idle(now: dt.datetime) -> QuerySet[Any]:
    return as_of(now, Pairing.objects.filter(state=Pairing.State.ACTIVE).order_by()).filter(has_next=False)


def plan_first(now: dt.datetime) -> Iterator[Delivery]:
    """A week after the opening, where no meeting has come."""
    span = (now - FIRST_AFTER - USEFUL, now - FIRST_AFTER + REST)
    rows = idle(now).filter(last_at__isnull=True, since__range=span)
    yield from _deliveries(FIRST_MEETING.code, rows, lambda weeks: FIRST_AFTER)


def plan_next(now: dt.datetime) -> Iterator[Delivery]:
    """When one and a half times the agreed interval have passed since the last meeting."""
    rows = idle(now).filter(last_at__isnull=False, since__gt=now - DUE_AFTER * LONGEST_CADENCE - USEFUL)
    yield from _deliveries(NEXT_MEETING.code, rows, lambda weeks: dt.timedelta(weeks=weeks * DUE_AFTER))


def _deliveries(kind: str, rows: QuerySet[Any], after: Callable[[int], dt.timedelta]) -> Iterator[Delivery]:
    assistants: dict[uuid.UUID, list[uuid.UUID]] | None = None
    for pk, since, weeks, books, program, junior, senior in rows.values_list(*COLUMNS).iterator(chunk_size=2000):
        assistants = assistants_by_leader() if assistants is None else assistants
        is_leaders, due_at = books == Agreement.Books.SENIOR, since + after(weeks)
        yield from prepare_deliveries(
            kind=kind,
            recipients=[senior, *assistants.get(senior, ())] if is_leaders else [junior],
            subject_id=pk,
            occasion=since.date().isoformat(),
            scope=program,
            due_at=due_at,
            not_after=due_at + USEFUL,
            extra={"since": since.isoformat()},
        )


def context(delivery: Delivery) -> Context:
    """Facts that both know, and no word of why nothing is planned."""
    pairing = delivery.subject
    if pairing.state != Pairing.State.ACTIVE:
        raise NoLongerDue(gettext("The pairing is not active."))
    if pairing.has_next:
        raise NoLongerDue(gettext("A meeting is planned."))
    if delivery.extra.get("since", pairing.since.isoformat()) != pairing.since.isoformat():
        raise NoLongerDue(gettext("There was a meeting meanwhile."))
    if delivery.recipient not in bookers_of(pairing):
        raise NoLongerDue(gettext("Somebody else books."))
    link = reverse("meeting_plan", args=[pairing.pk])
    return describe_partner(pairing, delivery.recipient) | {"weeks": pairing.weeks, "link": link} | action()


def bookers_of(pairing: Pairing) -> list[User]:
    agreement = getattr(pairing, "agreement", None)
    if agreement and agreement.books == Agreement.Books.SENIOR:
        return [pairing.senior.user, *pairing.senior.user.assistants.all()]
    return [pairing.junior.user]


def action() -> Context:
    return {"action": gettext("Plan a meeting")}


def sample(user: Any) -> Context:
    return {"other": "Jack Whitfield", "leader": "", "weeks": 3, "link": "/"} | action()


WHY = _(
    "You get this because the two of you agreed that your side plans the meetings, or you book for somebody who does."
)
FIRST_MEETING = Kind(
    code="first_meeting",
    label=_("Your first meeting is not planned yet"),
    why=WHY,
    context=context,
    sample=sample,
    plan=plan_first,
    pace=Pace.WORKING_TIME,
    subjects=pairings_as_of_now,
    placeholders=(PARTNER,),
    is_worded_by_program=lambda names: not names["leader"],  # assistants are told for whom they book
    group=Group.MEETINGS,
    is_slow=True,
)
NEXT_MEETING = Kind(
    code="next_meeting",
    label=_("No next meeting is planned"),
    why=WHY,
    context=context,
    sample=sample,
    plan=plan_next,
    pace=Pace.WORKING_TIME,
    subjects=pairings_as_of_now,
    placeholders=(PARTNER,),
    is_worded_by_program=lambda names: not names["leader"],
    group=Group.MEETINGS,
    is_slow=True,
)
