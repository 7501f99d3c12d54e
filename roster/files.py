"""What the pages of an import show, as files: a part of its preview, and the imports there were."""

from collections.abc import Callable, Iterator
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from frame.lists import AT_ONCE
from roster.models import RosterImport
from roster.pages import labelled
from roster.querysets import RosterImportQuerySet

Row = dict[str, Any]
#: So many pages of fifty rows are read at once.
PAGES_AT_ONCE = 40


def part_rows(roster: RosterImport, part: str) -> Iterator[list[object]]:
    """One part of a preview; a person of whom several things change has a row for each of them."""
    header, lines_of = {"problems": problems, "create": created, "leave": left, "email": addresses}.get(part, changed)()
    yield header
    for page in roster.pages.filter(part=part).order_by("number").iterator(chunk_size=PAGES_AT_ONCE):
        for row in page.rows:
            yield from lines_of(labelled(row))


Part = tuple[list[object], Callable[[Row], Iterator[list[object]]]]


def problems() -> Part:
    def lines(row: Row) -> Iterator[list[object]]:
        imported = _("Row left out") if row["left_out"] else _("Without this value")
        for number in row.get("rows", [row["row"]]):
            yield [number, row["column"], row["value"], row["reason"], row["remedy"], imported]

    return [_("Row"), _("Column"), _("Value"), _("Reason"), _("Remedy"), _("Imported")], lines


def created() -> Part:
    names = ("row", "name", "email", "job_title", "department", "manager", "level", "place", "time_zone")

    def lines(row: Row) -> Iterator[list[object]]:
        more = "; ".join(f"{label}: {value}" for label, value in row["more"])
        yield [*(row.get(name, "") for name in names), more]

    return [
        _("Row"), _("Person"), _("E-mail"), _("Job"), _("Department"), _("Manager"), _("Level"), _("Place"),
        _("Time zone"), _("More"),
    ], lines  # fmt: skip


def left() -> Part:
    def lines(row: Row) -> Iterator[list[object]]:
        yield [row["name"], row["job_title"]]

    return [_("Person"), _("Job")], lines


def addresses() -> Part:
    def lines(row: Row) -> Iterator[list[object]]:
        yield [row["row"], row["name"], row["before"], row["after"]]

    return [_("Row"), _("Person"), _("Signs in with"), _("In the file")], lines


def changed() -> Part:
    def lines(row: Row) -> Iterator[list[object]]:
        for label, before, after in row["changes"]:
            yield [row["row"], row["name"], label, before, after]

    return [_("Row"), _("Person"), _("What changes"), _("Before"), _("After")], lines


def import_rows(imports: RosterImportQuerySet) -> Iterator[list[object]]:
    """The imports there were, the newest first."""
    yield [_("File"), _("State"), _("New"), _("Changed"), _("Leave"), _("Problems"), _("By"), _("Uploaded")]
    for roster in imports.iterator(chunk_size=AT_ONCE):
        counts = [roster.counts.get(part) for part in ("create", "update", "leave", "problems")]
        by = roster.uploaded_by.name if roster.uploaded_by else ""
        yield [roster.file_name, capfirst(roster.get_state_display()), *counts, by, roster.created_at]
