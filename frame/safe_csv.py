"""Tables that a spreadsheet opens without running anything, and that the import reads back as they were."""

import csv
import datetime as dt
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import chain

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

from frame.isolation import bare

#: What a formula begins with: the plain signs, the minus of typesetters and the heavy ones. Full-width, small and
#: raised ones become one of these by their compatibility form.
TRIGGERS = frozenset("=+-@\u2212\u2795\u2796")
#: Before the sign a program may drop or read over these: blanks, what nobody sees, and quotation marks.
QUOTES = frozenset("'\"`\u00b4\u2018\u2019\u201c\u201d\u201e\u00ab\u00bb\uff02\uff07")
NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?")
GUARD = "'"
#: What makes a spreadsheet read a table as UTF-8.
MARK = "\ufeff"
#: What a program may take for the end of a cell when it opens the file with another separator than ours, or heeds no
#: quotation marks; and where the cell after each of them ends.
BREAKS = "\t\r\n"
SEPARATOR = re.compile(r"[;,|\t\r\n]")
GUARDED = re.compile(SEPARATOR.pattern + GUARD)
#: So many rows are sent at once.
AT_ONCE = 500
ENDS = {sign: re.compile(f"[{sign}\r\n]") for sign in ";,|\t\r\n"}


def formula_safe(value: object) -> str:
    """The value as text; what a spreadsheet could take for a formula is preceded by an apostrophe, at the beginning
    and behind each sign that may be a separator.

    After OWASP, "CSV injection". Plain negative numbers stay as they are.
    """
    text = "" if value is None else bare(str(value))
    inside = SEPARATOR.sub(lambda match: match[0] + (GUARD if _begins_a_formula(match, text) else ""), text)
    return GUARD + inside if is_like_a_formula(text) else inside


def without_guard(text: str) -> str:
    """What `formula_safe` was given, from what it gave; any other text as it is."""
    bare = GUARDED.sub(lambda match: match[0][0] if _begins_a_formula(match, text) else match[0], text)
    return bare[1:] if bare[:1] == GUARD and is_like_a_formula(bare[1:]) else bare


def _begins_a_formula(match: re.Match[str], text: str) -> bool:
    """Whether what stands behind a separator, up to the next one of its kind or the end of the line, is like one.
    Guards inside change nothing about that: they are read over like any quotation mark."""
    end = ENDS[match[0][0]].search(text, match.end())
    return is_like_a_formula(text[match.end() : end.start() if end else None])


def is_like_a_formula(text: str) -> bool:
    """Whether a program could start to reckon with it: by its first sign that is neither blank, unseen nor a quote."""
    if text[:1].isalnum() or NUMBER.fullmatch(text):
        return False
    if (begin := text.lstrip(GUARD)[:1]) and begin in BREAKS:
        return True
    first = next((sign for sign in text if not is_read_over(sign)), "")
    return unicodedata.normalize("NFKC", first)[:1] in TRIGGERS


def is_read_over(sign: str) -> bool:
    return sign.isspace() or sign in QUOTES or unicodedata.category(sign) in ("Cc", "Cf")


def csv_response(name: str, rows: Iterable[Iterable[object]]) -> StreamingHttpResponse:
    """A download of rows, streamed; UTF-8 with the mark that makes Excel read it as such."""
    response = StreamingHttpResponse(chain([MARK], csv_lines(rows)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


def csv_lines(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """The rows as the text of a table, in pieces of many lines; before the first one belongs MARK."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    for number, row in enumerate(rows, 1):
        writer.writerow([_cell(value) for value in row])
        if number % AT_ONCE == 0:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def _cell(value: object) -> object:
    if type(value) is int:
        return value
    return formula_safe(on_its_clock(value) if isinstance(value, dt.datetime) else value)


def on_its_clock(instant: dt.datetime) -> str:
    """An instant in a file, with how far its clock is from UTC: a file is read elsewhere and later."""
    return f"{instant:%Y-%m-%d %H:%M} {offset_of(instant)}"


def offset_of(instant: dt.datetime) -> str:
    """`UTC`, or `+02:00`."""
    return f"{instant:%:z}" if instant.utcoffset() else "UTC"
