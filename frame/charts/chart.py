"""A chart as data: what it shows in words, its drawing, and the same numbers as a table."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe

from frame.charts.picture import Picture

Text = str | Promise
#: How wide a chart is drawn; the style sheet shows the one that fits, so that letters keep their size.
WIDTHS = {"narrow": 300, "medium": 460, "wide": 800}


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
