"""Work for the worker: ids in, one service call."""

import uuid
from collections.abc import Sequence

from celery import shared_task
from django.utils import timezone


@shared_task(name="pairings.tell_changes")
def tell_changes_due() -> None:
    """Every minute: at the hours of a batch, what was asked takes effect and both of a pair are told; cycles close, and
    on their day partners change."""
    from pairings.services import carry_out_closings, carry_out_rotations, tell_changes

    tell_changes()
    carry_out_closings()
    carry_out_rotations()


@shared_task(name="pairings.tend")
def settle_pairings() -> None:
    """Every few minutes: close questions whose time has passed, and see to pairs that nobody may read about."""
    from pairings.services.carrying_over import ask_carried
    from pairings.services.consent import expire_pairings
    from pairings.services.readers import want_readers

    expire_pairings(now=timezone.now())
    want_readers()
    ask_carried()


@shared_task(name="pairings.make_certificates")
def make_certificates(ids: Sequence[str], is_zip: bool) -> None:
    """The PDF of one certificate, or those of many in one file."""
    from pairings.certificates import make

    make([uuid.UUID(pk) for pk in ids], is_zip=is_zip)
