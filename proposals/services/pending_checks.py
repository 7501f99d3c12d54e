"""Noting which open pairings must be looked at again: in the transaction of the change, and nothing more in a request.

The worker is woken after the commit; what it misses is found by its clock (`recheck_pending` in `living_check`).
"""

import uuid
from collections.abc import Collection

from django.db import connection, transaction

from frame.waking import hand_to_worker
from people.change_hooks import Pairs
from proposals.models import MatchPolicy, PendingCheck

#: Of more people than this at once, as after an import, all open pairings are looked at.
MOST_PEOPLE = 500


def people_changed(user_ids: Collection[uuid.UUID], is_line_changed: bool = True) -> None:
    """The pairings of these people must be looked at again; with their line, also those of everybody below them."""
    if len(user_ids) > MOST_PEOPLE:
        _note([PendingCheck()])
    else:
        _note([PendingCheck(person_id=pk, is_with_reports=is_line_changed) for pk in user_ids])


def conflicts_changed(pairs: Pairs) -> None:
    """These pairs alone must be looked at again. Whatever else the two have must stay untouched: a matter that comes
    back for another pair of the one and not of the other would tell who noted the conflict.

    Of an address that nobody has the person is noted twice, so that it takes as long as another one.
    """
    in_order = [sorted((first, other or first), key=str) for first, other in pairs]
    _note([PendingCheck(person_id=first, other_id=other) for first, other in in_order])


def rules_changed(policy: MatchPolicy) -> None:
    """All open pairings of the program must be looked at again."""
    _note([PendingCheck(program_id=policy.program_id)])


@transaction.atomic
def _note(checks: list[PendingCheck]) -> None:
    PendingCheck.objects.bulk_create(checks)
    if wake not in {entry[1] for entry in connection.run_on_commit}:
        transaction.on_commit(wake, robust=True)


def wake() -> None:
    """Tell a worker; when the broker does not answer, its clock does it."""
    hand_to_worker("proposals.recheck_pending", expires=60)
