"""Entries of the roster that decide who is close to whom: nobody changes their own, nor ends a closeness, alone; and
nobody alone makes those close who look after somebody.

Whoever manages or assists somebody is a party of their pairings and has no rights of the team there. Were the line cut
by one of the team, those rights would come back; were it drawn by one, whoever was written to could read no more.
"""

import uuid
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from people.approvals.services import ask
from people.assistants import carers_among
from people.models import HeldAct, User

Kind = HeldAct.Kind
MANAGER, ASSISTANTS, ROW = "manager", "assistants", "row"


def manager_needs_two(person: User, new: User | None) -> bool:
    """Whether the closeness of somebody who looks after the person would end, or begin, with this manager."""
    if new == person.manager:
        return False
    return bool(carers_among(person, [manager for manager in (person.manager, new) if manager]))


def kept_assistants(person: User, chosen: Collection[User]) -> list[User]:
    """Those who assist the person, are not among the chosen any more, and look after them by now."""
    ids = {other.pk for other in chosen}
    dropped = [other for other in person.assistants.all() if other.pk not in ids]
    return sorted(carers_among(person, dropped), key=lambda other: str(other)) if dropped else []


def ask_for_manager(*, person: User, new: User | None, by: User) -> HeldAct:
    """Ask for another manager where the one of now, or the new one, looks after the person."""
    before, after = (str(manager.pk) if manager else None for manager in (person.manager, new))
    gains = [before] if before else []
    fields = {"manager": [before, after]}
    return ask(kind=Kind.CHANGE_ENTRY, person=person, topic=MANAGER, by=by, fields=fields, gains=gains)


def ask_to_drop_assistants(*, person: User, assistants: Iterable[User], by: User) -> HeldAct:
    """Ask that some who look after the person assist them no longer."""
    ids = sorted(str(other.pk) for other in assistants)
    return ask(kind=Kind.CHANGE_ENTRY, person=person, topic=ASSISTANTS, by=by, dropped=ids, gains=ids)


def held_row(*, person_id: uuid.UUID, fields: Mapping[str, list[Any]], by: User) -> HeldAct:
    """An unsaved request for what an import would have changed of somebody: name of a field to [before, after], as
    JSON. Only a manager, where the line ends or makes a closeness; the whole row, where it is the importer's own."""
    topic, gains = ROW, []
    if list(fields) == ["manager"] and person_id != by.pk:
        topic, gains = MANAGER, [str(pk) for pk in fields["manager"][:1] if pk]
    payload = {"fields": dict(fields), "gains": gains}
    return HeldAct(kind=Kind.CHANGE_ENTRY, person_id=person_id, topic=topic, payload=payload, asked_by=by)


def says(act: HeldAct) -> str:
    if act.topic == ASSISTANTS:
        return _("%(names)s no longer assist %(name)s") % {"names": _names(act.payload["dropped"]), "name": act.who}
    fields: dict[str, list[Any]] = act.payload["fields"]
    if list(fields) == ["manager"]:
        before, after = (_names([pk] if pk else []) or _("nobody") for pk in fields["manager"])
        words = {"name": act.who, "before": before, "after": after}
        return _("%(name)s reports to %(after)s instead of %(before)s") % words
    if brings_back(act):
        now = {name: after for name, (_before, after) in fields.items()}
        first, last = now.get("first_name", act.person and act.person.first_name), now.get("last_name")
        words = {"name": act.who, "now": f"{first} {last or (act.person and act.person.last_name)}"}
        return _("%(name)s, who has left, is back as %(now)s, and the account is opened again") % words
    return _("The entry of %(name)s changes as in the roster") % {"name": act.who}


def brings_back(act: HeldAct) -> bool:
    """Whether it opens the account of somebody who has left."""
    return list(act.payload.get("fields", {}).get("is_active", ())) == [False, True]


def _names(ids: Collection[str]) -> str:
    return ", ".join(str(person) for person in User.objects.filter(pk__in=ids).order_by("last_name"))


def facts_of(act: HeldAct) -> list[tuple[str, str, str]]:
    """The fields of an entry as they are and as they would be: name, before, after; for the page of a request."""
    fields: dict[str, list[Any]] = act.payload.get("fields", {})
    names = {str(pk): str(person) for pk, person in User.objects.in_bulk(_managers(fields)).items()}
    return [
        (name, names.get(str(before), _text(before)), names.get(str(after), _text(after)))
        for name, (before, after) in fields.items()
        if name not in ("level_source", "left_at")
    ]


def _managers(fields: Mapping[str, list[Any]]) -> list[str]:
    return [str(pk) for pk in fields.get("manager", []) if pk]


def _text(value: object) -> str:
    return "" if value is None else str(value)


def is_ones_own(act: HeldAct) -> bool:
    """Everybody may let an assistant of their own go."""
    return act.asked_by_id == act.person_id
