"""Who gets a place: what the program team decides about those who have answered, and telling them."""

import uuid
from collections.abc import Collection, Iterable
from itertools import batched

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from frame.errors import Refused
from notifications.models import Delivery
from people.clock import local_today
from people.models import User
from programs.models import Cycle, Participant
from programs.recording import record_acts
from programs.reminders import owe_messages
from programs.services.locking import hold_cycles
from programs.upper_floors import pairings

State = Participant.State
#: So many ids go into one query; databases bound them.
AT_ONCE = 10_000


def refuse_closed(cycle: Cycle) -> None:
    """A closed cycle stays as it was."""
    if cycle.is_closed:
        raise Refused(_("This cycle is closed, so its people stay as they are."))


@transaction.atomic
def decide(*, cycle: Cycle, participant_ids: Iterable[uuid.UUID], start: Collection[str], to: str, by: User) -> int:
    """Move those that are in one of the states `start` to `to`, and tell them; returns how many moved."""
    hold_cycles([cycle.pk])
    refuse_closed(cycle)
    return sum(_decide(cycle, batch, start, to, by) for batch in batched(participant_ids, AT_ONCE))


def _decide(cycle: Cycle, participant_ids: Collection[uuid.UUID], start: Collection[str], to: str, by: User) -> int:
    rows = movable(cycle, start, to).filter(pk__in=participant_ids)
    decided = list(rows.values_list("pk", "user_id"))
    changed_count = cycle.participants.filter(pk__in=[pk for pk, _user in decided], state__in=start).update(
        state=to, decided_by=by, decided_at=timezone.now(), version=F("version") + 1
    )
    tell_decision(cycle=cycle, recipients=decided if to != State.APPLIED else _told(decided), state=to)
    record_acts("participant.decided", cycle, [user for _pk, user in decided], by, to=to)
    return changed_count


def movable(cycle: Cycle, start: Collection[str], to: str) -> QuerySet[Participant]:
    """Those of a cycle who can be moved to a state from one of `start`. Whoever is asked for a pairing, or is in one,
    stays: that depends on their place."""
    rows = cycle.participants.filter(state__in=start).exclude(state=to)
    if to == State.APPLIED:
        rows = rows.reopenable()
    return rows.exclude(pk__in=pairings().paired_places(cycle)) if to != State.APPROVED else rows


def _told(decided: list[tuple[uuid.UUID, uuid.UUID]]) -> list[tuple[uuid.UUID, uuid.UUID]]:
    """Those who have been told of a decision: what they have not heard of need not be taken back in words."""
    sent = Delivery.objects.filter(kind="enrolment_decided", subject_id__in=[pk for pk, _user in decided], state="sent")
    told = set(sent.values_list("subject_id", flat=True))
    return [row for row in decided if row[0] in told]


def tell_decision(*, cycle: Cycle, recipients: Iterable[tuple[uuid.UUID, uuid.UUID]], state: str) -> None:
    """A message about the decision, once per person, decision and day; `recipients` are (participant, user) ids."""
    owe_messages(
        kind="enrolment_decided",
        recipients=recipients,
        occasion=f"{state}:{local_today()}",
        scope=cycle.program_id,
        extra={"state": state},
    )


def approve_participants(*, cycle: Cycle, participant_ids: Iterable[uuid.UUID], by: User) -> int:
    """They may be matched; only those who have answered."""
    return decide(cycle=cycle, participant_ids=participant_ids, start=Participant.TO_DECIDE, to=State.APPROVED, by=by)


def decline_participants(*, cycle: Cycle, participant_ids: Iterable[uuid.UUID], by: User) -> int:
    """They will not take part this time."""
    return decide(cycle=cycle, participant_ids=participant_ids, start=Participant.TO_DECIDE, to=State.DECLINED, by=by)


def reopen_participants(*, cycle: Cycle, participant_ids: Iterable[uuid.UUID], by: User) -> int:
    """A decision is taken back, a no as well: they are to be decided about again. Not while a pairing depends on it."""
    return decide(cycle=cycle, participant_ids=participant_ids, start=Participant.TO_REOPEN, to=State.APPLIED, by=by)


def waitlist_participants(*, cycle: Cycle, participant_ids: Iterable[uuid.UUID], by: User) -> int:
    """They come in when a place gets free."""
    start = Participant.TO_WAITLIST
    return decide(cycle=cycle, participant_ids=participant_ids, start=start, to=State.WAITLISTED, by=by)
