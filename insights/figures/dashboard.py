"""The dashboard of one cycle: numbers and charts from gated figures."""

from itertools import dropwhile
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frame.charts import Chart, bars, columns, lines, ranges
from insights.figures.counting import Span
from insights.figures.cycle import Figures, threshold
from insights.figures.review_charts import about_both_rose, answered, benefit_chart, confidence_chart, other_scores
from insights.figures.wording import (
    became,
    changed_words,
    due_sentence,
    held_sentence,
    judgement,
    last_goes_on,
    percents,
    range_words,
    reconciled,
    share_words,
    since_first,
    verdict,
)
from people.fiscal_year import quarter_of
from programs.models import Cycle


def dashboard_of(figures: Figures, cycle: Cycle) -> dict[str, Any]:
    """The template's context. A small cycle gets its totals and nothing else."""
    context: dict[str, Any] = {
        "figures": figures,
        "verdict": verdict(figures),
        "judgement": judgement(figures),
        "threshold": threshold(cycle),
        "left_out": figures.left_out,
    }
    if figures.is_small:
        return context
    context["due"] = due_sentence(figures)
    context["alive"] = [pairs_chart(figures, cycle), meetings_chart(figures, cycle), participation_chart(figures)]
    context["promises"] = promises_chart(figures, cycle)
    context["changed"] = [changed_words(total) for total in figures.changed]
    if figures.results:
        context |= grown(figures, figures.results)
    return context


def grown(figures: Figures, results: dict[str, Any]) -> dict[str, Any]:
    period = _("Review closed on %(day)s") % {"day": date_format(figures.closed_on)} if figures.closed_on else ""
    return {
        "both_rose": about_both_rose(results),
        "answered": answered(results),
        "confidence": confidence_chart(results, period),
        "benefits": [benefit_chart(results, side, period) for side in ("junior", "senior")],
        "scores": other_scores(results),
    }


def label_of(span: Span, figures: Figures) -> str:
    """ "17 Nov" for the week that begins then; "Nov 2026" for a month, "Q2 2026/27" for a quarter; both ends where
    spans were put together."""
    if figures.unit == "week":
        return date_format(span.first, "j M")
    if figures.unit == "quarter":
        return quarter_of(span.first, figures.first_month).words
    first, last = date_format(span.first, "M Y"), date_format(span.last, "M Y")
    return first if first == last else f"{first} – {last}"


def period_of(figures: Figures) -> str:
    if not figures.spans:
        return ""
    days = {"first": date_format(figures.spans[0].first), "last": date_format(figures.spans[-1].last)}
    return _("%(first)s to %(last)s") % days


def unit_name(figures: Figures) -> str:
    return {"week": _("Week of"), "month": _("Month"), "quarter": _("Quarter")}[figures.unit]


def pairs_chart(figures: Figures, cycle: Cycle) -> Chart:
    """What became of all pairs that began: the parts add up to them."""
    parts = became(figures)
    return Chart(
        id="pairs",
        title=_("What became of the pairs"),
        sentence=reconciled(figures),
        drawing=bars([words for words, _n in parts], {_("Pairs"): [number for _words, number in parts]}),
        columns=[_("Pairs"), _("How many")],
        rows=[*parts, (_("all that have begun"), figures.pairs.began)],
        definition=_("Every pair that has begun counts once. As planned: it has met, and no two meetings in a row were "
                     "missed, cancelled or not planned when due; with two it slips, also before its first meeting. "
                     "Completed means that it has met."),
        n=_("%(n)s pairs") % {"n": figures.pairs.began},
        period=str(cycle),
        refreshed_at=figures.refreshed_at,
    )  # fmt: skip


def meetings_chart(figures: Figures, cycle: Cycle) -> Chart:
    """Meetings held against planned, over time."""
    spans = since_first(figures.spans)  # the last one goes on until now
    labels = [label_of(span, figures) for span in spans]
    held, planned = [span.held for span in spans], [span.planned for span in spans]
    disputed = [span.disputed for span in spans]
    sentence = _("%(held)s of %(planned)s planned meetings were held so far.") % {
        "held": min(sum(held), sum(planned)), "planned": sum(planned),
    }  # fmt: skip
    return Chart(
        id="meetings",
        title=_("Meetings held and planned"),
        sentence=held_sentence(sum(held), sum(planned), sum(disputed)) if figures.spans else sentence,
        drawing=columns(labels, {_("Planned"): planned, _("Held"): held}, colors=["faint", "accent"], unfinished=-1),
        columns=[unit_name(figures), _("Planned"), _("Held"), _("Told differently")],
        rows=list(zip(last_goes_on(labels), planned, held, disputed, strict=True)),
        definition=_("Planned: everything that stood in the calendar, also what was cancelled or missed. "
                     "Held: what was logged as held, planned or not. Told differently: the two say different things "
                     "about it, so it counts as neither held nor missed. Weeks and months with fewer than "
                     "%(k)s pairs are put together.") % {"k": threshold(cycle)},
        n=_("%(n)s pairs") % {"n": figures.pairs.began},
        period=period_of(figures),
        refreshed_at=figures.refreshed_at,
        hidden="" if figures.spans else _("Hidden to protect people: too few pairs have met so far."),
    )  # fmt: skip


def participation_chart(figures: Figures) -> Chart:
    """How many pairs held a meeting, over time."""
    spans = list(dropwhile(lambda span: span.met is None, since_first(figures.spans)))
    labels = [label_of(span, figures) for span in spans]
    met = [span.met for span in spans]
    return Chart(
        id="participation",
        title=_("Pairs that met"),
        sentence=latest_sentence(figures) or _("Too early to say."),
        drawing=lines(labels, {_("Pairs that met"): met}, colors=["accent"], unfinished=-1),
        columns=[unit_name(figures), _("Pairs that met")],
        rows=list(zip(last_goes_on(labels), met, strict=True)),
        definition=_("A pair counts once, however often it met. Where weeks or months were put together, nobody "
                     "knows how many there were."),
        n=_("%(n)s pairs") % {"n": figures.pairs.began},
        period=period_of(figures),
        refreshed_at=figures.refreshed_at,
        hidden="" if spans else _("Hidden to protect people: too few pairs have met so far."),
    )  # fmt: skip


def latest_sentence(figures: Figures) -> str:
    """How many met in the latest week or month that is over, or, where none is, until now."""
    known_spans = [span for span in figures.spans if span.met is not None]
    over = [span for span in known_spans if span is not figures.spans[-1]]
    if not known_spans:
        return ""
    numbers = {"n": (over or known_spans)[-1].met, "all": figures.pairs.began}
    if figures.unit == "week":
        return (_("In the latest full week %(n)s of %(all)s pairs met.") if over
                else _("So far this week %(n)s of %(all)s pairs met.")) % numbers  # fmt: skip
    if figures.unit == "quarter":
        return (_("In the latest full quarter %(n)s of %(all)s pairs met.") if over
                else _("So far this quarter %(n)s of %(all)s pairs met.")) % numbers  # fmt: skip
    return (_("In the latest full month %(n)s of %(all)s pairs met.") if over
            else _("So far this month %(n)s of %(all)s pairs met.")) % numbers  # fmt: skip


def promises_chart(figures: Figures, cycle: Cycle) -> Chart:
    """What became of the leaders' commitments."""
    done, seen = figures.promises["done"], figures.promises["seen"]
    is_hidden = bool(seen.get("hidden"))
    names = [_("The leader says it is done"), _("The mentor has seen it")]
    sentence = _("Too few pairs have noted a commitment.")
    if not is_hidden:
        sentence = _("Mentors have seen %(share)s of what leaders promised.") % {"share": share_words(seen)}
    return Chart(
        id="promises",
        title=_("Commitments kept"),
        sentence=sentence,
        drawing=None if is_hidden else ranges(names, {_("Share"): [percents(done), percents(seen)]}, colors=["good"]),
        columns=[_("Commitments"), _("Share")],
        rows=[(names[0], share_words(done)), (names[1], share_words(seen))],
        definition=ngettext(
            "Of all commitments that leaders made; withdrawn ones count as made and not kept. Shown once %(k)s pair "
            "has noted one, in steps. What was promised stays with the pair.",
            "Of all commitments that leaders made; withdrawn ones count as made and not kept. Shown once %(k)s pairs "
            "have noted one, in steps. What was promised stays with the pair.",
            threshold(cycle),
        ) % {"k": threshold(cycle)},
        n="" if is_hidden else _("%(n)s commitments") % {"n": range_words(seen["n"])},
        period=_("since the start"),
        refreshed_at=figures.refreshed_at,
        hidden=_("Hidden to protect people.") if is_hidden else "",
    )  # fmt: skip
