"""What the pages of an import show: its steps, and the preview cut into parts."""

from collections.abc import Iterator
from typing import Any

from django.core.paginator import Page
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frame.lists import page_of
from people.models import JobTitleLevel
from roster.models import RosterImport
from roster.preparing import table_of
from roster.previews import PER_PAGE
from roster.records import FIELDS, LABELS

State = RosterImport.State


def steps(roster: RosterImport, current: str) -> list[dict[str, Any]]:
    """The steps towards applying an import as links; none once it is applied."""
    page = reverse("roster_import", args=[roster.pk])
    rows = [
        ("columns", _("Columns"), reverse("roster_columns", args=[roster.pk])),
        ("details", _("Details"), reverse("roster_details", args=[roster.pk])),
        ("preview", _("Preview"), page),
    ]
    order = [name for name, _label, _url in rows]
    if roster.state == State.UPLOADED:
        rows = rows[:1]
    elif not roster.can_be_mapped:
        rows = []
    elif roster.state == State.FAILED:
        rows = [rows[0], rows[2]]
    else:
        rows = rows[:3]
    return [
        {
            "label": label,
            "url": url,
            "is_current": name == current,
            "state": "done" if _before(order, name, current) else "",
        }
        for name, label, url in rows
    ]


def _before(order: list[str], name: str, current: str) -> bool:
    return order.index(name) < order.index(current)


def template_rows() -> list[list[str]]:
    """A file to begin with: the names of columns that are understood, and a person who shows what goes into them."""
    fields = [field for field in FIELDS.values() if field.example]
    return [[str(field.label) for field in fields], [field.example for field in fields]]


PARTS = {
    "problems": gettext_lazy("Problems"),
    "create": gettext_lazy("New"),
    "update": gettext_lazy("Changed"),
    "follow": gettext_lazy("Changed with them"),
    "held": gettext_lazy("For a second person"),
    "leave": gettext_lazy("Leave"),
    "email": gettext_lazy("Other e-mail"),
}


def part_title(part: str) -> str:
    """What a part of a preview is called."""
    return str(PARTS[part])


def parts(roster: RosterImport, shown: str) -> list[dict[str, Any]]:
    """The parts of a preview or result as tabs, those with something in them; none once they are forgotten."""
    if not roster.preview:
        return []
    return [
        {
            "label": f"{label} ({roster.counts[name]:,})",
            "url": f"?show={name}",
            "is_current": name == shown,
            "name": name,
        }
        for name, label in PARTS.items()
        if roster.counts.get(name)
    ]


def shown_part(request: HttpRequest, roster: RosterImport) -> str:
    """The part asked for, else the first one that has rows."""
    available = [tab["name"] for tab in parts(roster, "")]
    wanted = request.GET.get("show", "")
    return wanted if wanted in available else next(iter(available), "")


def rows_of(request: HttpRequest, roster: RosterImport, part: str) -> Page[Any]:
    """One page of the rows of a part, as it was kept; changed fields with their labels. One query."""
    count = roster.counts.get(part, 0) if part else 0
    page = page_of(request.GET, range(count), PER_PAGE)
    kept = roster.pages.filter(part=part, number=page.number).first()
    rows = kept.rows if kept else []
    page.object_list = [labelled(row) for row in rows]
    return page


def labelled(row: dict[str, Any]) -> dict[str, Any]:
    """A row as it was kept, with what its fields are called."""
    if "fields" in row:
        return row | {"changes": _changes(row["fields"])}
    return row | {"more": [(LABELS[name], value) for name, value in row.get("more", []) if name in LABELS]}


def _changes(fields: list[list[str]]) -> list[tuple[str, str, str]]:
    extra = {"manager": _("Manager"), "is_active": _("Active")}
    said = {"True": _("yes"), "False": _("no")}
    return [
        (str(LABELS.get(name) or extra.get(name, name)), said.get(before, before), said.get(after, after))
        for name, before, after in fields
    ]


def titles_with_overrides(roster: RosterImport, query: str) -> list[list[Any]]:
    """Job titles of the preview with HR's level, if any: [title, people, levels, override]."""
    kept = {title.casefold(): level for title, level in JobTitleLevel.objects.values_list("job_title", "level")}
    chosen = {title.casefold(): level for title, level in roster.options.get("title_levels", {}).items()}
    known = kept | chosen
    return [
        [title, count, levels, known.get(title.casefold())]
        for title, count, levels in roster.preview["titles"]
        if query.casefold() in title.casefold()
    ]


def problem_rows(roster: RosterImport) -> Iterator[list[str]]:
    """A header and one line per problem: the whole row, then where, why, what to do, and what came of it."""
    problems: dict[int, list[dict[str, Any]]] = {}
    for page in roster.pages.filter(part="problems").iterator():
        for problem in page.rows:
            for row in problem.get("rows", [problem["row"]]):
                problems.setdefault(row, []).append(problem)
    table = table_of(roster)
    yield [*table.header, _("Row"), _("Column"), _("Value"), _("Reason"), _("Remedy"), _("Imported")]
    for number, cells in table.rows:
        for problem in problems.get(number, []):
            imported = _("no") if problem["left_out"] else _("without this value")
            yield [
                *cells,
                str(number),
                problem["column"],
                problem["value"],
                problem["reason"],
                problem["remedy"],
                imported,
            ]
