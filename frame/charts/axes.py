"""Scales, their labels, and the legend: what drawings of all kinds share."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, pairwise

from django.utils.formats import localize
from django.utils.translation import gettext as _

from frame.charts.lettering import ASCENT, LINE, width_of, wrap
from frame.charts.picture import Picture, Shape, Words

GAP = 8.0
SWATCH = 11.0
MOST_TICKS = 5
LABEL_LINES = 3
USUAL_TONES = ("accent", "second", "faint", "info", "good")


@dataclass(frozen=True)
class Scale:
    """From the first to the last of its ticks; `say` is how a value of it is written."""

    ticks: Sequence[float]
    say: Callable[[float], str] = lambda value: str(localize(value))

    def place(self, value: float, start: float, end: float) -> float:
        """Where a value stands, where the scale lies between `start` and `end`."""
        return start + (end - start) * (value - self.ticks[0]) / (self.ticks[-1] - self.ticks[0])


def percent(value: float) -> str:
    return _("%(number)s\u00a0%%") % {"number": localize(value)}


PERCENT = Scale((0, 25, 50, 75, 100), percent)


def counting_scale(values: Sequence[float | None]) -> Scale:
    """From nothing: the length of a bar, and the height of a line of counts, mean how many."""
    return Scale(ticks_between(0, max((value for value in values if value is not None), default=0)))


def fitting_scale(values: Sequence[float]) -> Scale:
    """From about where the values begin to about where they end: only places on it mean anything."""
    return Scale(ticks_between(min(values, default=0), max(values, default=0)))


def ticks_between(low: float, high: float) -> list[int]:
    """Few round whole numbers, the first not above `low`, the last not below `high`."""
    for step in _round_numbers():
        first, last = int(low // step), int(-(-high // step))
        last = max(last, first + 1)
        if last - first <= MOST_TICKS:
            return [number * step for number in range(first, last + 1)]
    raise AssertionError("steps have no end")


def _round_numbers() -> Iterator[int]:
    return (digit * 10**power for power in count() for digit in (1, 2, 5))


def tones_of(names: Sequence[str], colors: Sequence[str]) -> list[str]:
    return [colors[i] if i < len(colors) else USUAL_TONES[i % len(USUAL_TONES)] for i in range(len(names))]


def legend(picture: Picture, tones: Mapping[str, str], unfinished: str = "") -> float:
    """Say what the colours stand for; needed from two on, or where something is not over yet. Returns its height."""
    entries = [(name, tone, False) for name, tone in tones.items()] if len(tones) > 1 else []
    if unfinished:
        entries.append((_("not over yet"), unfinished, True))
    x = y = 0.0
    high = LINE
    for name, tone, is_unfinished in entries:
        lines = wrap(name, picture.width - SWATCH - GAP)
        wide = SWATCH + GAP + max(map(width_of, lines), default=0)
        if x and x + wide > picture.width:
            x, y, high = 0, y + high, LINE
        at = {"x": x + 0.5, "y": y + 3, "width": SWATCH, "height": SWATCH, "rx": 2.0}
        picture.shapes.append(Shape("rect", at, tone, is_unfinished=is_unfinished))
        say_lines(picture, lines, x + SWATCH + GAP, y)
        x, high = x + wide + 2 * GAP, max(high, LINE * len(lines))
    return y + high + GAP if entries else 0


def say_lines(picture: Picture, lines: Sequence[str], x: float, top: float, tone: str = "soft") -> float:
    """Write lines below each other, the first of which begins at `top`. Returns their height."""
    for number, line in enumerate(lines):
        picture.words.append(Words(x, top + ASCENT + LINE * number, line, tone=tone))
    return LINE * len(lines)


def grid_line(x1: float, y1: float, x2: float, y2: float) -> Shape:
    return Shape("line", {"x1": x1, "y1": y1, "x2": x2, "y2": y2}, "line")


def label_along(picture: Picture, names: Sequence[str], centres: Sequence[float], top: float) -> float:
    """Write names below their places, each, or each second, third, … so that none touches another. Returns the
    height of it."""
    words: list[Words] = []
    for step in range(1, len(names) + 1):
        words = _labels(names[::step], centres[::step], top, picture.width)
        if words and not _touch(words):
            break
    picture.words += words
    return max((word.y for word in words), default=top) - top + GAP


def _labels(names: Sequence[str], centres: Sequence[float], top: float, width: float) -> list[Words]:
    """Each name in the room it has, moved in from the edges; nothing where some word would have to be cut."""
    room = min((b - a for a, b in pairwise(centres)), default=width) - GAP / 2
    labels = []
    for name, centre in zip(names, centres, strict=True):
        is_cut = len(names) > 1 and any(width_of(word) > room for word in name.split())
        lines = wrap(name, max(room, 1))
        if is_cut or (len(names) > 1 and len(lines) > LABEL_LINES):
            return []
        half = max(map(width_of, lines), default=0) / 2
        x = min(max(centre, half), width - half)
        labels += [Words(x, top + ASCENT + LINE * row, line, "middle") for row, line in enumerate(lines)]
    return labels


def _touch(words: Sequence[Words]) -> bool:
    return any(word.box.overlaps(other.box) for i, word in enumerate(words) for other in words[:i])
