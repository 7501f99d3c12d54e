"""What every list is made of: search, filters with chips, order, pages and download, all of it in the address.

A view hands rows to a `ListFilter` (django-filter) and a `ListTable` (django-tables2), or to `page_of` where rows are
not drawn as a table, and answers with `render_list`. The templates are in templates/components: `list_filters.html`,
`filter_chips.html`, `pages.html`, `download.html`. What changes without the rest of the page stands in
`<div id="list" hx-target="this" hx-swap="innerHTML">`, in a partial `list`; without htmx it is a page like any other.
"""

from frame.lists.chips import Chip, chip
from frame.lists.filters import AskedFilters, ListFilter
from frame.lists.pages import PER_PAGE, page_of, render_list, wants_download
from frame.lists.tables import ListTable, laid_out

__all__ = [
    "PER_PAGE",
    "AskedFilters",
    "Chip",
    "ListFilter",
    "ListTable",
    "chip",
    "laid_out",
    "page_of",
    "render_list",
    "wants_download",
]
