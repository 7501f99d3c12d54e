"""Tables that write their rows at once: what a column needs is worked out once a table, not once a cell."""

from collections.abc import Callable
from typing import Any

import django_tables2 as tables
from django.core.paginator import Paginator
from django.utils.formats import localize
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django_tables2.data import TableQuerysetData

Write = Callable[[Any], str]


class CountedPaginator(Paginator):
    """For rows whose number is known already."""

    def __init__(self, *args: Any, count: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.count = count


def counted(count: int, per_page: int) -> dict[str, Any]:
    """How RequestConfig pages through `count` rows without counting them."""
    return {"per_page": per_page, "paginator_class": CountedPaginator, "count": count}


class KeysFirst(TableQuerysetData):
    """Rows that are sorted by their keys alone; only those of the page are read whole.

    Among equals their ids decide: the order in which an index holds them would tell what a reader is not shown."""

    def __getitem__(self, key: Any) -> Any:
        order = self.data.query.order_by or self.data.model._meta.ordering
        keys = list(self.data.order_by(*order, "pk").values_list("pk", flat=True)[key])
        rows = {row.pk: row for row in self.data.order_by().filter(pk__in=keys)}
        return [rows[pk] for pk in keys if pk in rows]


class PlainTable(tables.Table):
    """Sorting, paging and headers of django-tables2; a column shows its accessor's attribute or what its
    `render_<column>(self, record)` gives. Attributes of cells are the same in every row."""

    def body(self) -> SafeString:
        """The rows of this page as HTML; empty without any."""
        writers = [self._writer(column) for column in self.columns]
        rows = ("".join(write(row.record) for write in writers) for row in self.paginated_rows)
        return mark_safe("".join(f"<tr>{row}</tr>" for row in rows))

    def _writer(self, column: Any) -> Write:
        """How the cells of one column are written."""
        tag = f"<td {column.attrs['td'].as_html()}>"
        shown = getattr(self, f"render_{column.name}", None) or _attribute(column)
        return lambda record: f"{tag}{conditional_escape(localize(shown(record)))}</td>"


def _attribute(column: Any) -> Callable[[Any], Any]:
    """The attribute an accessor names, over relations, or the column's default where there is none."""
    names, default, empty = column.accessor.split("__"), column.default, column.column.empty_values

    def shown(record: Any) -> Any:
        for name in names:
            record = getattr(record, name, None)
        return default if record in empty else record

    return shown
