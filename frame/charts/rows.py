"""Drawings with names down the side, each with a lane along one scale: bars, ranges, dumbbells, strips."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt
from typing import Any

from django.utils.functional import Promise

from frame.charts.axes import (
    GAP,
    PERCENT,
    Scale,
    counting_scale,
    fitting_scale,
    grid_line,
    legend,
    say_lines,
    tones_of,
)
from frame.charts.lettering import ASCENT, DESCENT, LINE, width_of, wrap
from frame.charts.picture import Picture, Shape, Words

Text = str | Promise
Span = tuple[float, float]
BAR, BETWEEN = 16.0, 3.0
BETWEEN_ROWS = 14.0
DOT = 5.5
TOO_NARROW = 420.0  # for names beside their lanes: they go above
SIDE = 0.4  # of the width, at most, for the names
MISSING = "–"


@dataclass(frozen=True)
class Lane:
    """Where one row is drawn: from `start` to `end` along the scale, from `top` down."""

    picture: Picture
    scale: Scale
    start: float
    end: float
    top: float

    def x(self, value: float) -> float:
        return self.scale.place(value, self.start, self.end)


@dataclass(frozen=True)
class Rows:
    """`draw_row` draws the row of a number into its lane; `beyond` and `before`
    are the room it needs after the end of the scale and before it."""

    names: Sequence[str]
    scale: Scale
    lane_height: float
    draw_row: Callable[[int, Lane], None]
    tones: Mapping[str, str] = field(default_factory=dict)
    beyond: float = 0
    before: float = 0

    def draw(self, width: float) -> Picture:
        picture = Picture(width)
        half_label = max(map(width_of, map(self.scale.say, self.scale.ticks))) / 2
        is_beside = width > TOO_NARROW
        longest = max(map(width_of, self.names), default=0)
        side = min(longest, width * SIDE) if is_beside else 0
        start = max(side + 1.5 * GAP if is_beside else self.before, half_label)
        end = width - max(self.beyond, half_label)
        y = legend(picture, self.tones) + BETWEEN
        for number, name in enumerate(self.names):
            y = self._draw_one(picture, number, wrap(name, side or width), (start, end), y, is_beside)
        picture.height = self._draw_axis(picture, (start, end), y)
        return picture

    def _draw_one(self, picture: Picture, number: int, lines: Sequence[str], lane: Span, y: float,
                  is_beside: bool) -> float:  # fmt: skip
        start, end = lane
        high = LINE * len(lines)
        block = max(high, self.lane_height) if is_beside else self.lane_height
        name_top, top = (y + (block - high) / 2, y) if is_beside else (y, y + high)
        say_lines(picture, lines, 0, name_top, tone="ink")
        bottom = top + block + (BETWEEN_ROWS if is_beside else 4)
        for tick in self.scale.ticks:
            x = self.scale.place(tick, start, end)
            picture.shapes.append(grid_line(x, top, x, bottom))
        self.draw_row(number, Lane(picture, self.scale, start, end, top + (block - self.lane_height) / 2))
        return top + block + BETWEEN_ROWS

    def _draw_axis(self, picture: Picture, lane: Span, y: float) -> float:
        labels: list[Words] = []
        for tick in self.scale.ticks:
            label = Words(self.scale.place(tick, *lane), y + ASCENT, self.scale.say(tick), "middle")
            if not labels or label.box.left > labels[-1].box.right:
                labels.append(label)
        picture.words += labels
        return y + ASCENT + DESCENT


def bars(names: Sequence[Text], series: Mapping[Text, Sequence[float | None]], *, colors: Sequence[str] = ()) -> Rows:
    """Bars that lie, which suits long names; each says its number."""
    labels, kinds = list(map(str, names)), list(map(str, series))
    tones, values = tones_of(kinds, colors), list(series.values())
    scale = counting_scale([value for row in values for value in row])

    def draw_row(number: int, lane: Lane) -> None:
        for index, kind in enumerate(kinds):
            value, top = values[index][number], lane.top + index * (BAR + BETWEEN)
            words = MISSING if value is None else scale.say(value)
            if value:
                at = _rect(lane.x(0), lane.x(value), top, BAR)
                lane.picture.shapes.append(Shape("rect", at, tones[index], f"{labels[number]}, {kind}: {words}"))
            lane.picture.words.append(Words(lane.x(value or 0) + 5, top + ASCENT + 1, words, tone="ink"))

    widest = max((width_of(scale.say(value)) for row in values for value in row if value is not None), default=0)
    high = len(kinds) * (BAR + BETWEEN) - BETWEEN
    return Rows(labels, scale, high, draw_row, dict(zip(kinds, tones, strict=True)), widest + GAP)


def ranges(names: Sequence[Text], series: Mapping[Text, Sequence[Span | None]], *,
           colors: Sequence[str] = ()) -> Rows:  # fmt: skip
    """Bars that lie between two places on a scale of 0 to 100 percent: a share that is known in steps only."""
    labels, kinds = list(map(str, names)), list(map(str, series))
    tones, spans = tones_of(kinds, colors), list(series.values())

    def draw_row(number: int, lane: Lane) -> None:
        for index, kind in enumerate(kinds):
            span, top = spans[index][number], lane.top + index * (BAR + BETWEEN)
            if span is None:
                lane.picture.words.append(Words(lane.start + 5, top + ASCENT + 1, MISSING))
                continue
            about = f"{labels[number]}, {kind}: {span_in_words(span, PERCENT)}"
            at = _rect(lane.x(span[0]), lane.x(span[1]), top, BAR) | {"rx": 4.0}
            lane.picture.shapes.append(Shape("rect", at, tones[index], about))

    high = len(kinds) * (BAR + BETWEEN) - BETWEEN
    return Rows(labels, PERCENT, high, draw_row, dict(zip(kinds, tones, strict=True)))


def dumbbells(names: Sequence[Text], ends: Mapping[Text, Sequence[float | None]], *, scale: Scale | None = None,
              colors: Sequence[str] = ("faint", "accent")) -> Rows:  # fmt: skip
    """Where something was and where it is: two dots and the way between them."""
    labels, kinds = list(map(str, names)), list(map(str, ends))
    tones, values = tones_of(kinds, colors), list(ends.values())
    used = scale or fitting_scale([value for row in values for value in row if value is not None])

    def draw_row(number: int, lane: Lane) -> None:
        middle = lane.top + LINE / 2
        known_ends = [(index, row[number]) for index, row in enumerate(values) if row[number] is not None]
        if len(known_ends) > 1:
            xs = [lane.x(value) for _index, value in known_ends if value is not None]
            lane.picture.shapes.append(
                Shape("line", {"x1": min(xs), "y1": middle, "x2": max(xs), "y2": middle, "stroke-width": 3.0}, "faint")
            )
        for index, value in known_ends:
            at: dict[str, Any] = {"cx": lane.x(value or 0), "cy": middle, "r": DOT}
            about = f"{labels[number]}, {kinds[index]}: {used.say(value or 0)}"
            lane.picture.shapes.append(Shape("circle", at, tones[index], about))

    return Rows(labels, used, LINE, draw_row, dict(zip(kinds, tones, strict=True)), DOT, DOT)


def strips(names: Sequence[Text], values: Sequence[Sequence[float]], *, scale: Scale | None = None,
           color: str = "accent") -> Rows:  # fmt: skip
    """Every single value as a dot on a line; the more have the same, the larger."""
    labels = list(map(str, names))
    used = scale or fitting_scale([value for row in values for value in row])

    def draw_row(number: int, lane: Lane) -> None:
        for value, times in sorted(Counter(values[number]).items()):
            radius = min(DOT * sqrt(times) * 0.7, LINE / 2)
            about = f"{labels[number]}: {used.say(value)}" + (f" × {times}" if times > 1 else "")
            at: dict[str, Any] = {"cx": lane.x(value), "cy": lane.top + LINE / 2, "r": radius}
            lane.picture.shapes.append(Shape("circle", at, color, about, strength=0.6))

    return Rows(labels, used, LINE, draw_row, beyond=LINE / 2, before=LINE / 2)


def span_in_words(span: Span, scale: Scale) -> str:
    low, high = span
    return scale.say(low) if low == high else f"{scale.say(low)} – {scale.say(high)}"


def _rect(left: float, right: float, top: float, high: float) -> dict[str, float | str]:
    return {"x": left, "y": top, "width": max(right - left, 1.0), "height": high, "rx": 2.0}
