"""Work for the worker: ids in, one service call."""

import uuid

from celery import shared_task
from django.utils import timezone


@shared_task(name="pairings.solve_match")
def solve_match(run_id: str) -> None:
    """Solve one match run; a second delivery of the same message finds it taken and does nothing."""
    from pairings.services.solving import solve_run

    solve_run(run_id=uuid.UUID(run_id))


@shared_task(name="pairings.tell_changes")
def tell_changes_due() -> None:
    """Every minute: at the hours of a batch, what was asked takes effect and both of a pair are told."""
    from pairings.services import tell_changes

    tell_changes()


@shared_task(name="pairings.tend")
def tend() -> None:
    """Every few minutes: close questions whose time has passed, and see to match runs that nobody looks after and to
    matters that nobody may read."""
    from pairings.services.consent import expire_pairings
    from pairings.services.runs import tend_runs
    from programs.services import want_readers

    now = timezone.now()
    expire_pairings(now=now)
    tend_runs(now=now)
    want_readers()
