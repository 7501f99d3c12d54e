"""A chart as data: what it shows in words, the ECharts option, and the same numbers as a table."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

Text = str | Promise
SHORT = 12  # letters of a name that needs no room for a second line


@dataclass(frozen=True)
class Chart:
    """All a chart needs to be honest.

    `option` is ECharts' option as plain data; a colour may be given by name (accent, second, faint, good, attention,
    harm, info) and becomes the theme's. `rows` are the same numbers in the order of `columns`. Without rows (or
    with `hidden`) nothing is drawn and the reason is shown.
    """

    id: str
    title: Text
    sentence: Text
    option: dict[str, Any] = field(default_factory=dict)
    columns: Sequence[Text] = ()
    rows: Sequence[Sequence[Any]] = ()
    definition: Text = ""
    n: Text | int = ""
    period: Text = ""
    refreshed_at: dt.datetime | None = None
    hidden: Text = ""

    @property
    def data_id(self) -> str:
        return f"{self.id}-data"


def bars(categories: Sequence[Text], series: dict[Text, Sequence[float | None]], *, stacked: bool = False,
         across: bool = False, colors: Sequence[str] = ()) -> dict[str, Any]:  # fmt: skip
    """The option of a bar chart; `across` lays the bars down, which suits long names."""
    names = [str(category) for category in categories]
    category = {"type": "category", "data": names, "inverse": across}
    value = {"type": "value", "minInterval": 1}
    return {
        "xAxis": value if across else category,
        "yAxis": category if across else value,
        "series": _series("bar", series, colors, {"stack": "all"} if stacked else {"barMaxWidth": 28}),
        **({"legend": {"top": 0, "left": 0}} if len(series) > 1 else {}),
    }


def ranges(categories: Sequence[Text], series: dict[Text, Sequence[tuple[int, int] | None]], *,
           colors: Sequence[str] = ()) -> dict[str, Any]:  # fmt: skip
    """The option of bars that lie on a scale of 0 to 100 percent from one number to another: a share that is known in
    steps only. Each stands on an invisible bar."""
    drawn: list[dict[str, Any]] = []
    for index, (name, spans) in enumerate(series.items()):
        bar = {"type": "bar", "stack": str(index), "barMaxWidth": 22, "silent": True}
        below = [span[0] if span else None for span in spans]
        widths = [span[1] - span[0] if span else None for span in spans]
        colour = {"color": colors[index]} if index < len(colors) else {}
        drawn.append({**bar, "data": below, "itemStyle": {"color": "transparent"}})
        drawn.append({**bar, "name": str(name), "data": widths, "itemStyle": {"borderRadius": 4, **colour}})
    axis = {
        "type": "value",
        "min": 0,
        "max": 100,
        "interval": 25,
        "axisLabel": {"formatter": "{value} %", "hideOverlap": True},
    }
    legend = {"legend": {"top": 0, "left": 0, "data": [str(name) for name in series]}} if len(series) > 1 else {}
    names = [str(category) for category in categories]
    label = {"lineHeight": 15} | ({"width": 72} if max(map(len, names), default=0) <= SHORT else {})
    return {
        "xAxis": axis,
        "yAxis": {"type": "category", "data": names, "inverse": True, "axisLabel": label},
        "series": drawn,
        "tooltip": False,
        **legend,
    }


def lines(categories: Sequence[Text], series: dict[Text, Sequence[float | None]], *,
          colors: Sequence[str] = ()) -> dict[str, Any]:  # fmt: skip
    """The option of a line chart over time."""
    return {
        "xAxis": {"type": "category", "data": [str(category) for category in categories], "boundaryGap": False},
        "yAxis": {"type": "value", "minInterval": 1},
        "series": _series("line", series, colors, {"symbolSize": 7, "lineStyle": {"width": 2.5}}),
        **({"legend": {"top": 0, "left": 0}} if len(series) > 1 else {}),
    }


def _series(kind: str, series: dict[Text, Sequence[float | None]], colors: Sequence[str],
            extra: dict[str, Any]) -> list[dict[str, Any]]:  # fmt: skip
    named = []
    for index, (name, values) in enumerate(series.items()):
        one = {"type": kind, "name": str(name), "data": list(values), **extra}
        if index < len(colors):
            one["itemStyle"] = {"color": colors[index]}
        named.append(one)
    return named
