"""What every list is made of: search, filters with chips, order, pages and download, all of it in the address.

A view hands rows to a `ListFilter` (django-filter) and a `ListTable` (django-tables2), or to `page_of` where rows are
not drawn as a table, and answers with `render_list`. The templates are in templates/components: `list_filters.html`,
`pages.html`, `filter_chips.html`, `download.html`.
"""

from frame.lists.chips import Chip, chip
from frame.lists.filters import ListFilter
from frame.lists.pages import PER_PAGE, page_of, render_list, wants_download
from frame.lists.tables import ListTable, laid_out

__all__ = [
    "PER_PAGE",
    "Chip",
    "ListFilter",
    "ListTable",
    "chip",
    "laid_out",
    "page_of",
    "render_list",
    "wants_download",
]
