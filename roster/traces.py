"""What an import, and its undoing, leave in the audit log about single people: as much as the same by hand would."""

import uuid
from collections.abc import Iterable

from people.audit import recording
from people.models import User

Ids = Iterable[uuid.UUID]


def leave(*, left: Ids, back: Ids, moved: Ids, by: User) -> None:
    """Who was let go, who is back and whose manager changed, one by one."""
    recording.record_each(left, actor=by, act="person.deactivated")
    recording.record_each(back, actor=by, act="person.reactivated")
    recording.record_each(moved, actor=by, act="person.changed", details={"manager": "…"})
