"""Lists that are drawn as tables."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, ClassVar

import django_tables2 as tables
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.loader import get_template
from django.utils.functional import Promise
from django_tables2 import RequestConfig
from django_tables2.rows import BoundRow

from frame.lists.downloads import AT_ONCE, as_file, wants_download
from frame.lists.pages import PER_PAGE, ListPaginator
from frame.lists.ticks import Ticks, ticks_of

Column = tuple[str, Callable[[Any], object]]


class ListTable(tables.Table):
    """A table of django-tables2 that can be downloaded: what a column says in a file is its `value_<column>(record)`
    where that is not just its attribute; a date or an instant is given as such.

    A template draws its rows, cells and all, from `record`, `table`, `request` and what `words_of(record)` gives.
    django-tables2 would find out for each cell anew how to draw it."""

    row_template: ClassVar[str]
    #: The boxes that are ticked, of a list whose rows can be, and the id of the form they belong to.
    ticks: Ticks | None = None
    ticks_form: ClassVar[str] = ""

    def words_of(self, record: Any) -> dict[str, Any]:
        """What else the row is drawn from."""
        return {}

    def drawn_rows(self) -> Iterator[str]:
        """The cells of each row of the page."""
        template = get_template(self.row_template)
        for row in self.paginated_rows:
            drawn_from = {"record": row.record, "table": self, "request": self.request}
            yield template.render(drawn_from | self.words_of(row.record))

    def as_file(
        self, request: HttpRequest, title: str | Promise, more: Sequence[Column] = (), of: str = ""
    ) -> HttpResponseBase:
        """All rows that the filters leave, in the order that is chosen, as the file that is asked for. `more` are
        columns that the page has no room for: the title, and what gives the value of a record."""
        return as_file(request, title, self._lines(more), of)

    def _lines(self, more: Sequence[Column]) -> Iterator[list[Any]]:
        columns = [column for column in self.columns if not column.column.exclude_from_export]
        yield [*(column.header for column in columns), *(title for title, _value in more)]
        for record in self.data.data.iterator(chunk_size=AT_ONCE):
            row = BoundRow(record, table=self)
            own = (row.get_cell_value(column.name) for column in columns)
            yield [*own, *(value(record) for _title, value in more)]


def laid_out[AnyTable: ListTable](
    request: HttpRequest,
    table: AnyTable,
    per_page: int = PER_PAGE,
    *,
    count: int | None = None,
    has_more: bool = False,
) -> AnyTable:
    """The table in the order of `?sort=` at the page of `?page=`; `count` and `has_more` as `ListPaginator` takes
    them."""
    paginate = {"per_page": per_page, "paginator_class": ListPaginator, "count": count, "has_more": has_more}
    RequestConfig(request, paginate=paginate).configure(table)
    if table.ticks_form and not wants_download(request):
        table.ticks = ticks_of(request.GET, (row.record.pk for row in table.paginated_rows))
    return table
