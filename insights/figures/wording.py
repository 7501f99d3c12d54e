"""Gated figures in words: the same words on every page."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from insights.figures.cycle import Figures

HIDDEN = gettext_lazy("hidden to protect people")
GOOD, FAIR = 80, 50


def percent(figure: dict[str, Any]) -> str:
    """A gated share: "45 %", "≥ 90 %", or why it is not shown."""
    if figure.get("hidden"):
        return str(HIDDEN)
    return f"{figure['bound']}\u00a0{figure['percent']}\u00a0%".strip()


def about(figure: dict[str, Any]) -> str:
    """A gated share inside a sentence: "about 45 %", "at least 90 %", "at most 10 %"."""
    words = {"≥": _("at least %(n)s\u00a0%%"), "≤": _("at most %(n)s\u00a0%%"), "": _("about %(n)s\u00a0%%")}
    return words[figure["bound"]] % {"n": figure["percent"]}


def band(text: str) -> str:
    """ "10-19" with a proper dash; words for a hidden one."""
    return text.replace("-", "–") or str(HIDDEN)


def held_sentence(held: int, planned: int, disputed: int) -> str:
    said = _("%(held)s meetings were held, %(planned)s had been planned.") % {"held": held, "planned": planned}
    if not disputed:
        return said
    return said + " " + ngettext(
        "Of %(n)s meeting the two tell different things.", "Of %(n)s meetings the two tell different things.", disputed
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
    both = figures.results["both_rose"]
    if both.get("hidden"):
        return _("and too few pairs answered the last review to show whether both sides grew more confident")
    return _("and in %(share)s of pairs both sides grew more confident (%(n)s pairs answered)") % {
        "share": about(both), "n": band(both["n"]),
    }  # fmt: skip


def judgement(figures: Figures) -> tuple[str, str]:
    """A word for the verdict and its tone, by how many of the pairs that should meet do so as planned."""
    pairs = figures.pairs
    if figures.is_small or not pairs.meeting:
        return "", ""
    fine = 100 * (pairs.meeting - pairs.slipping) / pairs.meeting
    if fine >= GOOD:
        return _("On course"), "good"
    return (_("Needs a look"), "attention") if fine >= FAIR else (_("In trouble"), "harm")
