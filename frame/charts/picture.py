"""A chart as data, and what its drawing is made of: words and shapes at their places, and the SVG that shows them."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple, Protocol

from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from frame.charts.lettering import ASCENT, DESCENT, SIZE, width_of

Anchor = Literal["start", "middle", "end"]
TONES = {
    "ink": "#23292e",
    "soft": "#5f5a53",
    "line": "#dedad3",
    "faint": "#8e8a83",
    "accent": "#00595b",
    "second": "#85457c",
    "good": "#1f6236",
    "attention": "#86510a",
    "harm": "#a82a24",
    "info": "#275c82",
}
Text = str | Promise
#: How wide a chart is drawn; the style sheet shows the one that fits, so that letters keep their size.
WIDTHS = {"narrow": 300, "medium": 460, "wide": 800}


class Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "Box") -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


@dataclass(frozen=True)
class Words:
    """A line of text that stands at `y`."""

    x: float
    y: float
    text: str
    anchor: Anchor = "start"
    tone: str = "soft"

    @property
    def box(self) -> Box:
        """The room it takes at most."""
        wide = width_of(self.text)
        left = self.x - {"start": 0.0, "middle": wide / 2, "end": wide}[self.anchor]
        return Box(left, self.y - ASCENT, left + wide, self.y + DESCENT)

    def svg(self) -> str:
        attributes: dict[str, object] = {"x": self.x, "y": self.y, **toned(self.tone)}
        if self.anchor != "start":
            attributes["text-anchor"] = self.anchor
        return element("text", attributes, escape(self.text))


@dataclass(frozen=True)
class Shape:
    """A rect, circle, line or polyline. `about` is said when one points at it; `strength` is how much of the colour
    shows; what is unfinished has a broken outline and little colour."""

    tag: str
    at: Mapping[str, float | str]
    tone: str
    about: str = ""
    strength: float = 1
    is_unfinished: bool = False

    @property
    def box(self) -> Box:
        at = {name: value for name, value in self.at.items() if not isinstance(value, str)}
        if self.tag == "circle":
            x, y, r = at["cx"], at["cy"], at["r"]
            return Box(x - r, y - r, x + r, y + r)
        return Box(at["x"], at["y"], at["x"] + at["width"], at["y"] + at["height"])

    def svg(self) -> str:
        title = element("title", {}, escape(self.about)) if self.about else ""
        if not self.tone:  # nothing to see, only to point at
            return element(self.tag, {**self.at, "fill": "none", "pointer-events": "all"}, title)
        more = "is-unfinished" if self.is_unfinished else ""
        attributes = {**self.at, **toned(self.tone, more), **self._paint()}
        return element(self.tag, attributes, title)

    def _paint(self) -> dict[str, object]:
        if self.tag in {"line", "polyline"}:
            dashes: dict[str, object] = {"stroke-dasharray": "4 3"} if self.is_unfinished else {}
            return {"fill": "none", "stroke": "currentColor", **dashes}
        paint: dict[str, object] = {"fill": "currentColor"}
        if self.is_unfinished:
            paint |= {"fill-opacity": 0.25, "stroke": "currentColor", "stroke-dasharray": "3 2"}
        elif self.strength != 1:
            paint |= {"fill-opacity": self.strength}
        return paint


@dataclass
class Picture:
    """A drawing of a width that was given and a height that came of it."""

    width: float
    height: float = 0
    shapes: list[Shape] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)

    def svg(self, css_class: str) -> SafeString:
        marks = "".join([shape.svg() for shape in self.shapes] + [word.svg() for word in self.words])
        size: dict[str, object] = {"width": self.width, "height": self.height}
        size["viewBox"] = f"0 0 {number(self.width)} {number(self.height)}"
        letters: dict[str, object] = {"font-size": SIZE, "font-family": "sans-serif", "fill": "currentColor"}
        attributes = {"class": css_class, **size, **letters}
        return mark_safe(element("svg", attributes, marks))


def toned(tone: str, more: str = "") -> dict[str, object]:
    return {"class": f"tone-of-{tone} {more}".rstrip(), "color": TONES[tone]}


def element(tag: str, attributes: dict[str, object], inner: str) -> str:
    """`inner` is markup."""
    written = "".join(
        f' {name}="{number(value) if isinstance(value, int | float) else escape(str(value))}"'
        for name, value in attributes.items()
    )
    return f"<{tag}{written}>{inner}</{tag}>"


def number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


class Drawing(Protocol):
    """Anything that draws itself as wide as there is room."""

    def draw(self, width: float) -> Picture: ...


@dataclass(frozen=True)
class Chart:
    """All a chart needs to be honest.

    `rows` are the numbers of the drawing in the order of `columns`. Without rows (or with `hidden`) nothing is drawn
    and the reason is shown.
    """

    id: str
    title: Text
    sentence: Text
    drawing: Drawing | None = None
    columns: Sequence[Text] = ()
    rows: Sequence[Sequence[Any]] = ()
    definition: Text = ""
    n: Text | int = ""
    period: Text = ""
    refreshed_at: dt.datetime | None = None
    hidden: Text = ""

    def svg(self) -> SafeString:
        """The drawing in every width."""
        if self.drawing is None:
            return SafeString("")
        return mark_safe("".join(self.drawing.draw(width).svg(f"chart-{name}") for name, width in WIDTHS.items()))
