"""Lists as files and on paper: all that the filters leave, in the order that is chosen, whatever page is shown."""

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Protocol, cast
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext as _

from frame.safe_csv import csv_response
from frame.safe_xlsx import xlsx_response

#: What `?download=` may say of a file, and of a page with nothing but the whole table, to be printed.
FILES = {"csv": csv_response, "xlsx": xlsx_response}
PAPER = "paper"
#: So many rows are read from the database at once.
AT_ONCE = 2000
#: So many rows are laid out to be printed: about fifty sheets, and what a browser still sets in a second or two.
MOST_ON_PAPER = 2000


class Reader(Protocol):
    """Whoever downloads, with the clock that they live by."""

    zone: ZoneInfo


def wants_download(request: HttpRequest) -> bool:
    """Whether the list is asked for as a file or on paper."""
    return request.GET.get("download") in (*FILES, PAPER)


def filters_set(state: str, words: str) -> dict[str, str]:
    """For the audit log, of a list without a `ListFilter`: the state that is chosen, and that something was typed."""
    return {name: text for name, text in (("state", state), ("q", words.strip() and _("some words"))) if text}


def as_file(
    request: HttpRequest, title: str | Promise, rows: Iterable[Iterable[object]], of: str = "", back_url: str = ""
) -> HttpResponseBase:
    """The rows as it is asked for; the first of them is the header. `title` is what the list is called, `of` whose it
    is: both are in the file's name, with the day. Instants stand on the reader's clock. Rows of a queryset are read
    with `iterator(chunk_size=AT_ONCE)`, so that memory does not grow with them."""
    zone = cast(Reader, request.user).zone  # whoever downloads is signed in
    asked, today = request.GET.get("download", ""), timezone.localdate(timezone=zone)
    told = on_the_clock_of(zone, rows)
    if asked == PAPER:
        head: dict[str, object] = {"title": title, "of": of, "day": today, "back_url": back_url or list_of(request)}
        return on_paper(request, head, told)
    kind = asked if asked in FILES else "csv"
    name = "-".join(filter(None, (slugify(part, allow_unicode=True) for part in (of, str(title)))))
    return FILES[kind](f"{name}-{today.isoformat()}.{kind}", told)


def list_of(request: HttpRequest) -> str:
    """The address of the list that is taken along."""
    query = request.GET.copy()
    for name in ("download", "of"):
        query.pop(name, None)
    return f"{request.path}?{query.urlencode()}"


def on_the_clock_of(zone: dt.tzinfo, rows: Iterable[Iterable[object]]) -> Iterator[list[object]]:
    """The rows, with every instant in that zone."""
    for row in rows:
        yield [value.astimezone(zone) if isinstance(value, dt.datetime) else value for value in row]


def on_paper(request: HttpRequest, head: dict[str, object], rows: Iterable[list[object]]) -> HttpResponseBase:
    """A page with the table alone. What is more than `MOST_ON_PAPER` is not laid out, and the page says so."""
    remaining = iter(rows)
    header = next(remaining)
    shown = [[words_of(value) for value in row] for row in islice(remaining, MOST_ON_PAPER)]
    is_cut = next(remaining, None) is not None
    context = head | {"header": header, "rows": shown, "is_cut": is_cut, "most": MOST_ON_PAPER}
    return render(request, "components/list_on_paper.html", context)


def words_of(value: object) -> object:
    """A value as it is read on paper; where there is none, a dash."""
    if isinstance(value, dt.datetime):
        return date_format(value, "SHORT_DATETIME_FORMAT")
    if isinstance(value, dt.date):
        return date_format(value, "SHORT_DATE_FORMAT")
    return "–" if value is None or value == "" else value
