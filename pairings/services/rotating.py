"""New partners within a running cycle: saying what one wants, opening, calling it off, and the day itself.

Nothing hangs on who wanted to stay but which pairs go on, and these hear of it on the day, with all others: see
docs/decisions/0041-who-wanted-to-stay.md."""

import datetime as dt
import random
import uuid
from collections.abc import Collection, Iterable, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from frame.errors import Refused
from pairings import upper_floors
from pairings.certificates import certify
from pairings.models import NextWish, PairEnding, Pairing, Rotation, RotationChoice
from pairings.querysets import RUNNING
from pairings.rotation_plan import may_open_from, rotation_of
from pairings.services.agreement import open_if_ready
from pairings.services.consent import close_question
from pairings.services.lifecycle import complete_all, end_all, places_free_of
from pairings.services.locking import lock_pairings
from people.clock import local_today
from people.deadlines import Deadline
from people.models import User
from programs.models import Cycle, Participant
from programs.recording import record_act
from programs.reminders import owe_messages
from programs.services import finish_participation, hold_cycles, set_not_matched

Choice, State = RotationChoice.Choice, Pairing.State
DONE_KIND = "rotation_done"
#: What one person is told on the day; the same for both of a pair that goes on.
STAYS, NEW, WAITS, PAUSES, STOPS, OTHER = "stays", "new", "waits", "pauses", "stops", "other"
#: What all are told who had heard of a day on which partners do not change.
OFF, MOVED = "off", "moved"
#: The lot: nobody can work out beforehand, or afterwards, which pairs it drew.
LOT = random.SystemRandom()


@transaction.atomic
def choose_for_rotation(*, participant: Participant, choice: str) -> None:
    """What somebody wants of the next rotation, a RotationChoice.Choice; the last word counts. Refused without a
    rotation ahead, and after the last day to say so."""
    hold_cycles([participant.cycle_id])
    cycle = Cycle.objects.get(pk=participant.cycle_id)
    until = cycle.says_until
    if until is None:
        raise Refused(_("No change of partners is planned, so there is nothing to choose."))
    if until.is_past() or rotation_of(cycle):
        raise Refused(_("The last day to choose has passed. If something has happened, write to the program team."))
    if choice == Choice.STAY and not cycle.rotation_keeps:
        raise Refused(_("In this program everybody changes partners. Choose one of the others."))
    if choice == Choice.OTHER and not upper_floors.proposals().may_change_sides(participant):
        raise Refused(_("Nobody in this program is far enough above or below you to change sides. Choose another one."))
    RotationChoice.objects.update_or_create(participant=participant, defaults={"choice": choice, "away_since": None})


@transaction.atomic
def open_rotation(*, cycle: Cycle, by: User) -> Rotation:
    """From now on matches are for the first day of the new pairs; the lot is drawn, and every wish to stay is gone.

    Opening twice opens once. Raises Refused before everybody has had their time to choose, when the day has passed, and
    when the cycle does not run."""
    hold_cycles([cycle.pk])
    cycle.refresh_from_db()
    if there := rotation_of(cycle):
        return there
    _refuse_unless_openable(cycle)
    day = cycle.rotates_on or local_today()
    rotation = Rotation.objects.create(cycle=cycle, first_day=day, opened_by=by)
    set_not_matched(participant_ids=_come_back(cycle), is_paused=False)
    pairings = lock_pairings(Pairing.objects.filter(cycle=cycle, last_on__isnull=True).open())
    kept = _drawn(pairings, cycle.rotation_keeps)
    ending = [pairing.pk for pairing in pairings if pairing.pk not in kept]
    Pairing.objects.filter(pk__in=ending).update(last_on=rotation.last_day)
    RotationChoice.objects.filter(participant__cycle=cycle).exclude(choice__in=RotationChoice.AWAY).delete()
    record_act("rotation.opened", cycle.program_id, about=cycle, by=by)
    return rotation


def _refuse_unless_openable(cycle: Cycle) -> None:
    today = local_today()
    if cycle.state != Cycle.State.RUNNING or not cycle.program.is_open:
        raise Refused(_("Partners change while a cycle runs, and this one does not."))
    if cycle.rotates_on is None:
        raise Refused(_("No day is set on which partners change. Set one in the dates of the program."))
    if today < may_open_from(cycle.rotates_on):
        until = Deadline.on(cycle.rotates_on - Cycle.SAID_BEFORE)
        raise Refused(_("People may choose until %(until)s. Open it after that.") % {"until": until})


def _come_back(cycle: Cycle) -> list[uuid.UUID]:
    """Those who paused for the last rotation, and have not said that they pause again or stop."""
    back = RotationChoice.objects.filter(participant__cycle=cycle, away_since__isnull=False)
    return list(back.values_list("participant", flat=True))


def _drawn(pairings: Sequence[Pairing], most: int) -> set[uuid.UUID]:
    """The pairs that go on: the lot draws `most` of all that meet, and never more than half, whatever anybody wants; of
    those drawn go on in which both want it. So a pair that does not go on may always have been left out by the lot."""
    meeting = [pairing for pairing in pairings if pairing.state in RUNNING]
    drawn = LOT.sample(meeting, min(most, len(meeting) // 2))
    two = [participant for pairing in drawn for participant in (pairing.junior_id, pairing.senior_id)]
    stay = set(
        RotationChoice.objects.filter(participant__in=two, choice=Choice.STAY).values_list("participant", flat=True)
    )
    return {pairing.pk for pairing in drawn if {pairing.junior_id, pairing.senior_id} <= stay}


@transaction.atomic
def set_rest(*, rotation: Rotation, rest: str, by: User) -> None:
    """What becomes of pairs neither of whose people has a new partner: of all of them alike."""
    hold_cycles([rotation.cycle_id])
    changed = Rotation.objects.filter(pk=rotation.pk, done_at__isnull=True).exclude(rest=rest).update(rest=rest)
    if changed:
        record_act("rotation.ruled", rotation.cycle.program_id, about=rotation.cycle, by=by, rest=rest)


@transaction.atomic
def call_off_rotation(*, cycle: Cycle, by: User) -> bool:
    """Partners do not change after all: all who were told hear that they go on. Refused once new pairs are asked; False
    when there is nothing to call off."""
    hold_cycles([cycle.pk])
    cycle.refresh_from_db()
    rotation = rotation_of(cycle)
    if rotation and Pairing.objects.filter(cycle=cycle, starts_on=rotation.first_day).exists():
        raise Refused(_("New partners have been asked already, so the change cannot be called off any more."))
    if rotation is None and cycle.rotates_on is None:
        return False
    if cycle.is_change_announced(local_today()):
        tell_of_rotation(cycle, everybody_hears(cycle, OFF), cycle.rotates_on)
    Pairing.objects.filter(cycle=cycle, last_on__isnull=False).open().update(last_on=None)
    RotationChoice.objects.filter(participant__cycle=cycle, away_since__isnull=True).delete()
    if rotation:
        rotation.delete()
    Cycle.objects.filter(pk=cycle.pk).update(rotates_on=None)
    record_act("rotation.called_off", cycle.program_id, about=cycle, by=by)
    return True


def agreed_in(cycle: Cycle) -> Iterable[Pairing]:
    """The pairs of a cycle that both have agreed to and that are not over, with their places."""
    return Pairing.objects.filter(cycle=cycle).agreed().select_related("junior", "senior")


def everybody_hears(cycle: Cycle, word: str) -> dict[Participant, str]:
    """One word for each person of a pair that both have agreed to."""
    return {participant: word for pairing in agreed_in(cycle) for participant in (pairing.junior, pairing.senior)}


def first_day_of_new_pairs(cycle: Cycle, now: dt.datetime) -> dt.date | None:
    """The day on which pairs that are published at `now` (aware) begin, which is noted as published; None outside a
    rotation: at once. The cycle is held by the caller."""
    rotation = rotation_of(cycle)
    if rotation is None:
        return None
    Rotation.objects.filter(pk=rotation.pk, published_at__isnull=True).update(published_at=now)
    return rotation.first_day


def carry_out_rotations(*, now: dt.datetime | None = None) -> int:
    """Change partners where the day has come and new pairs are published; returns in how many cycles. Any number of
    runs, and late ones, are safe."""
    now = now or timezone.now()
    due = Rotation.objects.filter(
        done_at__isnull=True, published_at__isnull=False, first_day__lte=local_today(now),
        cycle__state=Cycle.State.RUNNING,
    )  # fmt: skip
    return sum(_carry_out(rotation, now) for rotation in due.select_related("cycle__program"))


@transaction.atomic
def _carry_out(rotation: Rotation, now: dt.datetime) -> bool:
    cycle = rotation.cycle
    hold_cycles([cycle.pk])
    if not Rotation.objects.filter(pk=rotation.pk, done_at__isnull=True).update(done_at=now):
        return False
    before = lock_pairings(Pairing.objects.filter(cycle=cycle, last_on__lt=rotation.first_day).open())
    new = lock_pairings(Pairing.objects.filter(cycle=cycle, starts_on=rotation.first_day).open())
    away = dict(
        RotationChoice.objects.filter(participant__cycle=cycle, choice__in=RotationChoice.AWAY).values_list(
            "participant", "choice"
        )
    )
    goes_on = _going_on(rotation, before, new, away)
    Pairing.objects.filter(pk__in=goes_on).update(last_on=None)
    ending = [pairing for pairing in before if pairing.pk not in goes_on]
    new_ones = [pairing.pk for pairing in new]
    lasting = Pairing.objects.filter(cycle=cycle, last_on__isnull=True).agreed().exclude(pk__in=new_ones)
    staying = list(lasting.select_related("junior", "senior"))
    completed = _end(ending, now)
    _send_away(rotation, away, completed)
    for pairing in new:
        open_if_ready(pairing, heard=[pairing.junior.user_id, pairing.senior.user_id])
    Cycle.objects.filter(pk=cycle.pk, rotates_on__lte=rotation.first_day).update(rotates_on=None)
    tell_of_rotation(cycle, _what_each_hears(ending, staying, new, away), rotation.first_day)
    return True


def _going_on(
    rotation: Rotation, before: Sequence[Pairing], new: Sequence[Pairing], away: Collection[uuid.UUID]
) -> set[uuid.UUID]:
    """The pairs that go on since nobody new is there for either of the two. One that is paused, or that somebody asked
    to end, does not: nobody is held to it."""
    if rotation.rest != Rotation.Rest.STAY:
        return set()
    busy = {participant for pairing in new for participant in (pairing.junior_id, pairing.senior_id)} | set(away)
    return {
        pairing.pk
        for pairing in before
        if pairing.can_meet and not pairing.end_requested_at and not {pairing.junior_id, pairing.senior_id} & busy
    }


def _end(pairings: Sequence[Pairing], now: dt.datetime) -> list[Pairing]:
    """Each comes to its end, and what it was is written down: completed where the two have met. Gives these. A question
    that is still open closes like any that nobody has answered."""
    held = upper_floors.sessions().held_counts(Pairing.objects.filter(pk__in=[pairing.pk for pairing in pairings]))
    completed = [pairing for pairing in pairings if pairing.is_running and held.get(pairing.pk)]
    done = {pairing.pk for pairing in completed}
    end_all([pairing for pairing in pairings if pairing.agreed_at and pairing.pk not in done], now)
    for question in (pairing for pairing in pairings if not pairing.agreed_at):
        close_question(question, State.EXPIRED, now)
    complete_all(completed, None, now, goes_on=True)
    outcomes = PairEnding.Outcome
    PairEnding.objects.bulk_create(
        [
            PairEnding(pairing=pairing, outcome=outcomes.COMPLETED if pairing.pk in done else outcomes.ENDED)
            for pairing in pairings
        ],
        ignore_conflicts=True, batch_size=500,
    )  # fmt: skip
    return completed


def _send_away(rotation: Rotation, away: dict[uuid.UUID, str], completed: Sequence[Pairing]) -> None:
    """Who stops has completed the cycle and has a certificate where they met; who pauses is back with the rotation
    after this one. That somebody would like the other side is kept as what they would like next, for the end of the
    cycle. Nobody else reads any more what they said."""
    stopping = {participant for participant, choice in away.items() if choice in RotationChoice.STOPPING}
    pausing = set(away) - stopping
    finish_participation(participant_ids=places_free_of(stopping))
    set_not_matched(participant_ids=pausing, is_paused=True)
    theirs = [pairing for pairing in completed if {pairing.junior_id, pairing.senior_id} & stopping]
    held = upper_floors.sessions().held_counts(Pairing.objects.filter(pk__in=[pairing.pk for pairing in theirs]))
    certify(theirs, held, only=stopping)
    other_side = [participant for participant, choice in away.items() if choice == Choice.OTHER]
    NextWish.objects.bulk_create(
        [NextWish(participant_id=participant, wish=NextWish.Wish.OTHER) for participant in other_side],
        update_conflicts=True, unique_fields=["participant"], update_fields=["wish"],
    )  # fmt: skip
    RotationChoice.objects.filter(participant__in=stopping).delete()
    RotationChoice.objects.filter(participant__in=pausing).update(choice=Choice.CHANGE, away_since=rotation)


def _what_each_hears(
    ending: Iterable[Pairing], staying: Iterable[Pairing], new: Iterable[Pairing], away: dict[uuid.UUID, str]
) -> dict[Participant, str]:
    """One word for each person. Whoever has no partner yet reads the same whether nobody was found, nobody has answered
    or somebody has said no."""
    words = {Choice.PAUSE.value: PAUSES, Choice.STOP.value: STOPS, Choice.OTHER.value: OTHER}
    heard: dict[Participant, str] = {}
    for pairing in (pairing for pairing in ending if pairing.agreed_at):
        for participant in (pairing.junior, pairing.senior):
            heard[participant] = words.get(away.get(participant.pk, ""), WAITS)
    for pairing in staying:
        heard |= {pairing.junior: STAYS, pairing.senior: STAYS}
    for pairing in (pairing for pairing in new if pairing.agreed_at):
        heard |= {pairing.junior: NEW, pairing.senior: NEW}
    return heard


def tell_of_rotation(
    cycle: Cycle, heard: dict[Participant, str], day: dt.date | None, was: dt.date | None = None
) -> None:
    """One message for each person, all at one hour. `was` is the day of which they had heard before."""
    days = {"day": str(day), "was": str(was)} if was else {}
    for word in {*heard.values()}:
        people = [(participant.pk, participant.user_id) for participant, said in heard.items() if said == word]
        people.sort()
        owe_messages(
            kind=DONE_KIND,
            recipients=people,
            occasion=f"{day}:{word}",
            scope=cycle.program_id,
            extra={"what": word} | days,
        )
