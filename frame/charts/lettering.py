"""How much room words take, and where they break. The server does not know the reader's fonts, so it reckons with
broad ones: what it thinks fits, fits."""

import re
import unicodedata
from collections.abc import Iterator

SIZE = 13.0  # of all letters, in the units of a drawing
LINE = 17.0  # from one line to the next
ASCENT, DESCENT = 12.0, 4.0  # above and below the line that letters stand on

USUAL, NARROW, BROAD, CAPITAL = 0.65, 0.42, 1.02, 0.79  # in parts of SIZE, as in DejaVu Sans, the broadest usual font
WIDE = 2 * USUAL  # Chinese, Japanese and Korean characters and emoji take the room of two
OTHER = 0.86  # other scripts and signs
NARROW_ONES = frozenset(" ijlItfrJ.,:;'’|!()[]-·/\u00a0")
BROAD_ONES = frozenset("mwMW@%…—&æœÆŒ‰")
EMOJI = 0x1F000
SKIN_TONES = range(0x1F3FB, 0x1F400)
FLAGS = range(0x1F1E6, 0x1F200)
JOINER = "\u200d"
CLOSING = {"Pe", "Pf", "Po"}  # brackets and stops, which do not begin a line
ELLIPSIS, HYPHEN = "…", "-"
MOST_LINES = 5


def width_of(text: str) -> float:
    """At most so wide is a line of text."""
    return SIZE * sum(map(_ems, text))


def _ems(letter: str) -> float:
    if unicodedata.category(letter) in {"Mn", "Me", "Cf"}:
        return 0
    if unicodedata.east_asian_width(letter) in "WF" or ord(letter) >= EMOJI:
        return WIDE
    if letter in NARROW_ONES:
        return NARROW
    if letter in BROAD_ONES:
        return BROAD
    base = unicodedata.normalize("NFD", letter)[0]
    if not base.isascii():
        return OTHER
    if base.isalnum():
        return CAPITAL if base.isupper() else USUAL
    return OTHER


def wrap(text: str, room: float, most: int = MOST_LINES) -> list[str]:
    """The lines of a text, none wider than `room`; what does not fit into `most` lines ends in an ellipsis.

    Breaks at spaces, between Chinese, Japanese and Korean characters, and in words that are too long for a line.
    """
    lines: list[str] = []
    current = ""
    for piece, follows_space in _fitting(_pieces(text), room):
        longer = f"{current} {piece}" if current and follows_space else current + piece
        if current and width_of(longer) > room:
            lines.append(current)
            longer = piece
        current = longer
    lines = [*lines, current] if current else lines
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], shorten(lines[most - 1] + ELLIPSIS, room)]


def shorten(text: str, room: float) -> str:
    """The text, or as much of it as fits before an ellipsis."""
    if width_of(text) <= room:
        return text
    kept = list(clusters(text.removesuffix(ELLIPSIS)))
    while kept and width_of("".join(kept) + ELLIPSIS) > room:
        kept.pop()
    return "".join(kept).rstrip() + ELLIPSIS


def clusters(text: str) -> Iterator[str]:
    """What readers take for one character: a letter with its accents, an emoji with all it is joined of."""
    current = ""
    for letter in text:
        if current and not _belongs(letter, current):
            yield current
            current = ""
        current += letter
    if current:
        yield current


def _belongs(letter: str, before: str) -> bool:
    is_second_half = ord(letter) in FLAGS and len(before) == 1 and ord(before) in FLAGS
    is_mark = unicodedata.category(letter) in {"Mn", "Mc", "Me", "Cf"} or ord(letter) in SKIN_TONES
    return is_mark or before.endswith(JOINER) or is_second_half


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """The parts between which a line may end, and whether a space goes before."""
    for word in text.split():
        follows_space = True
        for piece in re.findall(r"[^-/]+[-/]*|[-/]+", word):
            for part in _between_wide(piece):
                yield part, follows_space
                follows_space = False


def _between_wide(word: str) -> Iterator[str]:
    current = ""
    for cluster in clusters(word):
        breaks = (
            current and unicodedata.category(cluster[0]) not in CLOSING and (_is_wide(cluster) or _is_wide(current))
        )
        if breaks:
            yield current
            current = ""
        current += cluster
    yield current


def _is_wide(text: str) -> bool:
    return any(_ems(letter) == WIDE for letter in text)


def _fitting(pieces: Iterator[tuple[str, bool]], room: float) -> Iterator[tuple[str, bool]]:
    """Pieces of a text, each cut where it is wider than `room`."""
    for piece, follows_space in pieces:
        if width_of(piece) <= room:
            yield piece, follows_space
            continue
        current, is_first = "", True
        for cluster in clusters(piece):
            hyphen = HYPHEN if _is_hyphenated(current) else ""
            if current and width_of(current + cluster + HYPHEN) > room:
                yield current + hyphen, follows_space and is_first
                current, is_first = "", False
            current += cluster
        yield current, follows_space and is_first


def _is_hyphenated(text: str) -> bool:
    """Whether a break in this word is marked: where words have letters that stand apart."""
    return text[-1:].isalpha() and unicodedata.bidirectional(text[-1]) == "L" and not _is_wide(text)
