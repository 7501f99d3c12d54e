"""Being asked: yes, no, or no answer in time."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from frame.errors import Refused
from pairings.models import Agreement, Consent, Pairing
from pairings.program_texts import CONFIDENTIALITY, LEAVING
from pairings.services import messages
from pairings.services.limit import hold_all_places, refuse_beyond_limit
from pairings.services.locking import has_room, lock_pairing
from pairings.services.todos import report
from people.clock import days_ahead
from people.models import User
from programs.models import Side, Todo

State = Pairing.State


@transaction.atomic
def accept_pairing(*, pairing: Pairing, by: User) -> Pairing:
    """A yes: the mentor's has the leader asked, the second one lets both prepare.

    Saying it twice is harmless. Raises Refused when it is not (or no longer) one's turn, when one's places are taken,
    or when one has as many partners as one may, in all programs together.
    """
    now, most = timezone.now(), hold_all_places(by, pairing.cycle_id)
    pairing = lock_pairing(pairing)
    side = pairing.side_of(by)
    if _answered_before(pairing, side, Consent.Decision.ACCEPTED):
        return pairing
    _refuse_unless_asked(pairing, side, by, now)
    _refuse_without_room(pairing, side)
    refuse_beyond_limit(by, pairing, most)
    Consent.objects.create(pairing=pairing, side=side, decision=Consent.Decision.ACCEPTED)
    messages.forget_questions(pairing)
    is_first = side == Side.JUNIOR and pairing.requested_by != Side.SENIOR
    _ask_senior(pairing, now) if is_first else _prepare(pairing, now)
    return pairing


@transaction.atomic
def decline_pairing(*, pairing: Pairing, by: User, reason: str = "") -> Pairing:
    """A no, with a reason for the program team alone or without one.

    The other side hears nothing when it was never asked; who knows of it reads the same words as always, at a fixed
    hour.
    """
    now = timezone.now()
    pairing = lock_pairing(pairing)
    side = pairing.side_of(by)
    if _answered_before(pairing, side, Consent.Decision.DECLINED):
        return pairing
    _refuse_unless_asked(pairing, side, by, now)
    Consent.objects.create(pairing=pairing, side=side, decision=Consent.Decision.DECLINED, reason=reason)
    close_question(pairing, State.DECLINED, now)
    return pairing


def expire_pairings(*, now: dt.datetime) -> int:
    """Close every question whose time has passed at `now` (aware); returns how many. Any number of runs is safe."""
    unanswered = Pairing.objects.unanswered_since(now).with_people()
    return sum(_expire(pairing, now) for pairing in unanswered)


@transaction.atomic
def _expire(pairing: Pairing, now: dt.datetime) -> bool:
    pairing = lock_pairing(pairing)
    if not pairing.is_answerable or pairing.answer_by > now:
        return False
    close_question(pairing, State.EXPIRED, now)
    return True


def close_question(pairing: Pairing, state: str, now: dt.datetime) -> None:
    """The proposed pairing will not come about, which `tell_changes` tells when the time to answer is over. The caller
    holds the lock.

    Whoever said no is told with the others: a message that one of two does not get would name them in the outbox.
    """
    pairing.state, pairing.ended_at, pairing.outcome_at = state, now, messages.answer_hour(pairing)
    pairing.save(update_fields=["state", "ended_at", "outcome_at"])
    messages.forget_questions(pairing)
    report(pairing, Todo.Kind.NOT_ANSWERED)


def _answered_before(pairing: Pairing, side: str, decision: str) -> bool:
    consent = Consent.objects.filter(pairing=pairing, side=side).first()
    if consent and consent.decision != decision:
        raise Refused(_change_of_mind(consent))
    return consent is not None


def _change_of_mind(consent: Consent) -> str:
    if consent.decision == Consent.Decision.ACCEPTED:
        return _("You have said yes to this pairing. To step back from it, use “Step back” on its page.")
    return _("You have said no to this pairing. If you have changed your mind, write to the program team.")


def _refuse_unless_asked(pairing: Pairing, side: str, by: User, now: dt.datetime) -> None:
    is_turn = side == Side.JUNIOR or (side == Side.SENIOR and pairing.senior_asked_at)
    if not is_turn or not pairing.is_answerable:
        raise Refused(_("The program has changed your pairing. There is nothing to answer any more."))
    if pairing.answer_until.is_past(now):
        raise Refused(
            _("The time to answer has passed: it ended %(until)s. If you still want to, write to the program team.")
            % {"until": pairing.answer_until.words(by.zone)}
        )


def _refuse_without_room(pairing: Pairing, side: str) -> None:
    own, other = (pairing.junior, pairing.senior) if side == Side.JUNIOR else (pairing.senior, pairing.junior)
    if not has_room(own, besides=pairing):
        raise Refused(
            _(
                "You already have as many partners as you wished for. Raise the number in your enrolment first, or "
                "decline this one."
            )
        )
    if not has_room(other, besides=pairing):
        raise Refused(_("The program is changing this pairing. You will be asked again when there is a new one."))


def _ask_senior(pairing: Pairing, now: dt.datetime) -> None:
    """The leader gets the whole time to answer, counted from now."""
    later = days_ahead(now, days=pairing.cycle.program.answer_days)
    pairing.senior_asked_at, pairing.answer_by = now, max(pairing.answer_by, later)
    pairing.save(update_fields=["senior_asked_at", "answer_by"])
    messages.ask_side(pairing, pairing.senior.user_id)


def _prepare(pairing: Pairing, now: dt.datetime) -> None:
    """Both said yes: the agreement starts from what the program suggests. Who has stepped back since need not wait for
    the end of the time to answer."""
    program = pairing.cycle.program
    batch = messages.next_batch(now)
    pairing.end_requests.filter(told_at__gt=batch).update(told_at=batch)
    pairing.state, pairing.agreed_at = State.PREPARING, now
    pairing.save(update_fields=["state", "agreed_at"])
    Agreement.objects.create(
        pairing=pairing,
        cadence_weeks=program.cadence_weeks,
        meeting_minutes=program.meeting_minutes,
        channels=program.channels,
        confidentiality=str(CONFIDENTIALITY),
        leaving=str(LEAVING),
    )
    messages.ask_to_agree(pairing)
