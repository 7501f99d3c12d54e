"""Conflicts of interest: who must not be paired with whom. It is HR's word about two people, or somebody's own about
themselves, which nobody else reads."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from frame.errors import Refused
from people import change_hooks
from people.audit import recording
from people.models import (
    ConflictOfInterest,
    User,
)
from people.retention.holds import refuse_held


@transaction.atomic
def add_conflict(*, person: User, other: User, owner: User | None, note: str = "") -> None:
    """Two people must not be paired: HR's word (no owner), or a private one of `owner`. Twice is once."""
    if person.pk == other.pk:
        raise Refused(_("Name somebody else: nobody is paired with themselves."))
    first, second = sorted((person, other), key=lambda member: str(member.pk)) if owner is None else (person, other)
    _conflict, is_new = ConflictOfInterest.objects.get_or_create(
        person=first, other=second, owner=owner, defaults={"note": note}
    )
    if is_new and owner is None:
        _record_conflict("conflict.added", first, second)
    change_hooks.announce_conflicts([(first.pk, second.pk)])


@transaction.atomic
def remove_conflict(*, conflict: ConflictOfInterest) -> None:
    """The two may be paired again. Twice is once; raises Refused for HR's word about somebody on legal hold."""
    if conflict.owner_id is None:
        refuse_held(people=[pk for pk in (conflict.person_id, conflict.other_id) if pk])
    deleted, _rows = ConflictOfInterest.objects.filter(pk=conflict.pk).delete()
    if deleted and conflict.owner_id is None and conflict.other:
        _record_conflict("conflict.removed", conflict.person, conflict.other)
    change_hooks.announce_conflicts([(conflict.person_id, conflict.other_id)])


def _record_conflict(act: str, *people: User) -> None:
    """HR's alone: an entry about each, of which none names the other, for whoever is near one of them. Private ones
    are never recorded."""
    for person in people:
        recording.record(actor=recording.whoever(), act=act, about=person)


@transaction.atomic
def keep_apart(*, person: User, email: str, note: str = "") -> None:
    """Somebody must not be paired with whoever has this address, now or later; nobody else learns of it. The same is
    done whether the roster has the address or not. Twice is once."""
    email = email.strip().lower()
    if email == person.email.lower():
        raise Refused(_("Name somebody else: nobody is paired with themselves."))
    other = User.objects.filter(email__iexact=email).first()
    values = {"person": person, "other": other, "note": note}
    ConflictOfInterest.objects.get_or_create(owner=person, named=email, defaults=values)
    change_hooks.announce_conflicts([(person.pk, other.pk if other else None)])


@transaction.atomic
def settle_named() -> int:
    """Private conflicts with people who have come into the roster since, or have the address by now; how many."""
    unsettled = list(ConflictOfInterest.objects.unsettled())
    people = dict(User.objects.filter(email__in={conflict.named for conflict in unsettled}).values_list("email", "pk"))
    settled = [
        conflict for conflict in unsettled if people.get(conflict.named, conflict.person_id) != conflict.person_id
    ]
    for conflict in settled:
        conflict.other_id = people[conflict.named]
    ConflictOfInterest.objects.bulk_update(settled, ["other"])
    change_hooks.announce_conflicts([(conflict.person_id, conflict.other_id) for conflict in settled])
    return len(settled)


def forget_conflicts(*, person: User, by: Any = None) -> None:
    """When somebody is erased their own go, and HR's. What others have noted in private stays as they typed it, and no
    longer leads to the erased row: for its owner it is as before, as is the note about an address that nobody here has.
    If the person comes back it counts again."""
    others = ConflictOfInterest.objects.filter(other=person).exclude(owner=None).exclude(owner=person)
    others.exclude(named="").update(other=None)
    for lookup in ("person", "other", "owner"):
        ConflictOfInterest.objects.filter(**{lookup: person}).delete()
