"""Taking an applied import back, within a day and while nothing depends on it."""

import datetime as dt
from collections.abc import Iterable
from itertools import batched
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frame.errors import Refused
from people import change_hooks
from people.approvals.role_grants import after_leaving, ask_roles_back
from people.assistants import carers_among, carers_at_all
from people.models import Department, EndedLine, JobTitleLevel, User
from people.offboarding import let_go, move_aside, restore_managers, take_back
from people.orgchart import cycles
from people.person_records import departments_for, from_json
from roster import applying
from roster.models import RosterImport
from roster.people_rows import load_people, update_people, with_values

BATCH = 10_000

Before = dict[str, Any]
Fields = dict[str, list[Any]]
Updated = dict[str, Fields]


def refuse_undo(roster: RosterImport, by: User) -> None:
    """Raises Refused with the reason when the import cannot be taken back."""
    if roster.state == RosterImport.State.APPLIED and not roster.can_be_undone:
        raise Refused(_("An import can be undone for 24 hours. Import a corrected file instead."))
    if roster.state != RosterImport.State.APPLIED:
        raise Refused(_("Only an import that was applied can be undone."))
    later = RosterImport.objects.filter(state=RosterImport.State.APPLIED, applied_at__gt=roster.applied_at)
    if later.exists():
        raise Refused(_("A later import was applied since. Undo that one first."))
    _refuse_own(roster, by)
    if count := _in_use(roster.before["created"]):
        raise Refused(
            ngettext(
                "It cannot be undone now: %(count)d person of this import has signed in or is used elsewhere "
                "since. Import a corrected file.",
                "It cannot be undone now: %(count)d people of this import have signed in or are used elsewhere "
                "since. Import a corrected file.",
                count,
            )
            % {"count": count}
        )
    if names := _changed_since(roster.before["updated"]):
        raise Refused(
            _("These people were changed since, and undoing would lose that: %(names)s. Import a corrected file.")
            % {"names": ", ".join(names[:5]) + (" …" if len(names) > 5 else "")}
        )


def _refuse_own(roster: RosterImport, by: User) -> None:
    """Nobody takes back what another has done to their own entry, nor a line by which somebody of the team is close."""
    updated: dict[str, dict[str, list[Any]]] = roster.before["updated"]
    if str(by.pk) in updated and by.pk != roster.uploaded_by_id:
        raise Refused(_("This import has changed your own entry. Another HR admin has to undo it."))
    drawn = {pk: fields["manager"][1] for pk, fields in updated.items() if "manager" in fields}
    carers = {str(pk) for pk in carers_at_all()}
    reports = User.objects.filter(pk__in=[pk for pk, manager in drawn.items() if manager in carers])
    for report in reports.select_related("manager"):
        if report.manager and carers_among(report, [report.manager]):
            words = {"name": report, "manager": report.manager}
            raise Refused(
                _(
                    "%(name)s reports to %(manager)s by this import, who looks after them and is close to them now. "
                    "That ends with a second person: import a corrected file instead."
                )
                % words
            )


def _in_use(created: list[str]) -> int:
    """How many of the new people have signed in, or are named by any row of any app."""
    used: set[Any] = set()
    for batch in batched(created, BATCH):
        people = User.objects.filter(pk__in=batch)
        used.update(people.exclude(last_login=None).values_list("pk", flat=True))
        for relation in User._meta.get_fields(include_hidden=True):
            if relation.auto_created and not relation.concrete and not _is_line(relation):
                used.update(_named_by(relation, batch))
        reports = User.objects.filter(manager__in=map(UUID, batch)).exclude(pk__in=created)
        used.update(reports.values_list("manager_id", flat=True))
        used.update(
            EndedLine.objects.filter(close__in=map(UUID, batch))
            .exclude(person__in=map(UUID, created))
            .values_list("close", flat=True)
        )
    return len(used)


def _is_line(relation: Any) -> bool:
    """A reporting line within the import itself is no use elsewhere, whether it stands or has ended."""
    return relation.related_model is EndedLine or (relation.related_model is User and relation.field.name == "manager")


def _named_by(relation: Any, people: Iterable[str]) -> Iterable[Any]:
    if relation.many_to_many:
        return ()  # its rows are met through the table in between, which is a relation of its own
    field = relation.field.name
    rows = relation.related_model._base_manager.filter(**{f"{field}__in": list(people)})
    named: Iterable[Any] = rows.values_list(field, flat=True)
    return named


def _changed_since(updated: dict[str, dict[str, list[Any]]]) -> list[str]:
    names = []
    for batch in batched(updated, BATCH):
        for person in load_people(batch):
            fields = updated[str(person.id)]
            if any(from_json(name, after) != getattr(person, name) for name, (_before, after) in fields.items()):
                names.append(person.name)
    return names


def take_back_import(before: Before, by: User) -> None:
    """Restore everything but roles, which are asked for; inside the caller's transaction.

    A line that the import itself had drawn makes nobody close once it is undone: it has stood for a day at most.
    """
    updated = before["updated"]
    gone = [UUID(pk) for pk, fields in updated.items() if fields.get("is_active", [True])[0] is False]
    back = [UUID(pk) for pk in before["left"]]
    let_go_again(gone, by)
    values: dict[UUID, dict[str, object]] = {UUID(pk): _restored(fields) for pk, fields in updated.items()}
    names = {str(fields["department"]) for fields in values.values() if fields.get("department")}
    departments, _made = departments_for(names)
    for batch in batched(values, BATCH):
        update_people(with_values(load_people(batch), values), departments, lambda count: None)
    _unmake(before["created"])
    for pk, since in before.get("adopted", {}).items():
        User.objects.filter(pk=pk).update(added_by_hand_at=dt.datetime.fromisoformat(since))
    displaced = before.get("displaced", {})
    move_aside({UUID(pk): {name: was for name, (was, _now) in fields.items()} for pk, fields in displaced.items()})
    take_back(back)
    restore_managers(before.get("managers", {}))
    ask_roles_back(before["grants"], by=by)
    _restore_titles(before["titles"])
    Department.objects.filter(pk__in=before["departments"], people=None).delete()
    _refuse_circles()
    managers = before.get("managers", {})
    others = managers.keys()
    applying.leave(left=gone, back=back, changed=_the_way_back(updated | displaced, managers), by=by)
    touched = {pk for pk, fields in updated.items() if change_hooks.WATCHED & fields.keys()}
    change_hooks.announce([UUID(pk) for pk in touched | others])


def _the_way_back(changed: Updated, managers: dict[str, str]) -> dict[UUID, Fields]:
    """What is put back, by the ids of people; `managers` are given back to those who had lost them."""
    back: dict[UUID, Fields] = {
        UUID(pk): {name: values[::-1] for name, values in fields.items()} for pk, fields in changed.items()
    }
    for person, manager in managers.items():
        back.setdefault(UUID(person), {}).setdefault("manager", [None, manager])
    return back


def let_go_again(people: list[UUID], by: User) -> None:
    """Whom the import had made active leave once more, with everything that ends then."""
    ended = let_go(people, at=timezone.now())
    after_leaving(people, grants=ended.grants, by=by)


def _refuse_circles() -> None:
    """Lines drawn since may close a circle with the restored ones."""
    chart = dict(User.objects.filter(manager__isnull=False).values_list("pk", "manager_id"))
    if circles := cycles(chart):
        names = User.objects.filter(pk__in=circles[0]).values_list("first_name", "last_name")
        said = ", ".join(f"{first} {last}" for first, last in names)
        raise Refused(_("Undoing would make these people manage each other in a circle: %(names)s.") % {"names": said})


def _unmake(created: list[str]) -> None:
    for batch in batched(created, BATCH):
        User.objects.filter(Q(manager__in=batch)).update(manager=None)
        EndedLine.objects.naming(batch).delete()
    for batch in batched(created, BATCH):
        # refuse_undo has shown that nothing names them which would be missed
        User.objects.filter(pk__in=batch).delete()


def _restored(fields: dict[str, list[Any]]) -> dict[str, Any]:
    restored = {name: from_json(name, before) for name, (before, _after) in fields.items()}
    if "is_active" in restored:
        restored["left_at"] = dt.datetime.now(dt.UTC)
    return restored


def _restore_titles(titles: dict[str, int | None]) -> None:
    for title, level in titles.items():
        if level is None:
            JobTitleLevel.objects.filter(job_title__iexact=title).delete()
        else:
            JobTitleLevel.objects.update_or_create(job_title=title, defaults={"level": level})
