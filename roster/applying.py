"""Carrying a plan out, inside the caller's transaction; what undoing needs is given back."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils import timezone

from people import change_hooks, closeness, offboarding
from people.approvals import closing
from people.approvals.address_changes import NewAddress, ask_for_addresses
from people.approvals.closeness_changes import held_row
from people.approvals.role_grants import after_leaving
from people.approvals.services import ask_for_many
from people.audit import recording
from people.conflicts import settle_named
from people.models import JobTitleLevel, User
from people.person_records import departments_for
from roster.changes import Change, Created, Plan
from roster.managers import Key
from roster.people_rows import Person, create_people, update_people, with_values
from roster.preparing import Prepared

Values = dict[uuid.UUID, dict[str, object]]
Ids = Iterable[uuid.UUID]
#: By the id of a person the fields that changed, name to [before, after].
Changes = Mapping[uuid.UUID, Mapping[str, Sequence[object]]]


def carry_out(
    prepared: Prepared, titles: dict[str, int | None], done: Callable[[int], None], by: User
) -> dict[str, Any]:
    """Write the plan, and ask for what a second person has to agree to.

    Returns JSON for `RosterImport.before`: who was made, changed (before, after), left, and what ended with that.
    """
    plan = prepared.plan
    ids: dict[Key, uuid.UUID] = {change.key: uuid.uuid4() for change in plan.creates}
    changes = [*plan.updates, *plan.followers]
    departments, made = departments_for(_department_names(plan))
    before: dict[str, Any] = {
        "created": [str(pk) for pk in ids.values()],
        "updated": {str(change.key): _before_and_after(change, ids) for change in changes},
        "left": [str(person.id) for person in plan.leavers],
        "displaced": {str(pk): fields for pk, fields in plan.displaced.items()},
        "departments": [str(pk) for pk in made],
        "titles": _set_titles(titles),
    }
    offboarding.move_aside({pk: _last(fields) for pk, fields in plan.displaced.items()})
    create_people(_new_people(plan.creates, ids), departments, done)
    after: Values = {change.key: _after(change, ids) for change in changes}
    closeness.note_managers({key: values["manager"] for key, values in after.items() if "manager" in values})
    update_people(with_values(prepared.people, after), departments, done)
    settle_named()
    before["adopted"] = _adopt(plan)
    left: list[uuid.UUID] = [person.id for person in plan.leavers]
    closing.tell_of_closed(closing.readers_among(left), by=by)
    ended = offboarding.let_go(left, at=timezone.now())
    before |= ended._asdict()
    after_leaving(left, grants=ended.grants, by=by)
    _record(left, before, by)
    _ask_for_the_rest(plan, ids, by)
    _tell_of(changes)
    return before


def _adopt(plan: Plan) -> dict[str, str]:
    """Whom HR had added by hand and the file has now is the roster's from here on; since when each had been, by id."""
    by_hand = User.objects.filter(pk__in=[str(pk) for pk in plan.adopted], added_by_hand_at__isnull=False)
    since = {str(pk): at.isoformat() for pk, at in by_hand.values_list("pk", "added_by_hand_at") if at}
    by_hand.update(added_by_hand_at=None)
    return since


def _tell_of(changes: Iterable[Change]) -> None:
    """Upper apps hear of what pairs are judged by; those whose manager changed apart."""
    watched = [change for change in changes if change_hooks.WATCHED & change.fields.keys()]
    for is_line_changed in (True, False):
        people = [change.key for change in watched if ("manager" in change.fields) == is_line_changed]
        change_hooks.announce(people, is_line_changed=is_line_changed)


def _record(left: Iterable[uuid.UUID], before: dict[str, Any], by: User) -> None:
    changed = {uuid.UUID(pk): fields for pk, fields in (before["updated"] | before["displaced"]).items()}
    back = [pk for pk, fields in changed.items() if fields.get("is_active", [None, None])[1] is True]
    leave(left=left, back=back, changed=changed, by=by)


def _last(fields: dict[str, list[str]]) -> dict[str, str]:
    return {name: after for name, (_before, after) in fields.items()}


def _ask_for_the_rest(plan: Plan, ids: dict[Key, uuid.UUID], by: User) -> None:
    """The importer's own row, lines that end a closeness, and other sign-in e-mails wait for a second person."""
    held = [(change.key, _before_and_after(change, ids)) for change in plan.held]
    ask_for_many([held_row(person_id=pk, fields=fields, by=by) for pk, fields in held])
    ask_for_addresses([NewAddress(change.id, change.before, change.after) for change in plan.email_changes], by=by)


def _department_names(plan: Plan) -> set[str]:
    changed = {str(change.fields["department"][1]) for change in plan.updates if "department" in change.fields}
    return changed | {created.person.department for created in plan.creates if created.person.department}


def _new_people(creates: Iterable[Created], ids: dict[Key, uuid.UUID]) -> Iterator[Person]:
    for created in creates:
        manager = created.person.manager
        yield replace(created.person, id=ids[created.key], manager=ids.get(manager, manager))


def _after(change: Change, ids: dict[Key, uuid.UUID]) -> dict[str, object]:
    values = {name: after for name, (_before, after) in change.fields.items()}
    if "manager" in values:
        values["manager"] = ids.get(values["manager"], values["manager"])
    if "is_active" in values:
        values["left_at"] = None
    return values


def _before_and_after(change: Change, ids: dict[Key, uuid.UUID]) -> dict[str, list[object]]:
    after = _after(change, ids)
    return {name: [_plain(values[0]), _plain(after[name])] for name, values in change.fields.items()}


def _plain(value: object) -> object:
    if isinstance(value, uuid.UUID):
        return str(value)
    return value.isoformat() if isinstance(value, dt.date) else value


def _set_titles(titles: dict[str, int | None]) -> dict[str, int | None]:
    """Keep HR's levels for job titles; gives back the ones before. None takes a level away."""
    known = {row.job_title.casefold(): row for row in JobTitleLevel.objects.all()}
    before: dict[str, int | None] = {}
    for title, level in titles.items():
        row = known.get(title.casefold())
        before[title] = row.level if row else None
        if level is None:
            JobTitleLevel.objects.filter(job_title__iexact=title).delete()
        elif row:
            JobTitleLevel.objects.filter(pk=row.pk).update(level=level)
        else:
            JobTitleLevel.objects.create(job_title=title, level=level)
    return before


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
