"""The published results of a round as charts. `results` are what the gate has frozen."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from frame.charts import Chart, ranges
from insights.figures.wording import CHANGES_LATER, HIDDEN, Figure, percents, range_words, share_words

Results = Mapping[str, Any]
SIDES = {"junior": gettext_lazy("Mentors"), "senior": gettext_lazy("Leaders")}
SECTIONS = {
    "benefits": gettext_lazy("What it has given them"),
    "safety": gettext_lazy("Speaking openly"),
    "objectives": gettext_lazy("Getting closer to the objectives"),
}


def threshold_note(results: Results) -> str:
    return ngettext(
        "Shown from %(k)s answer on, in steps so wide that nobody's answer follows from them.",
        "Shown from %(k)s answers on, in steps so wide that nobody's answer follows from them.",
        results["threshold"],
    ) % {"k": results["threshold"]}  # fmt: skip


def answered(results: Results) -> str:
    """How many answered on each side, never exactly."""
    return _("%(mentors)s mentors, %(leaders)s leaders") % {
        "mentors": range_words(results["answered"]["junior"]), "leaders": range_words(results["answered"]["senior"]),
    }  # fmt: skip


def is_hidden(results: Results) -> bool:
    """Whether so few were asked or answered that nothing may be shown."""
    return not any(results["answered"].values())


def span(figure: Figure) -> tuple[int, int] | None:
    """Where the bar of a share begins and ends."""
    return None if figure.get("hidden") else percents(figure)


def n_of(figure: Figure) -> str:
    return range_words(figure.get("n", []))


def about_both_rose(results: Results) -> dict[str, Any]:
    """The headline: in how many pairs both sides grew more confident."""
    figure = results["both_rose"]
    return {"hidden": bool(figure.get("hidden")), "text": share_words(figure), "n": n_of(figure)}


def confidence_chart(results: Results, period: str) -> Chart:
    """Confident people before and now, on both sides."""
    sides = {side: results["confidence"][side] for side in SIDES}
    has_nothing = all(figure.get("hidden") for figures in sides.values() for figure in figures.values())
    before, now = ([span(figures[when]) for figures in sides.values()] for when in ("before", "now"))
    return Chart(
        id="confidence",
        title=_("Confidence before and now"),
        sentence=confidence_sentence(sides),
        drawing=ranges([str(label) for label in SIDES.values()], {_("Before"): before, _("Now"): now},
                      colors=["faint", "accent"]),
        columns=[_("Side"), _("Confident before"), _("Confident now"), _("Answers")],
        rows=[
            (
                SIDES[side],
                share_words(figures["before"]),
                share_words(figures["now"]),
                range_words(results["answered"][side]),
            )
            for side, figures in sides.items()
        ],
        definition=_("Confident are those who answered 4 or 5 of 5. Mentors: when speaking with senior leaders; "
                     "leaders: in the topics they wanted to learn.") + " " + threshold_note(results),
        n=answered(results),
        period=period,
        hidden=_("Hidden to protect people.") if has_nothing else "",
    )  # fmt: skip


def confidence_sentence(sides: Mapping[str, Mapping[str, Any]]) -> str:
    """ "Mentors: before, under half felt confident; now, half or more. Leaders: …" """
    return " ".join(
        _("%(side)s: %(hidden)s.") % {"side": SIDES[side], "hidden": HIDDEN}
        if all(figure.get("hidden") for figure in figures.values())
        else _("%(side)s who felt confident: before, %(before)s; now, %(now)s.")
        % {"side": SIDES[side], "before": share_words(figures["before"]), "now": share_words(figures["now"])}
        for side, figures in sides.items()
    )


def benefit_chart(results: Results, side: str, period: str) -> Chart:
    """The share of a side that agrees with each benefit, the most agreed first."""
    rows = [row for row in results["scores"][side] if row["section"] == "benefits"]
    rows.sort(key=lambda row: span(row["agree"]) or (-1, -1), reverse=True)
    shown_rows = [row for row in rows if not row["agree"].get("hidden")]
    spans = [span(row["agree"]) for row in shown_rows]
    return Chart(
        id=f"benefits-{side}",
        title=_("What mentors gained") if side == "junior" else _("What leaders gained"),
        sentence=benefit_sentence(shown_rows),
        drawing=ranges([row["text"] for row in shown_rows], {SIDES[side]: spans},
                      colors=["accent" if side == "junior" else "second"]),
        columns=[_("Benefit"), _("Agree"), _("Answers")],
        rows=[(row["text"], share_words(row["agree"]), n_of(row["agree"])) for row in rows],
        definition=_("The share that answered 4 or 5 of 5.") + " " + threshold_note(results),
        n=range_words(results["answered"][side]),
        period=period,
        hidden="" if shown_rows else _("Hidden to protect people."),
    )  # fmt: skip


def benefit_sentence(shown_rows: list[dict[str, Any]]) -> str:
    """What stands out, as far as one can tell: shares in the same step are not told apart."""
    if not shown_rows:
        return _("Nothing can be shown without telling about somebody.")
    if len({span(row["agree"]) for row in shown_rows}) == 1 and len(shown_rows) > 1:
        return _("Agreement with all of them is about alike.")
    best = {"text": shown_rows[0]["text"], "share": share_words(shown_rows[0]["agree"])}
    return _("Among those most agreed with: “%(text)s” (%(share)s).") % best


def follow_up_scores(results: Results) -> list[dict[str, Any]]:
    """What was asked months after a cycle: the share of each side that said yes."""
    by_code: dict[str, dict[str, Any]] = {}
    for side, label in SIDES.items():
        for row in results["scores"][side]:
            score = by_code.setdefault(row["code"], {"title": row["text"], "text": "", "sides": []})
            n = "" if row["agree"].get("hidden") else n_of(row["agree"])
            score["sides"].append((label, share_words(row["agree"], CHANGES_LATER), n))
    return list(by_code.values())


def other_scores(results: Results) -> list[dict[str, Any]]:
    """Safety and objectives, side by side."""
    scores = []
    for section in ("safety", "objectives"):
        by_side = {side: row for side in SIDES for row in results["scores"][side] if row["section"] == section}
        if by_side:
            scores.append({
                "title": SECTIONS[section],
                "text": next(iter(by_side.values()))["text"],
                "sides": [
                    (SIDES[side], share_words(row["agree"]), "" if row["agree"].get("hidden") else n_of(row["agree"]))
                    for side, row in by_side.items()
                ],
            })  # fmt: skip
    return scores
