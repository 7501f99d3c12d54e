"""Match runs: starting one, cancelling one, and looking after those whose worker died."""

import datetime as dt
import uuid

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from frame.errors import Refused
from frame.waking import hand_to_worker
from people.models import User
from programs.models import Cycle, Participant
from programs.recording import record_act
from proposals.manual_decisions import Change, ManualDecisions
from proposals.models import MatchPolicy, MatchRun, RotationOutlook
from proposals.services.versions import hold_open, policy_of, refuse_ending, rules_of
from proposals.withheld_from_team import Withheld, refuse_near

State = MatchRun.State
UNDER_WAY = (State.QUEUED, State.RUNNING)

#: So many people are matched while one waits: half a second with reading and storing. More are the worker's work.
QUICK_PEOPLE = 600
#: After this long it is given up by itself (the worker's own limit is 30 minutes).
LOST = dt.timedelta(minutes=35)
#: A queued run that no worker took for so long is handed out again: the broker may have lost it.
FORGOTTEN = dt.timedelta(minutes=1)


def start_run(*, cycle: Cycle, by: User, policy: MatchPolicy | None = None, change: Change | None = None,
              name: str = "", is_solved: bool = True, seen: str | None = None) -> MatchRun:  # fmt: skip
    """Put a match of the cycle into the worker's hands; earlier results stay until this one is done, and the
    present proposal even then: the two are compared first.

    Without a `policy` by the program's rules; with a `change` the present decisions by hand are changed by it, and
    unless `is_solved` nothing else is; with a `name` the result is a scenario.
    Raises Refused while another run is under way, when nobody can be matched, when the cycle is over, and for a change
    about people too near `by`; Conflict when somebody has changed the proposal since `seen`.
    """
    refuse_ending(cycle)
    if change is not None:
        refuse_near(Withheld(by, cycle), change.about)
    _refuse_without_people(cycle)
    change = change or Change(MatchRun.Act.MATCHED, ())
    try:
        with transaction.atomic():
            parent = hold_open(cycle, seen)
            run = MatchRun.objects.create(
                cycle=cycle,
                parent=parent,
                created_by=by,
                name=name,
                policy=rules_of(policy or policy_of(cycle.program)),
                act=change.act,
                about=list(change.about),
                is_solved=is_solved,
                **ManualDecisions.carried_from(parent).after(change).columns(),
            )
            transaction.on_commit(lambda: hand_out(run.pk), robust=True)
    except IntegrityError:
        raise Refused(_("A match of this cycle is running already. Wait until it is done, or cancel it.")) from None
    record_act("match.started", cycle.program_id, about=run, by=by)
    return run


@transaction.atomic
def ask_for_outlook(*, cycle: Cycle) -> None:
    """Have a worker work out how many more changes of partners a cycle allows; once is enough until it has."""
    outlook, is_new = RotationOutlook.objects.get_or_create(cycle=cycle)
    if outlook.is_under_way and not is_new:
        return
    RotationOutlook.objects.filter(pk=outlook.pk).update(asked_at=timezone.now())
    transaction.on_commit(lambda: hand_to_worker("proposals.look_ahead", str(cycle.pk)), robust=True)


def is_quick(cycle: Cycle) -> bool:
    """Whether a match of the cycle takes no longer than a page may."""
    return Participant.objects.filter(cycle=cycle).matchable().count() <= QUICK_PEOPLE


def _refuse_without_people(cycle: Cycle) -> None:
    sides = set(Participant.objects.filter(cycle=cycle).matchable().order_by().values_list("side", flat=True))
    if len(sides) < 2:
        raise Refused(_("There must be at least one approved mentor and one approved leader. Approve people first."))


def hand_out(run_id: uuid.UUID) -> None:
    """Tell a worker; when the broker does not answer, the next round of `tend_runs` does it."""
    hand_to_worker("proposals.solve_match", str(run_id))


def cancel_run(*, run: MatchRun, by: User) -> bool:
    """Stop a run at once; the worker notices, and what it still finds is thrown away. False when it was over."""
    under_way = MatchRun.objects.filter(pk=run.pk, state__in=UNDER_WAY)
    message = _("%(name)s cancelled the match. The earlier proposal is as it was.") % {"name": by.name}
    return bool(under_way.update(state=State.CANCELLED, message=message, finished_at=timezone.now()))


def fail_run(run_id: uuid.UUID, message: str) -> bool:
    """Mark a run that is under way as failed, with a message for the coordinator."""
    under_way = MatchRun.objects.filter(pk=run_id, state__in=UNDER_WAY)
    return bool(under_way.update(state=State.FAILED, message=message, finished_at=timezone.now()))


def tend_runs(*, now: dt.datetime) -> None:
    """Give up runs whose worker is gone, hand out those that no worker took. `now` is aware."""
    lost = MatchRun.objects.filter(state__in=UNDER_WAY, created_at__lt=now - LOST)
    for run_id in lost.values_list("pk", flat=True):
        fail_run(run_id, _("The match did not finish. The earlier proposal is as it was; run it again."))
    for cycle_id in RotationOutlook.objects.forgotten(now - FORGOTTEN).values_list("cycle", flat=True):
        hand_to_worker("proposals.look_ahead", str(cycle_id))
    forgotten = MatchRun.objects.filter(state=State.QUEUED, created_at__lt=now - FORGOTTEN)
    for run_id in forgotten.values_list("pk", flat=True):
        hand_out(run_id)
