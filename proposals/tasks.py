"""Work for the worker: ids in, one service call."""

import uuid

from celery import shared_task
from django.utils import timezone


@shared_task(name="proposals.solve_match")
def solve_match(run_id: str) -> None:
    """Solve one match run; a second delivery of the same message finds it taken and does nothing."""
    from proposals.services.solve_run import solve_run

    solve_run(run_id=uuid.UUID(run_id))


@shared_task(name="proposals.look_ahead")
def look_ahead_in(cycle_id: str) -> None:
    """How many more changes of partners a cycle allows."""
    from proposals.rotation_outlook import compute_outlook

    compute_outlook(uuid.UUID(cycle_id))


@shared_task(name="proposals.tend")
def settle_match_runs() -> None:
    """Every few minutes: see to match runs that nobody looks after any more, and ask those who take over a place."""
    from proposals.services.runs import tend_runs
    from proposals.services.successors import ask_successors

    tend_runs(now=timezone.now())
    ask_successors()


@shared_task(name="proposals.recheck_pending")
def recheck_pending() -> None:
    """After a change, and every minute for what nobody was told of: open pairings under the rules again."""
    from proposals.living_check import recheck_pending

    recheck_pending()
