"""Tables that a spreadsheet opens without running anything, and that the import reads back as they were."""

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator

from django.http import StreamingHttpResponse

#: What a formula begins with: the plain signs, the minus of typesetters and the heavy ones. Full-width, small and
#: raised ones become one of these by their compatibility form.
TRIGGERS = frozenset("=+-@\u2212\u2795\u2796")
#: Before the sign a program may drop or read over these: blanks, what nobody sees, and quotation marks.
QUOTES = frozenset("'\"`\u00b4\u2018\u2019\u201c\u201d\u201e\u00ab\u00bb\uff02\uff07")
NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?")
GUARD = "'"
#: What a program may take for the end of a cell when it opens the file with another separator than ours, or heeds no
#: quotation marks; and where the cell after each of them ends.
BREAKS = "\t\r\n"
SEPARATOR = re.compile(r"[;,|\t\r\n]")
GUARDED = re.compile(SEPARATOR.pattern + GUARD)
ENDS = {sign: re.compile(f"[{sign}\r\n]") for sign in ";,|\t\r\n"}


class _Echo:
    def write(self, value: str) -> str:
        return value


def formula_safe(value: object) -> str:
    """The value as text; what a spreadsheet could take for a formula is preceded by an apostrophe, at the beginning
    and behind each sign that may be a separator.

    After OWASP, "CSV injection". Plain negative numbers stay as they are.
    """
    text = "" if value is None else str(value)
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
    response = StreamingHttpResponse(_lines(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _lines(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff"
    for row in rows:
        yield writer.writerow([formula_safe(value) for value in row])
