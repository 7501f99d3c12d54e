"""How long uploads of the roster stay, and how what they hold about people is forgotten, save what a hold keeps."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import User
from people.retention.applying import NOTHING
from people.retention.holds import held_now
from people.retention.time_limits import Part, RetentionRule
from roster.models import UNDO_FOR, RosterImport, RosterPage
from roster.querysets import RosterImportQuerySet
from roster.services import OPEN

State = RosterImport.State
#: Of how a file was read what the next one with the same columns needs; the rest are cells of people.
OF_COLUMNS = {"header", "targets"}
#: What was answered about people: by addresses, numbers and names.
ABOUT_PEOPLE = {"managers", "identities"}


def forget_all_files(*, person: User, by: User | None = None) -> None:
    """Forget what every import holds about people, at once, for one of them is erased: as when its time is over."""
    RosterImport.objects.filter(state__in=OPEN).delete()
    _forget(RosterImport.objects.filter(state__in=(State.APPLIED, State.UNDONE)))


def files_older(before: dt.datetime) -> RosterImportQuerySet:
    """The imports that hold something about people and are older than an instant."""
    return _over(before).exclude(content=b"")


def _over(before: dt.datetime) -> RosterImportQuerySet:
    """Those older than an instant at which nobody works, and that are not to be undone any more."""
    at_work = (State.CHECKING, State.APPLYING)
    old = RosterImport.objects.older_than(before).exclude(state__in=at_work)
    return old.exclude(applied_at__gt=timezone.now() - UNDO_FOR).order_by()


def forget_files(*, before: dt.datetime, spared: Q = NOTHING) -> int:
    """Forget what imports hold about people once it is of no more use, save those that a hold has `spared`.

    Uploads that came to nothing go as a whole; of the others the file, the rows shown and what undoing needs, but for
    what was changed of people on hold. Who imported what, when, with which counts, stays. Returns how many imports
    were touched.
    """
    kept = RosterImport.objects.filter(spared).order_by().values("pk")
    came_to_nothing = RosterImport.objects.older_than(before).filter(state__in=OPEN).exclude(pk__in=kept)
    _all, deleted = came_to_nothing.delete()
    done = files_older(before).filter(state__in=(State.APPLIED, State.UNDONE)).exclude(pk__in=kept)
    _forget(_over(before).filter(content=b"").exclude(before={}))  # what was kept for holds that were lifted since
    return deleted.get("roster.RosterImport", 0) + _forget(done)


def _forget(imports: RosterImportQuerySet) -> int:
    """The file, its rows shown and looked at, what was answered about people, and what undoing needs, save of people on
    hold; how many imports."""
    on_hold = {str(pk) for pk in held_now().people}
    ids = list(imports.order_by().values_list("pk", flat=True))
    RosterPage.objects.filter(roster__in=ids).delete()
    for roster in RosterImport.objects.filter(pk__in=ids).only("before", "mapping", "options").order_by("pk"):
        RosterImport.objects.filter(pk=roster.pk).update(
            before=part_about(on_hold, roster.before), content=b"", preview={},
            mapping={name: roster.mapping[name] for name in OF_COLUMNS & roster.mapping.keys()},
            options={name: value for name, value in roster.options.items() if name not in ABOUT_PEOPLE},
        )  # fmt: skip
    return len(ids)


def part_about(people: Collection[str], before: dict[str, Any]) -> dict[str, Any]:
    """Of `RosterImport.before` the parts about these people, by their ids as text: entries of theirs in what is told by
    person, and they themselves in lists of people. Empty where there is nothing about them."""
    parts = {name: _of(people, value) for name, value in before.items()}
    return {name: part for name, part in parts.items() if part}


def _of(people: Collection[str], value: Any) -> Any:
    if isinstance(value, dict):
        return {pk: entry for pk, entry in value.items() if pk in people}
    if isinstance(value, list):
        return [entry for entry in value if _is_about(people, entry)]
    return None


def _is_about(people: Collection[str], entry: Any) -> bool:
    """An id, or a line of ids and words."""
    return entry in people if isinstance(entry, str) else any(part in people for part in entry)


def forget(before: dt.datetime, spared: Q) -> int:
    return forget_files(before=before, spared=spared)


UPLOADS = RetentionRule(
    code="roster_uploads",
    name=_("Uploaded rosters"),
    what=_("The file, its preview and what it changed are deleted; who imported what, and when, stays."),
    reason=_("Long enough to look into a file that went wrong; it can be undone for a day."),
    default=14,
    least=2,
    parts=(Part(rows=files_older, age="created_at", service=forget),),
)
RULES = (UPLOADS,)
