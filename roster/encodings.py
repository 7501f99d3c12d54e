"""How the bytes of a text file become letters: what can be chosen by hand, and a sample to judge by."""

import codecs
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from roster.limits import RosterUnreadable

ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "cp1252": gettext_lazy("Windows-1252 (Western Europe)"),
    "cp1250": gettext_lazy("Windows-1250 (Central Europe)"),
    "iso8859-2": gettext_lazy("ISO-8859-2 (Central Europe)"),
    "cp1251": gettext_lazy("Windows-1251 (Cyrillic)"),
    "cp1253": gettext_lazy("Windows-1253 (Greek)"),
    "cp1254": gettext_lazy("Windows-1254 (Turkish)"),
    "cp1255": gettext_lazy("Windows-1255 (Hebrew)"),
    "cp1256": gettext_lazy("Windows-1256 (Arabic)"),
    "cp1257": gettext_lazy("Windows-1257 (Baltic)"),
    "mac_roman": gettext_lazy("Mac Roman (older Macs, Western Europe)"),
    "mac_latin2": gettext_lazy("Mac Central Europe (older Macs)"),
    "cp850": gettext_lazy("DOS 850 (Western Europe)"),
    "cp852": gettext_lazy("DOS 852 (Central Europe)"),
    "shift_jis": gettext_lazy("Shift JIS (Japanese)"),
    "gb18030": gettext_lazy("GB 18030 (Chinese)"),
    "big5": gettext_lazy("Big5 (Chinese, traditional)"),
    "euc_kr": gettext_lazy("EUC-KR (Korean)"),
    "utf-32": "UTF-32",
}
SEPARATORS = {
    ",": gettext_lazy("Comma"),
    ";": gettext_lazy("Semicolon"),
    "\t": gettext_lazy("Tab"),
    "|": gettext_lazy("Vertical bar"),
}
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
FAMILIES = {"utf-8-sig": "utf-8", "utf-16-le": "utf-16", "utf-16-be": "utf-16"}
CHUNK = 1024 * 1024
ODD_VALUES = 8


def family(codec: str) -> str:
    """The entry of ENCODINGS that a codec belongs to, whatever its mark and the order of its bytes."""
    return FAMILIES.get(codec, codec)


def codec_for(content: bytes, chosen: str) -> str:
    """The codec with which to read a file in the `chosen` entry of ENCODINGS: by its mark, where it has one."""
    for mark, name in BOMS:
        if content.startswith(mark) and family(name) == chosen:
            return name
    if chosen == "utf-16":
        return utf16_without_mark(content) or "utf-16-le"
    return chosen


def utf16_without_mark(content: bytes) -> str:
    """Plain Latin text in UTF-16 has a zero in nearly every second byte; empty when this has not."""
    start = content[:2000]
    half = len(start) // 2
    if half and start[1::2].count(0) > half * 0.6:
        return "utf-16-le"
    if half and start[0::2].count(0) > half * 0.6:
        return "utf-16-be"
    return ""


def refuse_undecodable(content: bytes, codec: str) -> None:
    """Raises RosterUnreadable unless every byte of the file means something in this encoding."""
    chunks = (content[start : start + CHUNK] for start in range(0, len(content), CHUNK))
    try:
        for _text in codecs.iterdecode(chunks, codec):
            pass
    except UnicodeError:
        raise RosterUnreadable(
            _("The file is not written in %(encoding)s: some of its letters mean nothing there. Choose another one.")
            % {"encoding": ENCODINGS.get(family(codec), codec)}
        ) from None


def odd_values(rows: Iterable[list[str]]) -> list[str]:
    """Values by which to judge an encoding: each shows a letter beyond ASCII that none before it has shown."""
    seen: set[str] = set()
    candidates: list[str] = []
    for value in _odd(rows):
        letters = {char for char in value if not char.isascii()}
        if not letters <= seen:
            seen |= letters
            candidates.append(value)
        if len(candidates) == ODD_VALUES:
            break
    return candidates


def _odd(rows: Iterable[list[str]]) -> Iterator[str]:
    """All values with letters beyond ASCII, until the file ends or breaks."""
    try:
        for cells in rows:
            yield from (cell for cell in cells if not cell.isascii())
    except RosterUnreadable:
        return
