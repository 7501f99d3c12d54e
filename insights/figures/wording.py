"""Gated figures in words: the same words on every page."""

from collections.abc import Mapping, Sequence
from itertools import dropwhile
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from insights.figures.counting import Span
from insights.figures.cycle import Figures
from insights.gate import Sum
from pairings.models import Impact

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

#: Of what is asked months after a cycle, where the earlier one is named in full: "6 months after the end (Spring)".
CHANGES_LATER = {
    "about": (gettext_lazy("about as %(since)s"), gettext_lazy("about as %(since)s (%(part)s)")),
    "more": (gettext_lazy("more than %(since)s"), gettext_lazy("%(part)s, more than %(since)s")),
    "less": (gettext_lazy("less than %(since)s"), gettext_lazy("%(part)s, less than %(since)s")),
}

Figure = Mapping[str, Any]
Changes = Mapping[str, tuple[Any, Any]]


def share_words(figure: Figure, changes: Changes = CHANGES) -> str:
    """A gated share: "half or more", "40 to 60 %", "about as in review 1", or why it is not shown."""
    if figure.get("hidden"):
        return str(HIDDEN)
    part = part_of(figure)
    if not figure["change"]:
        return part
    alone, with_part = changes[figure["change"]]
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
    """One honest sentence: do the pairs meet, as often as the program aims at, and did both sides grow?"""
    if not figures.pairs.began:
        return _("No pair has begun to meet yet.")
    if figures.is_small:
        return small_verdict(figures)
    parts = {"meeting": meeting_part(figures), "goal": goal_part(figures), "growing": growth_part(figures)}
    return _("%(meeting)s, %(goal)s, %(growing)s.") % parts


def small_verdict(figures: Figures) -> str:
    pairs = ngettext("%(n)s pair has begun", "%(n)s pairs have begun", figures.pairs.began) % {"n": figures.pairs.began}
    held = ngettext("%(n)s meeting was held", "%(n)s meetings were held", figures.held) % {"n": figures.held}
    return _("%(pairs)s and %(held)s. With so few pairs nothing more is shown, to protect people.") % {
        "pairs": pairs, "held": held,
    }  # fmt: skip


def meeting_part(figures: Figures) -> str:
    """Of all pairs that began, however few of them are meant to meet now."""
    pairs = figures.pairs
    numbers = {"well": pairs.well, "n": pairs.began}
    if pairs.paused == pairs.began:
        return _("All %(n)s pairs are paused") % numbers
    if not pairs.meeting:
        return _("%(well)s of %(n)s pairs met and have completed the cycle") % numbers
    if pairs.completed:
        return _("%(well)s of %(n)s pairs meet as planned or have completed the cycle") % numbers
    return _("%(well)s of %(n)s pairs meet as planned") % numbers


def goal_part(figures: Figures) -> str:
    """Meetings held against the program's goal."""
    numbers = {"held": figures.pairs.toward_goal, "aim": figures.aim}
    return _("%(held)s of the %(aim)s meetings aimed at have been held") % numbers


def due_sentence(figures: Figures) -> str:
    """How many meetings would be held by now; empty where no dates say so."""
    if figures.due is None:
        return ""
    numbers = {"due": figures.due, "held": figures.pairs.toward_goal}
    return _("Spread evenly over the cycle, %(due)s would have been held by now; it is %(held)s.") % numbers


def changed_words(total: Sum) -> dict[str, str]:
    """What pairs have confirmed, in all: "at least 75 hours a week less"."""
    unit = str(Impact.Unit(total.unit).label)
    records = ngettext("%(n)s record", "%(n)s records", total.records) % {"n": total.records}
    if total.at_least is None:
        words = _("less, in %(unit)s: not added up") if total.is_less else _("more, in %(unit)s: not added up")
        return {"words": words % {"unit": unit}, "records": records}
    words = _("at least %(number)s %(unit)s less") if total.is_less else _("at least %(number)s %(unit)s more")
    return {"words": words % {"number": number_format(total.at_least), "unit": unit}, "records": records}


#: The numbers of `PairCounts` that add up to all pairs that began, in words.
BECAME = {
    "as_planned": gettext_lazy("as planned"),
    "unmet": gettext_lazy("not met yet"),
    "slipping": gettext_lazy("slipping"),
    "paused": gettext_lazy("paused"),
    "completed": gettext_lazy("completed"),
    "completed_unmet": gettext_lazy("came to the end without having met"),
    "ended": gettext_lazy("ended before"),
}


def became(figures: Figures) -> list[tuple[str, int]]:
    """What became of the pairs that began: words and number of each part that has any."""
    parts = [(str(words), getattr(figures.pairs, name)) for name, words in BECAME.items()]
    return [part for part in parts if part[1]]


def reconciled(figures: Figures) -> str:
    """ "17 as planned + 2 slipping + 1 paused = 20 pairs." """
    parts = " + ".join(f"{number} {words}" for words, number in became(figures))
    return _("%(parts)s = %(n)s pairs.") % {"parts": parts, "n": figures.pairs.began}


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
    """A word for the verdict and its tone, by the lower of two shares: of the pairs that began, those that meet as
    planned or have completed; of the meetings that would be held by now, those that are."""
    pairs = figures.pairs
    if figures.is_small or not pairs.began:
        return "", ""
    if is_too_early(figures):
        return _("Too early to say"), ""
    worst = min(100 * pairs.well / pairs.began, 100 * pairs.toward_goal / figures.due if figures.due else 100)
    if worst >= GOOD:
        return _("On course"), "good"
    return (_("Needs a look"), "attention") if worst >= FAIR else (_("In trouble"), "harm")


def is_too_early(figures: Figures) -> bool:
    """Nobody has met, nobody slips or rests, and not even one meeting of each pair would be held by now."""
    pairs = figures.pairs
    return pairs.unmet == pairs.began and (figures.due is None or figures.due < pairs.began)


def since_first(spans: Sequence[Span]) -> list[Span]:
    """From the first that has a meeting on, so that a chart begins where something does."""
    return list(dropwhile(lambda span: span.is_empty, spans)) or list(spans[-1:])


def last_goes_on(labels: Sequence[str]) -> list[str]:
    """The names of weeks or months as a table says them: the last one is not over yet."""
    return [*labels[:-1], *(_("%(span)s (not over yet)") % {"span": label} for label in labels[-1:])]
