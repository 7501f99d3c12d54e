"""CSV as people really export it: any of four separators, any of the usual encodings."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import TextIO

from charset_normalizer import from_bytes
from django.utils.translation import gettext as _

from roster.encodings import BOMS, SEPARATORS, utf16_without_mark
from roster.limits import MAX_COLUMNS, RosterUnreadable

SAMPLE_BYTES = 64 * 1024
CENTRAL = ["cp1250", "cp1254", "cp1257"]
FAR = [*CENTRAL, "cp1251", "cp1253", "cp1255", "cp1256", "shift_jis", "gb18030", "big5", "euc_kr"]
SIGN_IN_WORD = re.compile(r"[^\W\d_][£¥¦¨³¹¿¶¼½¾¤§]|[£¥¦³¹¿¶¼½¾¤][^\W\d_]")
ACCENTED_RUN = re.compile(r"[À-ÿ]{3,}")


def csv_rows(content: bytes, encoding: str, separator: str) -> Iterator[list[str]]:
    """Every record as stripped cells, empty lines as empty lists."""
    text = io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline="")
    try:
        _declared_separator(text)  # that line is no row
        for cells in csv.reader(text, delimiter=separator):
            if len(cells) > MAX_COLUMNS * 5:
                raise RosterUnreadable(_("A line has far too many columns. Is this really a CSV file?"))
            yield [cell.strip() for cell in cells]
    except (csv.Error, UnicodeError) as error:
        raise RosterUnreadable(
            _("The file cannot be read as CSV. Save it as 'CSV UTF-8' or XLSX and upload that.")
        ) from error


def csv_separator(content: bytes, encoding: str) -> str:
    """What stands between the cells: as the file itself declares, else as it looks."""
    start = content[:SAMPLE_BYTES].decode(encoding, errors="ignore")
    return _declared_separator(io.StringIO(start, newline="")) or _guessed_separator(start)


def csv_encoding(content: bytes) -> str:
    """The encoding of the text: by its mark, else UTF-8 if it is that, else the likeliest."""
    for mark, name in BOMS:
        if content.startswith(mark):
            return name
    if wide := utf16_without_mark(content):
        return wide
    if b"\x00" in content:
        raise RosterUnreadable(_("This is not a text file. Upload the roster as CSV or XLSX."))
    if _decodes(content, "utf-8"):
        return "utf-8"
    return _old_encoding(content)


def _old_encoding(content: bytes) -> str:
    """Windows-1252 unless the letters speak clearly for another one; Mac Roman, which has all bytes, at the last.

    Only lines with letters outside ASCII are looked at: the rest tells nothing. For short names
    charset-normalizer cannot tell the Western from the Central European page, so it is asked only
    when the text makes no sense in Windows-1252.
    """
    odd = b"\n".join(line for line in content.splitlines() if not line.isascii())[:SAMPLE_BYTES]
    encoding = "cp1252"
    if not _reads_as_western(odd):
        dense = sum(byte > 127 for byte in odd) > len(odd) * 0.3  # whole words in another script
        best = from_bytes(odd, cp_isolation=FAR if dense else CENTRAL).best()
        encoding = best.encoding if best else encoding
    return encoding if _decodes(content, encoding) else "mac_roman"


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        codecs.decode(content, encoding)
    except UnicodeDecodeError:
        return False
    return True


def _reads_as_western(sample: bytes) -> bool:
    """No signs inside words, and few words made of accented letters only."""
    try:
        text = sample.decode("cp1252")
    except UnicodeDecodeError:
        return False
    accented = len(ACCENTED_RUN.findall(text))
    return not SIGN_IN_WORD.search(text) and accented * 5 <= len(text.split())


def _declared_separator(text: TextIO) -> str:
    """Excel's own first line `sep=;`, which is then not a row."""
    line = text.readline(10).strip("\r\n \ufeff")
    if line.lower().startswith("sep=") and len(line) == 5:
        return line[4]
    text.seek(0)
    return ""


def _guessed_separator(start: str) -> str:
    """The separator that cuts the first records into most columns, most evenly."""
    lines = start.splitlines(keepends=True)[:50]
    return max(SEPARATORS, key=lambda separator: _evenness(lines, separator))


def _evenness(lines: list[str], separator: str) -> tuple[int, int]:
    try:
        widths = Counter(width for cells in csv.reader(lines, delimiter=separator) if (width := len(cells)) > 1)
    except csv.Error:
        return (0, 0)
    width, count = next(iter(widths.most_common(1)), (0, 0))
    return (count, width)
