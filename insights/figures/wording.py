"""Gated figures in words: the same words on every page."""

from collections.abc import Mapping, Sequence
from itertools import dropwhile
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from insights.figures.counting import Span
from insights.figures.cycle import Figures

HIDDEN = gettext_lazy("hidden to protect people")
GOOD, FAIR = 80, 50
HALVES, THIRDS = 2, 3
#: (steps, first step, last step) -> words; finer ones are percentages.
PARTS = {
    (HALVES, 0, 0): gettext_lazy("under half"),
    (HALVES, 1, 1): gettext_lazy("half or more"),
    (THIRDS, 0, 0): gettext_lazy("under a third"),
    (THIRDS, 1, 1): gettext_lazy("a third to two thirds"),
    (THIRDS, 2, 2): gettext_lazy("two thirds or more"),
    (THIRDS, 0, 1): gettext_lazy("under two thirds"),
    (THIRDS, 1, 2): gettext_lazy("a third or more"),
}
CHANGES = {
    "about": (gettext_lazy("about as in review %(since)s"), gettext_lazy("about as in review %(since)s (%(part)s)")),
    "more": (gettext_lazy("more than in review %(since)s"), gettext_lazy("%(part)s, more than in review %(since)s")),
    "less": (gettext_lazy("less than in review %(since)s"), gettext_lazy("%(part)s, less than in review %(since)s")),
}

Figure = Mapping[str, Any]


def share_words(figure: Figure) -> str:
    """A gated share: "half or more", "40 to 60 %", "about as in review 1", or why it is not shown."""
    if figure.get("hidden"):
        return str(HIDDEN)
    part = part_of(figure)
    if not figure["change"]:
        return part
    alone, with_part = CHANGES[figure["change"]]
    return str(with_part if part else alone) % {"since": figure["since"], "part": part}


def part_of(figure: Figure) -> str:
    """The steps of a share in words; empty where they are all there are."""
    first, last, steps = figure["steps"]
    if (first, last) == (0, steps - 1):
        return ""
    if (steps, first, last) in PARTS:
        return str(PARTS[steps, first, last])
    low, high = percents(figure)
    if not first:
        return _("under %(high)s\u00a0%%") % {"high": high}
    return (_("%(low)s\u00a0%% or more") if last == steps - 1 else _("%(low)s to %(high)s\u00a0%%")) % {
        "low": low, "high": high,
    }  # fmt: skip


def percents(figure: Figure) -> tuple[int, int]:
    """Where a share begins and ends, in percent."""
    first, last, steps = figure["steps"]
    return round(100 * first / steps), round(100 * (last + 1) / steps)


def range_words(row: Sequence[int]) -> str:
    """How many, as it may be told: "5 to 9"; words where it may not."""
    return _("%(low)s to %(high)s") % {"low": row[0], "high": row[1]} if row else str(HIDDEN)


def held_sentence(held: int, planned: int, disputed: int) -> str:
    sentence = _("%(held)s meetings were held, %(planned)s had been planned.") % {"held": held, "planned": planned}
    if not disputed:
        return sentence
    return sentence + " " + ngettext(
        "About %(n)s meeting mentor and leader say different things: it counts as neither held nor missed.",
        "About %(n)s meetings mentor and leader say different things: they count as neither held nor missed.",
        disputed,
    ) % {"n": disputed}  # fmt: skip


def verdict(figures: Figures) -> str:
    """One honest sentence: do the pairs meet, and did both sides grow?"""
    if not figures.pairs.began:
        return _("No pair has begun to meet yet.")
    if figures.is_small:
        return small_verdict(figures)
    return _("%(meeting)s, %(growing)s.") % {"meeting": meeting_part(figures), "growing": growth_part(figures)}


def small_verdict(figures: Figures) -> str:
    pairs = ngettext("%(n)s pair has begun", "%(n)s pairs have begun", figures.pairs.began) % {"n": figures.pairs.began}
    held = ngettext("%(n)s meeting was held", "%(n)s meetings were held", figures.held) % {"n": figures.held}
    return _("%(pairs)s and %(held)s. With so few pairs nothing more is shown, to protect people.") % {
        "pairs": pairs, "held": held,
    }  # fmt: skip


def meeting_part(figures: Figures) -> str:
    pairs = figures.pairs
    if not pairs.meeting:
        numbers = {"done": pairs.completed, "began": pairs.began}
        return _("%(done)s of %(began)s pairs have completed the cycle") % numbers
    return _("%(fine)s of %(n)s pairs meet as planned") % {"fine": pairs.meeting - pairs.slipping, "n": pairs.meeting}


def growth_part(figures: Figures) -> str:
    if figures.results is None:
        return _("and no review has been closed yet")
    both_rose = figures.results["both_rose"]
    if both_rose.get("hidden"):
        return _("and whether both sides grew more confident is hidden to protect people")
    grew = _("and in %(share)s of pairs both sides grew more confident (%(n)s pairs answered)")
    if both_rose["change"] == "about":
        grew = _("and both sides grew more confident in about as many pairs as in review %(since)s (%(n)s answered)")
    return grew % {"share": part_of(both_rose), "since": both_rose["since"], "n": range_words(both_rose["n"])}


def judgement(figures: Figures) -> tuple[str, str]:
    """A word for the verdict and its tone, by how many of the pairs that should meet do so as planned."""
    pairs = figures.pairs
    if figures.is_small or not pairs.meeting:
        return "", ""
    fine = 100 * (pairs.meeting - pairs.slipping) / pairs.meeting
    if fine >= GOOD:
        return _("On course"), "good"
    return (_("Needs a look"), "attention") if fine >= FAIR else (_("In trouble"), "harm")


def since_first(spans: Sequence[Span]) -> list[Span]:
    """From the first that has a meeting on, so that a chart begins where something does."""
    return list(dropwhile(lambda span: span.is_empty, spans)) or list(spans[-1:])


def last_goes_on(labels: Sequence[str]) -> list[str]:
    """The names of weeks or months as a table says them: the last one is not over yet."""
    return [*labels[:-1], *(_("%(span)s (not over yet)") % {"span": label} for label in labels[-1:])]
