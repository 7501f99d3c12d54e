"""Match runs: starting one, giving one up, and looking after those whose worker died."""

import datetime as dt
import logging
import uuid

from django.db import IntegrityError, transaction
from django.forms import model_to_dict
from django.utils import timezone
from django.utils.translation import gettext as _

from pairings.models import MatchPolicy, MatchRun
from people.errors import Refused
from people.models import User
from programs.models import Cycle, Participant, Program

log = logging.getLogger(__name__)
State = MatchRun.State
UNDER_WAY = (State.QUEUED, State.RUNNING)

#: After this long one may give a run up; a match of thousands takes seconds.
STALE = dt.timedelta(minutes=2)
#: After this long it is given up by itself (the worker's own limit is 30 minutes).
LOST = dt.timedelta(minutes=35)
#: A queued run that no worker took for so long is handed out again: the broker may have lost it.
FORGOTTEN = dt.timedelta(minutes=1)


def policy_of(program: Program) -> MatchPolicy:
    """The program's rules; with their defaults when nobody has looked at them yet."""
    return MatchPolicy.objects.get_or_create(program=program)[0]


def start_run(*, cycle: Cycle, by: User) -> MatchRun:
    """Put a match of the cycle into the worker's hands; earlier results stay until this one is done.

    Raises Refused while another run is under way, when nobody can be matched, or when the cycle is over.
    """
    if cycle.state in (Cycle.State.CLOSING, Cycle.State.CLOSED):
        raise Refused(_("This cycle is ending, so nobody new is matched in it. Start the next cycle."))
    _refuse_without_people(cycle)
    policy = model_to_dict(policy_of(cycle.program), exclude=["id", "program"])
    try:
        with transaction.atomic():
            run = MatchRun.objects.create(cycle=cycle, created_by=by, policy=policy)
            transaction.on_commit(lambda: hand_out(run.pk), robust=True)
    except IntegrityError:
        raise Refused(_("A match of this cycle is running already. Wait until it is done, or give it up.")) from None
    return run


def _refuse_without_people(cycle: Cycle) -> None:
    sides = set(Participant.objects.filter(cycle=cycle).matchable().order_by().values_list("side", flat=True))
    if len(sides) < 2:
        raise Refused(_("There must be at least one approved mentor and one approved leader. Approve people first."))


def hand_out(run_id: uuid.UUID) -> None:
    """Tell a worker; when the broker does not answer, the next round of `tend_runs` does it."""
    from pairings.tasks import solve_match

    try:
        solve_match.apply_async(args=(str(run_id),), retry=False)
    except Exception as error:
        log.warning("match_not_handed_out", extra={"error": type(error).__name__})


def give_up_run(*, run: MatchRun) -> bool:
    """End a run that takes too long; what it still finds is thrown away. False when it was over already."""
    if run.state in UNDER_WAY and run.created_at > timezone.now() - STALE:
        raise Refused(_("The match has only just begun. You can give it up after two minutes."))
    return fail_run(run.pk, _("The match was given up. The earlier proposal is as it was; you can run it again."))


def fail_run(run_id: uuid.UUID, message: str) -> bool:
    """Mark a run that is under way as failed, with a message for the coordinator."""
    under_way = MatchRun.objects.filter(pk=run_id, state__in=UNDER_WAY)
    return bool(under_way.update(state=State.FAILED, message=message, finished_at=timezone.now()))


def tend_runs(*, now: dt.datetime) -> None:
    """Give up runs whose worker is gone, hand out those that no worker took. `now` is aware."""
    lost = MatchRun.objects.filter(state__in=UNDER_WAY, created_at__lt=now - LOST)
    for run_id in lost.values_list("pk", flat=True):
        fail_run(run_id, _("The match did not finish. The earlier proposal is as it was; run it again."))
    forgotten = MatchRun.objects.filter(state=State.QUEUED, created_at__lt=now - FORGOTTEN)
    for run_id in forgotten.values_list("pk", flat=True):
        hand_out(run_id)
