"""Who has met whom across all programs: how many partners people have had, which departments and which levels have come
together. In groups so large that nobody's pair can be read off."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frame.charts import Chart, bars, heatmap
from pairings.models import Pairing
from people.models import User
from programs.models import Program

#: So many rows and columns of their own; the others are put together.
MOST_NAMES = 12
#: A department without a name, and what is put together; no name that somebody could have typed.
NONE, OTHERS = "\0none", "\0others"
type Pair = tuple[str, str]


@dataclass(frozen=True)
class Table:
    """Numbers of pairs by a mentor's and a leader's group; None where fewer than `least`, none at all among them."""

    rows: Sequence[str]
    columns: Sequence[str]
    cells: Sequence[Sequence[int | None]]

    @property
    def shown(self) -> list[tuple[str, str, int]]:
        """What may be read, the most first."""
        cells_shown = [
            (row, column, cell)
            for row, cells in zip(self.rows, self.cells, strict=True)
            for column, cell in zip(self.columns, cells, strict=True)
            if cell is not None
        ]
        return sorted(cells_shown, key=lambda meeting: (-meeting[2], meeting[:2]))


@dataclass(frozen=True)
class Circle:
    """`partners` are people by how many partners they have had, as (words, people)."""

    partners: Sequence[tuple[str, int]]
    departments: Table
    levels: Table
    least: int
    refreshed_at: dt.datetime

    @property
    def is_empty(self) -> bool:
        return not self.partners


def circle_of(reader: User) -> Circle:
    """All pairs that have begun, in whatever program and cycle, save those that the reader is a party of. Three
    queries, whatever their number."""
    near = Pairing.objects.parties_near(reader).order_by().values("pk")
    begun = Pairing.objects.filter(opened_at__isnull=False).exclude(pk__in=near).order_by()
    columns = ("junior__user__department__name", "junior__user__level", "senior__user__department__name",
               "senior__user__level")  # fmt: skip
    rows = list(begun.values_list("junior__user", "senior__user", *columns))
    least = max(5, Program.objects.aggregate(most=Max("score_threshold"))["most"] or 5)
    return Circle(
        partners=partner_counts([row[:2] for row in rows], least),
        departments=table_of([(row[2] or NONE, row[4] or NONE) for row in rows], least),
        levels=table_of([(level_name(row[3]), level_name(row[5])) for row in rows], least),
        least=least,
        refreshed_at=timezone.now(),
    )


def level_name(level: int | None) -> str:
    return NONE if level is None else f"{level:>3}"


def partner_counts(pairs: Sequence[tuple[uuid.UUID, uuid.UUID]], least: int) -> list[tuple[str, int]]:
    """How many people have had how many partners. A group of fewer than `least` people is put together with the one
    below it, and nothing is shown of fewer than `least` in all."""
    met = {frozenset(pair) for pair in pairs}
    of_each = Counter(person for pair in met for person in pair)
    people = Counter(of_each.values())
    groups: list[tuple[int, int]] = []
    waiting = 0
    for number in sorted(people, reverse=True):
        waiting += people[number]
        if waiting >= least:
            groups.append((number, waiting))
            waiting = 0
    if waiting and groups:
        groups[-1] = (min(people), groups[-1][1] + waiting)
    groups.reverse()
    return [(_partners(first, _last(groups, position)), count) for position, (first, count) in enumerate(groups)]


def _last(groups: Sequence[tuple[int, int]], position: int) -> int | None:
    """The highest number of partners in a group; None in the last one, which is open."""
    return groups[position + 1][0] - 1 if position + 1 < len(groups) else None


def _partners(first: int, last: int | None) -> str:
    if last == first:
        return ngettext("%(n)s partner", "%(n)s partners", first) % {"n": first}
    if last is None:
        return ngettext("%(n)s partner or more", "%(n)s partners or more", first) % {"n": first}
    return _("%(first)s to %(last)s partners") % {"first": first, "last": last}


def table_of(pairs: Sequence[Pair], least: int) -> Table:
    """A cell of fewer than `least` pairs, none at all among them, is not told, and there are no sums by row or column
    that would tell it. Where one alone would be left out, the smallest of the others is left out too."""
    named = {name for side in (0, 1) for name, _n in Counter(pair[side] for pair in pairs).most_common(MOST_NAMES)}
    counts = Counter((_group(junior, named), _group(senior, named)) for junior, senior in pairs)
    rows, columns = (sorted({pair[side] for pair in counts}) for side in (0, 1))
    cells: list[list[int | None]] = [
        [counts[row, column] if counts[row, column] >= least else None for column in columns] for row in rows
    ]
    hidden = [(row, column) for row, line in enumerate(cells) for column, cell in enumerate(line) if cell is None]
    if len(hidden) == 1:
        shown = [(cell, row, column) for row, line in enumerate(cells) for column, cell in enumerate(line) if cell]
        if shown:
            _cell, row, column = min(shown)
            cells[row][column] = None
    return Table([_name(row) for row in rows], [_name(column) for column in columns], cells)


def _group(name: str, named: set[str]) -> str:
    return name if name in named else OTHERS


def _name(name: str) -> str:
    return {NONE: _("not known"), OTHERS: _("others")}.get(name, name.strip())


def charts_of(circle: Circle) -> list[Chart]:
    """As charts, each with its numbers as a table."""
    return [_partners_chart(circle), *(_table_chart(circle, code) for code in ("departments", "levels"))]


def _partners_chart(circle: Circle) -> Chart:
    names, people = [name for name, _n in circle.partners], [n for _name, n in circle.partners]
    return Chart(
        id="partners",
        title=_("How many partners people have had"),
        sentence=_("Everybody who has been in a pair that began, by the number of different people they met there."),
        drawing=bars(names, {_("People"): people}, colors=["accent"]),
        columns=[_("Partners"), _("People")],
        rows=list(circle.partners),
        definition=_("Over all programs and cycles, mentors and leaders. A group of fewer than %(n)s people is put "
                     "together with the next.") % {"n": circle.least},
        n=_("%(n)s people") % {"n": sum(people)},
        period=_("since the first pair"),
        refreshed_at=circle.refreshed_at,
    )  # fmt: skip


def _table_chart(circle: Circle, code: str) -> Chart:
    table: Table = getattr(circle, code)
    shown = table.shown
    titles = {"departments": _("Which departments have met"), "levels": _("Which levels have met")}
    words = _("%(row)s and %(column)s have met most often: %(n)s pairs.")
    sentence = words % dict(zip(("row", "column", "n"), shown[0], strict=True)) if shown else ""
    return Chart(
        id=code,
        title=titles[code],
        sentence=sentence or _("Nothing can be shown yet: every combination has too few pairs."),
        drawing=heatmap(table.rows, table.columns, table.cells),
        columns=[_("Mentor"), _("Leader"), _("Pairs")],
        rows=shown,
        definition=_("Pairs that have begun, mentors in the rows, leaders in the columns, by where people are today. "
                     "An empty field is hidden to protect people: it stands for none up to %(n)s pairs, and there are "
                     "no sums from which it could be worked out.") % {"n": circle.least - 1},
        n=_("at least %(n)s pairs in each field") % {"n": circle.least},
        period=_("since the first pair"),
        refreshed_at=circle.refreshed_at,
    )  # fmt: skip
