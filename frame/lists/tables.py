"""Lists that are drawn as tables."""

from collections.abc import Iterator
from typing import Any

import django_tables2 as tables
from django.http import HttpRequest, StreamingHttpResponse
from django_tables2 import RequestConfig
from django_tables2.rows import BoundRow

from frame.lists.pages import PER_PAGE, ListPaginator
from frame.safe_csv import csv_response

AT_ONCE = 2000


class ListTable(tables.Table):
    """A table of django-tables2 that can be downloaded: what a column shows, in words, is its `value_<column>(record)`
    where `render_<column>` draws more than words."""

    def as_csv(self, name: str) -> StreamingHttpResponse:
        """All rows that the filters leave, in the order that is chosen. Streamed."""
        return csv_response(f"{name}.csv", self._lines())

    def _lines(self) -> Iterator[list[Any]]:
        columns = [column for column in self.columns if not column.column.exclude_from_export]
        yield [column.header for column in columns]
        for record in self.data.data.iterator(chunk_size=AT_ONCE):
            row = BoundRow(record, table=self)
            yield [row.get_cell_value(column.name) for column in columns]


def laid_out[AnyTable: ListTable](
    request: HttpRequest, table: AnyTable, per_page: int = PER_PAGE, *, count: int | None = None
) -> AnyTable:
    """The table in the order of `?sort=` at the page of `?page=`."""
    paginate = {"per_page": per_page, "paginator_class": ListPaginator, "count": count}
    RequestConfig(request, paginate=paginate).configure(table)
    return table
