"""What a coordinator changes in a proposal. Each change is a new version; its parent is the way back."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from frame.errors import Refused
from people.models import User
from programs.models import Cycle
from programs.recording import record_act
from proposals.drafts import Draft, Drafted, draft_change, policy_of_run
from proposals.manual_decisions import Change
from proposals.models import MatchRun
from proposals.services.runs import start_run
from proposals.services.store_outcome import store_best, store_chosen
from proposals.services.versions import hold_open, prune, refuse_ending, rules_of
from proposals.withheld_from_team import Withheld, refuse_near

State = MatchRun.State


def refuse_unless_editable(run: MatchRun | None) -> MatchRun:
    """A published proposal is a question to people by now; a run that is not done has nothing to change; an ending
    cycle gets no new pairs."""
    if run is not None:
        refuse_ending(run.cycle)
    if run is None or run.state != State.DONE:
        raise Refused(_("This proposal can no longer be changed. Run the match again to get a new one."))
    return run


def change_proposal(*, run: MatchRun, change: Change, is_best: bool, by: User, seen: str | None = None,
                    drafted: Drafted | None = None) -> MatchRun:  # fmt: skip
    """Make one change of the present proposal `run`: with the best set found anew, or nothing but what is named.

    `drafted` is the change as the page that asked has worked it out. Both ways of a large cycle are the worker's work,
    see `hand_over`. Raises Refused with the hard rules that forbid a pair, and for whoever is too near the people
    named; Conflict when somebody has changed the proposal since `seen`.
    """
    refuse_unless_editable(run)
    withheld = Withheld(by, run.cycle)
    refuse_near(withheld, change.about)
    drafted = drafted or draft_change(run, change, withheld=withheld)
    draft = drafted.best if is_best else drafted.only
    if draft is None:
        raise Refused(drafted.why_not_best)
    whole = drafted.to_store(draft)
    return store_version(draft=whole, change=change, parent=run, cycle=run.cycle, by=by, seen=seen)


def hand_over(*, run: MatchRun, change: Change, is_best: bool, by: User, seen: str | None = None) -> MatchRun:
    """Have the worker make a change of the present proposal `run`: it looks for the best set, which then stands beside
    the proposal, or makes the one change, which then is the proposal. Raises as `start_run` does."""
    refuse_unless_editable(run)
    policy = policy_of_run(run)
    return start_run(cycle=run.cycle, by=by, policy=policy, change=change, is_solved=is_best, seen=seen)


@transaction.atomic
def store_version(*, draft: Draft, change: Change, parent: MatchRun | None, cycle: Cycle, by: User, seen: str | None,
                  name: str = "", is_kept: bool = True) -> MatchRun:  # fmt: skip
    """A new version of the proposal, which counts from now on when `is_kept`.

    Raises Conflict when the present version is no longer the one that was `seen`, Refused while a match runs and when
    the cycle is ending.
    """
    hold_open(cycle, seen)
    now = timezone.now()
    try:
        with transaction.atomic():
            run = MatchRun.objects.create(
                cycle=cycle,
                parent=parent,
                created_by=by,
                name=name,
                act=change.act,
                about=list(change.about),
                is_solved=draft.result is not None,
                state=State.RUNNING,
                started_at=now,
                policy=rules_of(draft.policy),
                **draft.decisions.columns(),
            )
    except IntegrityError:
        raise Refused(_("A match of this cycle is running. Wait until it is done, or cancel it.")) from None
    if draft.result is not None:
        store_best(run, draft.reading, draft.result)
    else:
        store_chosen(run, draft)
    if is_kept:
        MatchRun.objects.filter(pk=run.pk).update(kept_at=now)
    record_act("match.changed", cycle.program_id, about=run, by=by, change=change.act)
    prune(cycle)
    run.refresh_from_db()
    return run
