"""Drawings with names along the bottom: columns, lines, heat maps."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from frame.charts.axes import GAP, Scale, counting_scale, grid_line, label_along, legend, say_lines, tones_of
from frame.charts.lettering import ASCENT, DESCENT, LINE, width_of, wrap
from frame.charts.picture import Picture, Shape, Words

Text = str | Promise
Values = Sequence[float | None]
HIGH = 190.0
WIDEST_BAR = 26.0
FILLED = 0.76  # of its room is a group of columns wide
POINT = 3.5
CELL = 30.0
SIDE = 0.34
PALEST, FULLEST = 0.08, 0.5  # the colour of a heat map's cells, below the ink of their numbers


@dataclass(frozen=True)
class Plot:
    """Where columns and lines are drawn."""

    picture: Picture
    scale: Scale
    start: float
    top: float
    band: float

    def centre(self, number: float) -> float:
        return self.start + self.band * (number + 0.5)

    def y(self, value: float) -> float:
        return self.scale.place(value, self.top + HIGH, self.top)


@dataclass(frozen=True)
class Columns:
    """`draw_series` draws all of them; the place of `unfinished` is marked as not over yet."""

    names: Sequence[str]
    series: Mapping[str, Values]
    tones: Sequence[str]
    draw_series: Callable[["Columns", Plot], None]
    unfinished: int | None = None
    scale: Scale = field(default_factory=lambda: Scale((0, 1)))

    def draw(self, width: float) -> Picture:
        picture = Picture(width)
        mark = self.tones[-1] if self._has_unfinished() else ""
        top = legend(picture, dict(zip(self.series, self.tones, strict=True)), mark) + DESCENT + 4
        start = max(map(width_of, map(self.scale.say, self.scale.ticks))) + GAP
        plot = Plot(picture, self.scale, start, top, (width - start) / max(len(self.names), 1))
        for tick in self.scale.ticks:
            y = plot.y(tick)
            picture.shapes.append(grid_line(start, y, width, y))
            picture.words.append(Words(start - GAP, y + 4.5, self.scale.say(tick), "end"))
        self.draw_series(self, plot)
        self._say_all(plot)
        below = top + HIGH + DESCENT + GAP / 2 + 1  # the lowest number of the scale reaches below its line
        centres = [plot.centre(number) for number in range(len(self.names))]
        picture.height = below + label_along(picture, self.names, centres, below)
        return picture

    def is_unfinished(self, number: int) -> bool:
        return number == self.unfinished

    def _has_unfinished(self) -> bool:
        position = self.unfinished
        return position is not None and any(values[position] is not None for values in self.series.values())

    def _say_all(self, plot: Plot) -> None:
        """Wherever one points, the numbers of that column are said."""
        for number, name in enumerate(self.names):
            values = [f"{kind}: {self.scale.say(value)}" for kind, values in self.series.items()
                    if (value := values[number]) is not None]  # fmt: skip
            ending = [_("not over yet")] if self.is_unfinished(number) else []
            at: dict[str, Any] = {"x": plot.centre(number - 0.5), "y": plot.top, "width": plot.band, "height": HIGH}
            plot.picture.shapes.append(Shape("rect", at, "", "\n".join([name, *values, *ending])))


def columns(names: Sequence[Text], series: Mapping[Text, Values], *, colors: Sequence[str] = (),
         unfinished: int | None = None) -> Columns:  # fmt: skip
    """Columns that stand, for what happened over time; `unfinished` is the place of what still goes on."""
    return _columns(names, series, colors, _draw_bars, unfinished)


def lines(names: Sequence[Text], series: Mapping[Text, Values], *, colors: Sequence[str] = (),
          unfinished: int | None = None) -> Columns:  # fmt: skip
    """Lines over time; what is not known is a gap, and what is not over yet is reached by a broken line."""
    return _columns(names, series, colors, _draw_lines, unfinished)


def _columns(names: Sequence[Text], series: Mapping[Text, Values], colors: Sequence[str],
             draw: Callable[[Columns, Plot], None], unfinished: int | None) -> Columns:  # fmt: skip
    kinds = {str(kind): values for kind, values in series.items()}
    scale = counting_scale([value for values in kinds.values() for value in values])
    position = unfinished % len(names) if unfinished is not None and names else None
    return Columns(list(map(str, names)), kinds, tones_of(list(kinds), colors), draw, position, scale)


def _draw_bars(chart: Columns, plot: Plot) -> None:
    wide = min(plot.band * FILLED / max(len(chart.series), 1), WIDEST_BAR)
    for index, values in enumerate(chart.series.values()):
        shift = wide * (index - len(chart.series) / 2)
        for number, value in enumerate(values):
            if value:
                y = plot.y(value)
                at: dict[str, Any] = {"x": plot.centre(number) + shift + wide * 0.04, "y": y, "width": wide * 0.92,
                                      "height": plot.y(0) - y, "rx": 1.5}  # fmt: skip
                plot.picture.shapes.append(
                    Shape("rect", at, chart.tones[index], is_unfinished=chart.is_unfinished(number))
                )


def _draw_lines(chart: Columns, plot: Plot) -> None:
    for tone, values in zip(chart.tones, chart.series.values(), strict=True):
        for run in _runs(values, chart.unfinished):
            points = " ".join(f"{plot.centre(i):.1f},{plot.y(values[i] or 0):.1f}" for i in run)
            at: dict[str, Any] = {"points": points, "stroke-width": 2.5, "stroke-linejoin": "round"}
            plot.picture.shapes.append(Shape("polyline", at, tone, is_unfinished=chart.unfinished in run[1:]))
        for number, value in enumerate(values):
            if value is not None:
                at = {"cx": plot.centre(number), "cy": plot.y(value), "r": POINT}
                plot.picture.shapes.append(Shape("circle", at, tone, is_unfinished=chart.is_unfinished(number)))


def _runs(values: Values, unfinished: int | None) -> list[list[int]]:
    """The places that a line joins: those that are known one after the other. Into what is not over yet goes a line
    of its own."""
    runs: list[list[int]] = [[]]
    for number, value in enumerate(values):
        if value is None:
            runs.append([])
            continue
        if number == unfinished and runs[-1]:
            runs.append(runs[-1][-1:])
        runs[-1].append(number)
    return [run for run in runs if len(run) > 1]


@dataclass(frozen=True)
class Heatmap:
    """A number for each pair of a row and a column; the larger, the fuller its colour."""

    rows: Sequence[str]
    columns: Sequence[str]
    values: Sequence[Values]
    tone: str

    def draw(self, width: float) -> Picture:
        picture = Picture(width)
        side = min(max(map(width_of, self.rows), default=0), width * SIDE)
        start = side + GAP
        band = (width - start) / max(len(self.columns), 1)
        highest = max((value for row in self.values for value in row if value is not None), default=0) or 1
        y = 0.0
        for name, values in zip(self.rows, self.values, strict=True):
            lines = wrap(name, side)
            high = max(CELL, LINE * len(lines) + DESCENT)
            say_lines(picture, lines, 0, y + (high - LINE * len(lines)) / 2, tone="ink")
            for number, value in enumerate(values):
                if value is not None:
                    x = start + band * number
                    self._draw_cell(picture, (name, self.columns[number]), value, (x, y, band, high), value / highest)
            y += high
        centres = [start + band * (number + 0.5) for number in range(len(self.columns))]
        picture.height = y + GAP / 2 + label_along(picture, self.columns, centres, y + GAP / 2)
        return picture

    def _draw_cell(self, picture: Picture, names: tuple[str, str], value: float,
                   box: tuple[float, float, float, float], share: float) -> None:  # fmt: skip
        x, y, wide, high = box
        words = Scale((0, 1)).say(value)
        at: dict[str, Any] = {"x": x + 1, "y": y + 1, "width": wide - 2, "height": high - 2, "rx": 2.0}
        strength = PALEST + (FULLEST - PALEST) * share
        picture.shapes.append(Shape("rect", at, self.tone, f"{names[0]} × {names[1]}: {words}", strength))
        if width_of(words) < wide - 2:
            picture.words.append(Words(x + wide / 2, y + high / 2 + ASCENT / 2 - 1, words, "middle", "ink"))


def heatmap(rows: Sequence[Text], columns: Sequence[Text], values: Sequence[Values], *,
            color: str = "accent") -> Heatmap:  # fmt: skip
    """How much there is of each row in each column."""
    return Heatmap(list(map(str, rows)), list(map(str, columns)), values, color)
