"""Verbs on oneself."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from frame.errors import Refused
from frame.versions import values_of
from people import change_hooks, ended_lines
from people.approvals import closeness_changes
from people.assistants import carers_among
from people.audit import recording
from people.models import ConflictOfInterest, User


@transaction.atomic
def change_profile(*, person: User, assistants: Sequence[str], **values: Any) -> list[User]:
    """Set one's preferred name, time zone, working hours and languages, and by their addresses who assists one.

    Addresses of nobody, or of whoever cannot be an assistant, are kept and do nothing: who is in the roster, and who
    looks after programs, cannot be found out here. Upper apps hear of what they judge pairs by. Gives those who go on
    assisting until a second person agrees: they look after one, and are close to one's pairings for now.
    """
    fit, values["named_assistants"] = _fit_to_assist(person, assistants)
    before = values_of(person, change_hooks.WATCHED)
    moved = {name: value for name, value in values.items() if getattr(person, name) != value}
    for name, value in moved.items():
        setattr(person, name, value)
    person.save(update_fields=list(moved))
    if staying := closeness_changes.kept_assistants(person, fit):
        closeness_changes.ask_to_drop_assistants(person=person, assistants=staying, by=person)
    _name_assistants(person, {*fit, *staying})
    if values_of(person, change_hooks.WATCHED) != before:
        change_hooks.announce([person.pk], is_line_changed=False)
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
    change_hooks.announce_conflicts([(person.pk, other.pk if other else None)])


@transaction.atomic
def settle_named() -> int:
    """Private conflicts with people who have come into the roster since, or have the address by now; how many."""
    waiting = list(ConflictOfInterest.objects.unsettled())
    people = dict(User.objects.filter(email__in={one.named for one in waiting}).values_list("email", "pk"))
    found = [one for one in waiting if people.get(one.named, one.person_id) != one.person_id]
    for one in found:
        one.other_id = people[one.named]
    ConflictOfInterest.objects.bulk_update(found, ["other"])
    change_hooks.announce_conflicts([(one.person_id, one.other_id) for one in found])
    return len(found)


@transaction.atomic
def settle_assistants() -> int:
    """Those who were named as assistants before they came into the roster, or could be one, assist now; how many."""
    settled = 0
    for person in User.objects.active().exclude(named_assistants=[]):
        fit, rest = _fit_to_assist(person, person.named_assistants)
        if fit:
            User.objects.filter(pk=person.pk).update(named_assistants=rest)
            _name_assistants(person, {*person.assistants.all(), *fit})
            settled += len(fit)
    return settled


def _fit_to_assist(person: User, addresses: Sequence[str]) -> tuple[list[User], list[str]]:
    """Who can assist the person of those with these addresses, or does, and the addresses of nobody like that."""
    wanted = {address.lower() for address in addresses} - {person.email.lower()}
    found = list(User.objects.active().annotate(lower=Lower("email")).filter(lower__in=wanted))
    there = set(person.assistants.values_list("pk", flat=True))
    unfit = carers_among(person, [one for one in found if one.pk not in there])
    fit = [one for one in found if one not in unfit]
    return fit, sorted(wanted - {one.email.lower() for one in fit})


def _name_assistants(person: User, assistants: set[User]) -> None:
    """Into the log of the team, and not into one's own, which would say whose address it is."""
    if set(person.assistants.all()) == assistants:
        return
    ended_lines.keep_assistants(person, assistants)
    person.assistants.set(assistants)
    details = {"assistants": sorted(assistants, key=str)}
    recording.record(actor=person, act="assistants.named", about=person, details=details)
