"""The work of a match run: read, solve, store. A crash leaves every earlier run as it was."""

import logging
import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from frame.errors import Refused
from matchmaker import PinError, ProblemError, propose
from proposals.change_questions import warnings_of
from proposals.drafts import (
    best_draft,
    changed_start,
    draft_change,
    pairs_of,
    pin_words,
    policy_of_run,
    with_near_pairs,
)
from proposals.manual_decisions import Change, ManualDecisions
from proposals.models import MatchRun
from proposals.others_alone import pairs_of_others, reading_of_others
from proposals.read_problem import read_everyone
from proposals.reading import Reading
from proposals.services.run_progress import Stopped, TookTooLong, Watcher
from proposals.services.runs import fail_run
from proposals.services.store_outcome import store_best, store_chosen
from proposals.services.versions import keep_first, keep_only_change
from proposals.withheld_from_team import Withheld

log = logging.getLogger(__name__)
State = MatchRun.State


def solve_run(*, run_id: uuid.UUID) -> None:
    """Do the work of a queued run. Whoever comes second finds it taken; every failure ends in a message on the page."""
    taken = MatchRun.objects.filter(pk=run_id, state=State.QUEUED).update(
        state=State.RUNNING, started_at=timezone.now(), phase="reading", progress=10
    )
    if not taken:
        return
    try:
        run = MatchRun.objects.select_related("cycle__program", "parent__cycle__program", "created_by").get(pk=run_id)
        _match(run) if run.is_solved else _make_only_change(run)
    except Stopped:
        log.info("match_stopped")
    except TookTooLong:
        fail_run(
            run_id, _("The match took longer than ten minutes and was given up. The earlier proposal is as it was.")
        )
    except Refused as refused:
        fail_run(run_id, str(refused))
    except ProblemError:
        log.exception("match_refused")
        fail_run(run_id, _("The rules and the people contradict each other. Check the pinned pairs and run it again."))
    except Exception:
        log.exception("match_failed")
        fail_run(run_id, _("Something went wrong on our side. The earlier proposal is as it was; run it again."))


def _match(run: MatchRun) -> None:
    """The best set of pairs. Raises Refused when a pinned pair cannot be kept."""
    everyone, decisions = read_everyone(run.cycle, policy_of_run(run)), ManualDecisions.of(run)
    withheld = Withheld(run.created_by, run.cycle)
    if run.parent and run.parent.may_be_kept and run.act != MatchRun.Act.MATCHED and withheld:
        _match_others(run, run.parent, everyone, withheld)
        return
    reading = everyone.under(decisions)
    start = None
    if run.parent and run.act != MatchRun.Act.MATCHED:
        start = changed_start(run.parent, everyone, reading, decisions)
    watch = Watcher(run.pk)
    try:
        result = propose(reading.problem, start=start, watch=watch)
    except PinError as error:
        raise Refused(pin_words(reading, error)) from error
    watch("storing", 0, 0)
    with transaction.atomic():
        store_best(run, reading, result)
        keep_first(run)


def _match_others(run: MatchRun, parent: MatchRun, everyone: Reading, withheld: Withheld) -> None:
    """The best set for others than those near whoever asked: what became of these would tell what is kept from them."""
    pairs, watch = pairs_of(parent), Watcher(run.pk)
    others = reading_of_others(everyone, withheld, pairs)
    best = best_draft(others, ManualDecisions.of(run), policy_of_run(run), watch=watch)
    draft = with_near_pairs(best, everyone, {*pairs} - {*pairs_of_others(pairs, withheld)})
    watch("storing", 0, 0)
    with transaction.atomic():
        store_chosen(run, draft)
        keep_first(run)


def _make_only_change(run: MatchRun) -> None:
    """The pairs of the parent with nothing changed but what is named. It counts at once, as it would have in the
    request, unless there is something to ask about first: then it waits beside the present proposal."""
    if run.parent is None:
        raise Refused(_("The proposal that was to be changed is gone. Look at the present one."))
    watch = Watcher(run.pk)
    withheld = Withheld(run.created_by, run.cycle)
    drafted = draft_change(run.parent, Change(run.act, tuple(run.about)), withheld=withheld, watch=watch)
    watch("storing", 0, 0)
    with transaction.atomic():
        MatchRun.objects.filter(pk=run.pk).update(**drafted.only.decisions.columns())
        store_chosen(run, drafted.to_store(drafted.only))
        if not warnings_of(drafted, drafted.only):
            keep_only_change(run)
