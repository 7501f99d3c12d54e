"""Verbs on oneself: one's profile, and who assists one."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models.functions import Lower

from frame.posts import values_of
from people import change_hooks, closeness
from people.approvals import closeness_changes
from people.assistants import unfit_among
from people.audit import recording
from people.models import User


@transaction.atomic
def change_profile(*, person: User, assistants: Sequence[str], **values: Any) -> list[User]:
    """Set one's fields of people/profile/fields.py, and by their addresses who assists one.

    Addresses of nobody, or of whoever cannot be an assistant, are kept and do nothing: who is in the roster, and who
    looks after programs, cannot be found out here. Upper apps hear of what they judge pairs by. Gives those who go on
    assisting until a second person agrees: they look after one, and are close to one's pairings for now.
    """
    fit, values["named_assistants"] = _fit_to_assist(person, assistants)
    before = values_of(person, change_hooks.WATCHED)
    changed = {name: value for name, value in values.items() if getattr(person, name) != value}
    for name, value in changed.items():
        setattr(person, name, value)
    person.save(update_fields=list(changed))
    if staying := closeness_changes.kept_assistants(person, fit):
        closeness_changes.ask_to_drop_assistants(person=person, assistants=staying, by=person)
    _name_assistants(person, {*fit, *staying})
    if values_of(person, change_hooks.WATCHED) != before:
        change_hooks.announce([person.pk], is_line_changed=False)
    return staying


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
    emails = {address.lower() for address in addresses} - {person.email.lower()}
    users = list(User.objects.active().annotate(lower=Lower("email")).filter(lower__in=emails))
    present = set(person.assistants.values_list("pk", flat=True))
    unfit = unfit_among(person, [user for user in users if user.pk not in present])
    fit = [user for user in users if user not in unfit]
    return fit, sorted(emails - {user.email.lower() for user in fit})


def _name_assistants(person: User, assistants: set[User]) -> None:
    """Into the log of the team, and not into one's own, which would say whose address it is."""
    if set(person.assistants.all()) == assistants:
        return
    closeness.note_assistants(person, assistants)
    person.assistants.set(assistants)
    details = {"assistants": sorted(assistants, key=str)}
    recording.record(actor=person, act="assistants.named", about=person, details=details)
