"""Verbs on oneself."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from people import audit
from people.assisting import refuse_unfit
from people.models import User
from people.roster import changed
from people.versions import values_of


@transaction.atomic
def change_profile(*, person: User, assistants: Sequence[User], **values: Any) -> None:
    """Set one's preferred name, time zone, working hours and languages, and who assists one.

    Upper apps hear of what they judge pairs by. Raises Refused for an assistant who cannot be one.
    """
    refuse_unfit(person, assistants)
    before = values_of(person, changed.WATCHED)
    for name, value in values.items():
        setattr(person, name, value)
    person.save(update_fields=list(values))
    named = set(person.assistants.all())
    person.assistants.set(assistants)
    if named != set(assistants):
        details = {"assistants": list(assistants)}
        audit.record(actor=person, act="assistants.named", about=person, person=person, details=details)
    if values_of(person, changed.WATCHED) != before:
        changed.announce([person.pk])
