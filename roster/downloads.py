"""The rows of a roster that have problems, as a file to be mended."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from roster.models import RosterImport
from roster.preparing import table_of


def problem_rows(roster: RosterImport) -> Iterator[list[str]]:
    """A header and one line per problem: the whole row, then where, why, what to do, and what came of it."""
    problems: dict[int, list[dict]] = {}
    for page in roster.pages.filter(part="problems").iterator():
        for problem in page.rows:
            problems.setdefault(problem["row"], []).append(problem)
    table = table_of(roster)
    yield [*table.header, _("Row"), _("Column"), _("Value"), _("Reason"), _("Remedy"), _("Imported")]
    for number, cells in table.rows:
        for one in problems.get(number, []):
            imported = _("no") if one["left_out"] else _("without this value")
            yield [*cells, str(number), one["column"], one["value"], one["reason"], one["remedy"], imported]
