"""What an import, and its undoing, leave in the audit log about single people: as much as the same by hand would."""

import uuid
from collections.abc import Iterable, Mapping, Sequence

from people.audit import recording
from people.models import User

Ids = Iterable[uuid.UUID]
#: By the id of a person the fields that changed, name to [before, after].
Changes = Mapping[uuid.UUID, Mapping[str, Sequence[object]]]


def leave(*, left: Ids, back: Ids, changed: Changes, by: User) -> None:
    """Who was let go, who is back, and what changed of whom, one by one."""
    recording.record_each(left, actor=by, act="person.deactivated")
    recording.record_each(back, actor=by, act="person.reactivated")
    said = ((person, recording.entry_changes(fields)) for person, fields in changed.items())
    recording.record_all(
        recording.entry_about(person, actor=by, act="person.changed", about=None, details=details)
        for person, details in said
        if details
    )
