"""Verbs on oneself."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from people.models import User


@transaction.atomic
def change_profile(*, person: User, assistants: Sequence[User], **values: Any) -> None:
    """Set one's preferred name, time zone, working hours and languages, and who assists one."""
    for name, value in values.items():
        setattr(person, name, value)
    person.save(update_fields=list(values))
    person.assistants.set(assistants)
