"""Work for the worker: ids in, one service call."""

from celery import shared_task
from django.utils import timezone


@shared_task(name="pairings.tell_changes")
def tell_changes_due() -> None:
    """Every minute: at the hours of a batch, what was asked takes effect and both of a pair are told."""
    from pairings.services import tell_changes

    tell_changes()


@shared_task(name="pairings.tend")
def settle_pairings() -> None:
    """Every few minutes: close questions whose time has passed, and see to pairs that nobody may read about."""
    from pairings.services.consent import expire_pairings
    from pairings.services.readers import want_readers

    expire_pairings(now=timezone.now())
    want_readers()
