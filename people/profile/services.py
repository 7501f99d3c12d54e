"""Verbs on oneself."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from people import audit, ended_lines
from people.approvals import entries
from people.assisting import refuse_unfit
from people.errors import Refused
from people.models import ConflictOfInterest, User
from people.roster import changed
from people.versions import values_of


@transaction.atomic
def change_profile(*, person: User, assistants: Sequence[User], **values: Any) -> list[User]:
    """Set one's preferred name, time zone, working hours and languages, and who assists one.

    Upper apps hear of what they judge pairs by. Raises Refused for an assistant who cannot be one. Gives those who go
    on assisting until a second person agrees: they look after one, and are close to one's pairings for now.
    """
    refuse_unfit(person, assistants)
    before = values_of(person, changed.WATCHED)
    for name, value in values.items():
        setattr(person, name, value)
    person.save(update_fields=list(values))
    if staying := entries.kept_assistants(person, assistants):
        entries.ask_to_drop_assistants(person=person, assistants=staying, by=person)
    _name_assistants(person, {*assistants, *staying})
    if values_of(person, changed.WATCHED) != before:
        changed.announce([person.pk])
    return staying


@transaction.atomic
def keep_apart(*, person: User, named: str, note: str = "") -> None:
    """Somebody must not be paired with whoever has this address, now or later; nobody else learns of it. The same is
    done whether the roster has the address or not. Twice is once."""
    named = named.strip().lower()
    if named == person.email.lower():
        raise Refused(_("Name somebody else: nobody is paired with themselves."))
    other = User.objects.filter(email__iexact=named).first()
    values = {"person": person, "other": other, "note": note}
    ConflictOfInterest.objects.get_or_create(owner=person, named=named, defaults=values)
    changed.announce([person.pk])


@transaction.atomic
def settle_named() -> int:
    """Private conflicts with people who have come into the roster since, or have the address by now; how many."""
    waiting = list(ConflictOfInterest.objects.unsettled())
    people = dict(User.objects.filter(email__in={one.named for one in waiting}).values_list("email", "pk"))
    found = [one for one in waiting if people.get(one.named, one.person_id) != one.person_id]
    for one in found:
        one.other_id = people[one.named]
    ConflictOfInterest.objects.bulk_update(found, ["other"])
    changed.announce({one.person_id for one in found})
    return len(found)


def _name_assistants(person: User, assistants: set[User]) -> None:
    if set(person.assistants.all()) == assistants:
        return
    ended_lines.keep_assistants(person, assistants)
    person.assistants.set(assistants)
    details = {"assistants": sorted(assistants, key=str)}
    audit.record(actor=person, act="assistants.named", about=person, person=person, details=details)
