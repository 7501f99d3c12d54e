"""Pages of a list, and the answer of its view."""

from typing import Any

from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from frame.typed_bases import Paginator

PER_PAGE = 25
#: So many rows may be asked for with `?per_page=`.
MOST_PER_PAGE = 100
#: The id of the part of a page that htmx puts a new one in the place of, and the name of that partial.
LIST = "list"


class ListPaginator(Paginator):
    """Never more rows on a page than anybody reads; `count` is given where it is known already, with `has_more` where
    there are more rows than were counted, which the pages then do not lead to."""

    def __init__(
        self, object_list: Any, per_page: int, count: int | None = None, has_more: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(object_list, max(1, min(per_page, MOST_PER_PAGE)), **kwargs)
        self.has_more = has_more
        if count is not None:
            self.count = count


def page_of(asked: QueryDict, rows: Any, per_page: int = PER_PAGE, *, count: int | None = None) -> Page[Any]:
    """The page of `?page=`, the first or last where there is none of that number. One query more to count the rows,
    unless it is said how many they are."""
    return ListPaginator(rows, per_page, count=count).get_page(asked.get("page"))


def render_list(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """The page; for htmx only its partial `list`."""
    htmx = getattr(request, "htmx", None)
    is_part = bool(htmx and htmx.target == LIST)
    response = render(request, f"{template}#{LIST}" if is_part else template, context)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response
