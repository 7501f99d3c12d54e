"""Verbs of HR on one person: their entry, their level, that they have left or are back."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from frame.errors import Conflict, Refused
from frame.posts import digest, values_of
from people import change_hooks, closeness, orgchart
from people.approvals import closeness_changes, closing, role_grants
from people.approvals.act_kinds import Deed
from people.approvals.role_grants import after_leaving
from people.assistants import refuse_unfit
from people.audit import recording
from people.directory.reporting_lines import managers_above
from people.models import HeldAct, JobTitleLevel, LevelSource, User
from people.offboarding import let_go, take_back
from people.person_records import lock_people, write_fields
from people.profile.fields import profile_fields


def by_hand() -> list[str]:
    """Columns that HR sets."""
    return ["manager", *(field.name for field in profile_fields(is_own=False))]


def person_by_email(email: str) -> User:
    """The active person with the address. Raises Refused when there is none."""
    person = User.objects.active().filter(email__iexact=email.strip()).first()
    if person is None:
        raise Refused(_("Nobody in the roster has the e-mail %(email)s.") % {"email": email.strip()})
    return person


def entry_version(person: User) -> str:
    """A fingerprint of what HR may change by hand, as it is now."""
    own_level = person.level if person.level_source == LevelSource.PERSON else None
    assistants = sorted(str(other.pk) for other in person.assistants.all())
    return digest(values_of(person, by_hand()) | {"level": own_level, "assistants": assistants})


@transaction.atomic
def change_person(
    *,
    person: User,
    values: dict[str, Any],
    assistants: Sequence[User],
    level: int | None,
    by: User,
    seen: str | None = None,
) -> list[HeldAct]:
    """Change what HR may change by hand; `values` are fields of User such as manager or time_zone.

    `level` is HR's own level for the person, None to use the roster's. What would end or make the closeness of somebody
    who looks after the person is asked for instead, and given back; all else is done. Raises Refused for one's own
    entry, for a reporting line that would go round in a circle, and for an assistant who cannot be one. Upper apps hear
    when the place in the organisation changed. `seen` is the `entry_version` of the page that is saved: raises Conflict
    where somebody else has changed the entry since.
    """
    if by.pk == person.pk:
        raise Refused(
            _("This is your own entry. Another HR admin changes it; your hours and assistants are on your profile.")
        )
    moves = values.get("manager", person.manager) != person.manager
    lock_people(None if moves else [person.pk])  # levels of others follow from a line
    person.refresh_from_db()
    if seen is not None and seen != entry_version(person):
        raise Conflict
    refuse_unfit(person, assistants)
    _refuse_circle(person, values.get("manager", person.manager))
    values, staying, held_acts = hold_back(person=person, values=values, assistants=assistants, by=by)
    before, shown = _watched(person), _shown(person)
    closeness.note_managers({person.pk: values["manager"] and values["manager"].pk} if "manager" in values else {})
    closeness.note_assistants(person, [*assistants, *staying])
    for name, value in values.items():
        setattr(person, name, value)
    _set_level(person, level)
    person.save(update_fields=[*values, "level", "level_source"])
    person.assistants.set([*assistants, *staying])
    _tell_of(person, before)
    _record_change(person, shown, by)
    return held_acts


def hold_back(
    *, person: User, values: dict[str, Any], assistants: Sequence[User], by: User
) -> tuple[dict[str, Any], list[User], list[HeldAct]]:
    """What may be written at once, who goes on assisting meanwhile, and the requests for the rest."""
    held_acts = []
    if "manager" in values and closeness_changes.manager_needs_two(person, values["manager"]):
        held_acts.append(closeness_changes.ask_for_manager(person=person, new=values["manager"], by=by))
        values = {name: value for name, value in values.items() if name != "manager"}
    if staying := closeness_changes.kept_assistants(person, assistants):
        held_acts.append(closeness_changes.ask_to_drop_assistants(person=person, assistants=staying, by=by))
    return values, staying, held_acts


def carry_out_entry(*, person: User, fields: Mapping[str, list[Any]], dropped: Collection[str]) -> None:
    """Do to an entry what two have agreed on; inside their transaction. Raises Refused where it has changed since."""
    lock_people()
    person.refresh_from_db()
    before = _watched(person)
    if after := fields.get("manager", (None, None))[1]:
        manager = User.objects.active().filter(pk=after).first()
        if manager is None:
            raise Refused(_("The new manager of %(name)s has left.") % {"name": person})
        _refuse_circle(person, manager)
    if not write_fields(person.pk, fields):
        raise Refused(_("The entry of %(name)s has changed since.") % {"name": person})
    person.assistants.remove(*User.objects.filter(pk__in=dropped))
    closeness.end_for_good(person, [pk for pk in (fields.get("manager", [None])[0], *dropped) if pk])
    person.refresh_from_db()
    _tell_of(person, before)


def _carry_out(act: HeldAct) -> None:
    person, fields = act.person, act.payload.get("fields", {})
    is_back = closeness_changes.brings_back(act)
    if person is None or person.is_active == is_back:
        raise Refused(_("This person is back by now.") if is_back else _("This person has left by now."))
    carry_out_entry(person=person, fields=fields, dropped=act.payload.get("dropped", []))
    if is_back:
        recording.record(actor=act.asked_by, act="person.reactivated", about=person, person=person)


def _tell_of(person: User, before: dict[str, Any]) -> None:
    """Bring levels in line with a new reporting line, and tell upper apps of what pairs are judged by."""
    after = _watched(person)
    is_line_changed = before["manager"] != after["manager"]
    releveled = relevel() if is_line_changed else []
    if before != after or releveled:
        change_hooks.announce({person.pk, *releveled}, is_line_changed=is_line_changed)


def _record_change(person: User, before: dict[str, object], by: User) -> None:
    if fields := recording.changes(before, _shown(person)):
        recording.record(actor=by, act="person.changed", about=person, person=person, details=fields)


def _shown(person: User) -> dict[str, object]:
    """What HR can change of a person, as the audit log shows it."""
    names = ("level", "manager", "time_zone", "works_from", "works_until", "spoken_languages")
    values = {name: getattr(person, name) for name in names}
    return {**values, "assistants": list(person.assistants.order_by("email"))}


def _watched(person: User) -> dict[str, Any]:
    return values_of(person, change_hooks.WATCHED)


def _refuse_circle(person: User, manager: User | None) -> None:
    if manager is None:
        return
    if manager.pk == person.pk:
        raise Refused(_("Nobody can be their own manager. Leave the manager empty for the person at the top."))
    if person in managers_above(manager):
        raise Refused(
            _("%(manager)s reports to %(person)s already. Change that first.") % {"manager": manager, "person": person}
        )


def _set_level(person: User, level: int | None) -> None:
    if level is not None:
        person.level, person.level_source = level, LevelSource.PERSON
    elif person.level_source == LevelSource.PERSON:
        person.level, person.level_source = level_of_roster(person)


def level_of_roster(person: User) -> tuple[int | None, str]:
    """The level without HR's own for the person: of the job title, else derived where levels are derived.

    A level that was imported before is not kept beside HR's, and comes back with the next import.
    """
    title = JobTitleLevel.objects.filter(job_title__iexact=person.job_title).first()
    if title:
        return title.level, LevelSource.TITLE
    if not User.objects.active().filter(level_source=LevelSource.DERIVED).exists():
        return None, ""
    level = orgchart.derived_levels(_chart() | {person.pk: person.manager_id}).get(person.pk)
    return level, LevelSource.DERIVED if level is not None else ""


def _chart() -> dict[Any, Any]:
    return dict(User.objects.active().values_list("pk", "manager_id"))


def relevel() -> list[Any]:
    """Bring derived levels in line with the reporting lines; gives the ids of those that changed."""
    rows = User.objects.active().filter(level_source=LevelSource.DERIVED).values_list("pk", "level")
    derived = orgchart.derived_levels(_chart())
    by_level: dict[int | None, list[Any]] = {}
    for pk, level in rows:
        if derived.get(pk) is not None and derived[pk] != level:
            by_level.setdefault(derived[pk], []).append(pk)
    for level, people in by_level.items():
        User.objects.filter(pk__in=people).update(level=level)
    return [pk for people in by_level.values() for pk in people]


@transaction.atomic
def deactivate_person(*, person: User, by: User) -> HeldAct | None:
    """Somebody has left: no sign-in, no roles, sessions ended, upper apps told. Twice is once.

    Gives back the request where it needs two: where it takes a reader away from a pair that `by` is close to.
    """
    if person.pk == by.pk:
        raise Refused(_("You cannot deactivate yourself. Ask another HR admin."))
    role_grants.refuse_last_admin(person)
    if not person.is_active:
        return None
    if closing.closing_needs_two(person.pk, by):
        return closing.ask_to_close(person=person, by=by)
    closing.tell_of_closed(closing.readers_among([person.pk]), by=by)
    _close(person, by)
    return None


def _close(person: User, by: User) -> None:
    role_grants.refuse_last_admin(person)
    ended = let_go([person.pk], at=timezone.now())
    after_leaving([person.pk], grants=ended.grants, by=by)
    recording.record(actor=by, act="person.deactivated", about=person, person=person)


@transaction.atomic
def reactivate_person(*, person: User, by: User) -> None:
    """Somebody is back: they can sign in again; roles and pairings are not given back. Raises Refused for somebody who
    was erased."""
    if person.pseudonym:
        raise Refused(_("This person is erased. Whoever comes back comes anew, with the next roster."))
    if not person.is_active:
        take_back([person.pk])
        recording.record(actor=by, act="person.reactivated", about=person, person=person)


DEEDS = (
    Deed(
        HeldAct.Kind.CHANGE_ENTRY,
        closeness_changes.says,
        _carry_out,
        tells_owner=False,
        may_ask=closeness_changes.is_ones_own,
    ),
    closing.deed(_close),
)
