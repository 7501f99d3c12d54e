"""What every list is made of: search, filters with chips, order, pages and download, all of it in the address.

A view hands rows to a `ListFilter` (django-filter) and a `ListTable` (django-tables2), or to `page_of` where rows are
not drawn as a table, and answers with `render_list`; `as_file` hands the list out as CSV or XLSX. The templates are in
templates/components: `list_filters.html`, `filter_chips.html`, `pages.html`, `download.html`. What changes without the
rest of the page stands in `<div id="list" hx-target="this" hx-swap="innerHTML">`, in a partial `list`; without htmx it
is a page like any other.
"""

from frame.lists.downloads import AT_ONCE, as_file, filters_set, wants_download
from frame.lists.filters import AskedFilters, Chip, ListFilter, chip
from frame.lists.pages import PER_PAGE, page_of, render_list
from frame.lists.tables import ListTable, laid_out
from frame.lists.ticks import Ticks, ticks_of

__all__ = [
    "AT_ONCE",
    "PER_PAGE",
    "AskedFilters",
    "Chip",
    "ListFilter",
    "ListTable",
    "Ticks",
    "as_file",
    "chip",
    "filters_set",
    "laid_out",
    "page_of",
    "render_list",
    "ticks_of",
    "wants_download",
]
