"""The published results of a round as charts. `results` are what the gate has frozen."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from insights.figures.wording import HIDDEN, band, percent
from people.charts import Chart, bars

Results = Mapping[str, Any]
SIDES = {"junior": gettext_lazy("Mentors"), "senior": gettext_lazy("Leaders")}
SECTIONS = {
    "benefits": gettext_lazy("What it has given them"),
    "safety": gettext_lazy("Speaking openly"),
    "objectives": gettext_lazy("Getting closer to the objectives"),
}


def threshold_note(results: Results) -> str:
    return ngettext(
        "Shown from %(k)s answer on, rounded to 5 %%.", "Shown from %(k)s answers on, rounded to 5 %%.",
        results["threshold"],
    ) % {"k": results["threshold"]}  # fmt: skip


def answered(results: Results) -> str:
    """How many answered on each side, in bands."""
    return _("%(mentors)s mentors, %(leaders)s leaders") % {
        "mentors": band(results["answered"]["junior"]), "leaders": band(results["answered"]["senior"]),
    }  # fmt: skip


def value(figure: Mapping[str, Any]) -> int | None:
    return figure.get("percent")


def percent_bars(
    names: list[str], series: dict[str | Promise, Sequence[float | None]], colors: list[str], *, across: bool
) -> dict[str, Any]:
    """Bars on a scale of 0 to 100 percent."""
    option = bars(names, series, colors=colors, across=across)
    axis = {"type": "value", "min": 0, "max": 100, "interval": 25, "axisLabel": {"formatter": "{value} %"}}
    return option | {"xAxis" if across else "yAxis": axis}


def confidence_chart(results: Results, period: str) -> Chart:
    """Confident people before and now, on both sides."""
    sides = {side: results["confidence"][side] for side in SIDES}
    is_hidden = all(figures["now"].get("hidden") for figures in sides.values())
    before, now = ([value(figures[when]) for figures in sides.values()] for when in ("before", "now"))
    return Chart(
        id="confidence",
        title=_("Confidence before and now"),
        sentence=confidence_sentence(sides),
        option=percent_bars([str(label) for label in SIDES.values()], {_("Before"): before, _("Now"): now},
                            ["faint", "accent"], across=False),
        columns=[_("Side"), _("Confident before"), _("Confident now"), _("More confident than before"), _("Answers")],
        rows=[(SIDES[side], percent(f["before"]), percent(f["now"]), percent(f["rose"]), band(f["now"].get("n", "")))
              for side, f in sides.items()],
        definition=confidence_definition(results),
        n=answered(results),
        period=period,
        hidden=_("Hidden to protect people: too few answered.") if is_hidden else "",
    )  # fmt: skip


def confidence_definition(results: Results) -> str:
    words = [
        _("Confident are those who answered 4 or 5 of 5. Mentors: when speaking with senior leaders; "
          "leaders: in the topics they wanted to learn."),
        threshold_note(results),
    ]  # fmt: skip
    asked = {results["confidence"][side]["before"].get("of") for side in SIDES} - {None, results.get("number")}
    words += [
        _("Before: as answered in review %(n)s, where nearly the same people answered.") % {"n": n} for n in asked
    ]
    return " ".join(words)


def confidence_sentence(sides: Mapping[str, Mapping[str, Any]]) -> str:
    """ "Mentors: 30 % before, 65 % now. Leaders: …" """
    parts = []
    for side, figures in sides.items():
        if figures["now"].get("hidden"):
            parts.append(_("%(side)s: %(hidden)s.") % {"side": SIDES[side], "hidden": HIDDEN})
        else:
            parts.append(
                _("%(side)s: %(before)s felt confident before, %(now)s do now.")
                % {"side": SIDES[side], "before": percent(figures["before"]), "now": percent(figures["now"])}
            )
    return " ".join(parts)


def benefit_chart(results: Results, side: str, period: str) -> Chart:
    """The share of a side that agrees with each benefit, the most agreed first."""
    rows = [row for row in results["scores"][side] if row["section"] == "benefits"]
    rows.sort(key=lambda row: -(value(row["agree"]) or 0))
    shown = [row for row in rows if not row["agree"].get("hidden")]
    sentence = _("Too few answered to show anything.")
    if shown:
        best = {"text": shown[0]["text"], "share": percent(shown[0]["agree"])}
        sentence = _("Most agreed with: “%(text)s” (%(share)s).") % best
    return Chart(
        id=f"benefits-{side}",
        title=_("What mentors gained") if side == "junior" else _("What leaders gained"),
        sentence=sentence,
        option=percent_bars([row["text"] for row in shown], {SIDES[side]: [value(row["agree"]) for row in shown]},
                            ["accent" if side == "junior" else "second"], across=True),
        columns=[_("Benefit"), _("Agree"), _("Answers")],
        rows=[(row["text"], percent(row["agree"]), band(row["agree"].get("n", ""))) for row in rows],
        definition=_("The share that answered 4 or 5 of 5.") + " " + threshold_note(results),
        n=band(results["answered"][side]),
        period=period,
        hidden="" if shown else _("Hidden to protect people: too few answered."),
    )  # fmt: skip


def other_scores(results: Results) -> list[dict[str, Any]]:
    """Safety and objectives, side by side."""
    found = []
    for section in ("safety", "objectives"):
        by_side = {side: row for side in SIDES for row in results["scores"][side] if row["section"] == section}
        if by_side:
            found.append({
                "title": SECTIONS[section],
                "text": next(iter(by_side.values()))["text"],
                "sides": [(SIDES[side], percent(row["agree"]), band(row["agree"].get("n", "")))
                          for side, row in by_side.items()],
            })  # fmt: skip
    return found
