"""Verbs on the organisation as a whole."""

from collections.abc import Mapping
from typing import Any

from django.core.cache import cache
from django.db import transaction

from frame.versions import save_values, values_of
from people.audit import recording
from people.models import Organization
from people.models.organization import HOME_ZONE


@transaction.atomic
def change_organization(*, organization: Organization, values: Mapping[str, Any], seen: str) -> bool:
    """Save name, clock and what stands in messages; False when they stood there already.

    Raises Conflict when somebody else has changed them since the page with the digest `seen` was opened.
    """
    before = values_of(organization, values)
    is_changed = save_values(thing=organization, values=values, seen=seen)
    if is_changed:
        moved = recording.changes(before, values)
        recording.record(actor=recording.whoever(), act="organization.changed", about=organization, details=moved)
    transaction.on_commit(lambda: cache.delete(HOME_ZONE))
    return is_changed
