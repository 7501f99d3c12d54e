"""What the two are told, always in the same words and never who or why."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Iterator

from django.db.models import F

from notifications.models import Delivery
from notifications.services import cancel_deliveries, owe, prepare_deliveries
from notifications.wake_worker import wake_after_commit
from pairings.models import Consent, Pairing
from people.clock import home_zone
from people.working_time import organization_working_time
from programs.models import Side

ASK, AGREE, TELL, HAND_OVER = "pairing_to_answer", "agreement_pending", "pairing_changed", "program_handed_over"
OPENED = "pairing_opened"

#: Hours of the working day, in the organisation's zone, at which changes and endings are told.
BATCH_HOURS = (9, 16)
#: A change that nobody could be told within a week is on the page anyway.
WORTH_TELLING = dt.timedelta(days=7)


def next_batch(now: dt.datetime) -> dt.datetime:
    """The next of the fixed hours of a working day at which changes are told (aware UTC, strictly after `now`)."""
    return next(hour for hour in _batches(now, range(4)) if hour > now)


def last_batch(now: dt.datetime) -> dt.datetime:
    """The last of these hours (aware UTC), `now` included."""
    return max(hour for hour in _batches(now, range(-3, 1)) if hour <= now)


def _batches(now: dt.datetime, days: range) -> Iterator[dt.datetime]:
    """The hours of the working days of the organisation's country that lie so many days after today, in order."""
    zone, working_days = home_zone(), organization_working_time().days
    today = now.astimezone(zone).date()
    for day in (today + dt.timedelta(days=ahead) for ahead in days):
        if str(day.isoweekday()) in working_days:
            for hour in BATCH_HOURS:
                yield dt.datetime.combine(day, dt.time(hour), zone).astimezone(dt.UTC)


def answer_hour(pairing: Pairing) -> dt.datetime:
    """When a no, a silence and a stepping back before the second yes are told alike (aware UTC): with the first batch
    after the time to answer. Sooner, whoever waits would know that it was no silence, and whoever reads the outbox
    which of the two it was."""
    return next_batch(pairing.answer_by)


def leaving_hour(pairing: Pairing, now: dt.datetime) -> dt.datetime:
    """When it is told that a pairing is over because one of the two has left (aware UTC): with the next batch, unless
    somebody who has said yes still waits for the other's answer and must not learn that it was no silence."""
    return answer_hour(pairing) if pairing.agreed_at is None and _is_awaited(pairing) else next_batch(now)


def _is_awaited(pairing: Pairing) -> bool:
    yes = pairing.consents.filter(decision=Consent.Decision.ACCEPTED).values_list("side", flat=True)
    return any(not getattr(pairing, side).is_gone for side in yes)


def ask_side(pairing: Pairing, user_id: uuid.UUID) -> None:
    """Put the question into somebody's inbox."""
    owe(
        kind=ASK,
        recipients=[user_id],
        subject_id=pairing.pk,
        occasion="asked",
        scope=pairing.cycle.program_id,
        not_after=pairing.answer_by,
    )


def ask_mentors(pairings: Iterable[Pairing], program_id: uuid.UUID) -> None:
    """Put the question into every mentor's inbox, at once for a whole publication."""
    _post(
        row
        for pairing in pairings
        for row in prepare_deliveries(
            kind=ASK,
            recipients=[pairing.junior.user_id],
            subject_id=pairing.pk,
            occasion="asked",
            scope=program_id,
            not_after=pairing.answer_by,
        )
    )


def _post(rows: Iterable[Delivery]) -> None:
    Delivery.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)
    wake_after_commit()


def ask_to_agree(pairing: Pairing) -> None:
    """Tell both that they said yes to each other and what comes now."""
    owe(
        kind=AGREE,
        recipients=[pairing.junior.user_id, pairing.senior.user_id],
        subject_id=pairing.pk,
        occasion="agreed",
        scope=pairing.cycle.program_id,
    )


def tell_opened(pairing: Pairing, heard: Collection[uuid.UUID]) -> None:
    """Tell the two that their pairing is open, save those who have `heard` of it by what they did themselves."""
    both = (pairing.junior.user_id, pairing.senior.user_id)
    owe(
        kind=OPENED,
        recipients=[person for person in both if person not in heard],
        subject_id=pairing.pk,
        occasion="opened",
        scope=pairing.cycle.program_id,
    )


def tell(pairing: Pairing, change: str, recipients: list[uuid.UUID], at: dt.datetime) -> None:
    """Say what has become of a pairing (a key of `WORDS` in `pairings/change_messages.py`), at `at` (aware UTC)."""
    Pairing.objects.filter(pk=pairing.pk).update(revision=F("revision") + 1)
    pairing.refresh_from_db(fields=["revision"])
    _post(_news(pairing, change, recipients, at))


def tell_all(pairings: Collection[Pairing], change: str, at: dt.datetime) -> None:
    """Say the same to the two of many pairings, in few queries. The caller holds the locks."""
    Pairing.objects.filter(pk__in=[pairing.pk for pairing in pairings]).update(revision=F("revision") + 1)
    for pairing in pairings:
        pairing.revision += 1
    _post(row for pairing in pairings for row in _news(pairing, change, aware_of(pairing), at))


def _news(pairing: Pairing, change: str, recipients: list[uuid.UUID], at: dt.datetime) -> list[Delivery]:
    """Dated by the hour at which it is told: a row would show otherwise when somebody said no."""
    rows = prepare_deliveries(
        kind=TELL,
        recipients=recipients,
        subject_id=pairing.pk,
        occasion=f"rev{pairing.revision}:{change}",
        scope=pairing.cycle.program_id,
        due_at=at,
        not_after=at + WORTH_TELLING,
        extra={"what": change},
    )
    for row in rows:
        row.created_at = at
    return rows


def tell_outcome(pairing: Pairing, at: dt.datetime) -> None:
    """That it will not come about, to all who know of it, dated by the hour at which it is told (aware UTC). The
    questions go from the outbox: who was reminded of one, and who was not any more, would show who had answered."""
    Delivery.objects.filter(kind=ASK, subject_id=pairing.pk).delete()
    tell(pairing, "changed", aware_of(pairing), at)


def forget_questions(pairing: Pairing) -> None:
    """Nothing is left to answer or to sign: what waits in the outbox about it is not sent."""
    cancel_deliveries(subject_id=pairing.pk, kinds=[ASK, AGREE], reason="The pairing has changed.")


def forget_all_questions(pairings: Collection[Pairing]) -> None:
    """As `forget_questions` and `tell_outcome` do for one: of many pairings, in two queries."""
    about = Delivery.objects.filter(subject_id__in=[pairing.pk for pairing in pairings])
    about.filter(kind=ASK).delete()
    about.unsent().filter(kind=AGREE).finish(Delivery.State.CANCELLED, "The pairing has changed.")


def aware_of(pairing: Pairing) -> list[uuid.UUID]:
    """Those who know of the pairing: the mentor, and the leader once asked or when it was their own request."""
    knows = [pairing.junior.user_id]
    if pairing.senior_asked_at or pairing.agreed_at or pairing.requested_by == Side.SENIOR:
        knows.append(pairing.senior.user_id)
    return knows
