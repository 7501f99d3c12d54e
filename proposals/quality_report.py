"""How good a proposal is: its figures with what they mean, beside those that simpler ways would have had."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from matchmaker import Fairness
from proposals.matching_words import Text
from proposals.models import MatchRun
from proposals.outcome import Figures, Proven

#: Simpler ways of pairing the same people, by the code under which a run keeps their figures.
WAYS: dict[str, Text] = {
    "first_come": gettext_lazy("First come, first served"),
    "greedy": gettext_lazy("Best pair first"),
}


#: What can be counted from the list of pairs.
OF_OTHERS = ("pairs", "total", "lowest", "covered", "across")


@dataclass(frozen=True)
class Line:
    """One figure: what it is called and means, its value for this proposal, then for each simpler way."""

    label: Text
    meaning: Text
    values: list[str]


@dataclass(frozen=True)
class Quality:
    """`ways` are the headings beside "this proposal"; `verdict` is empty where there is nothing to compare with."""

    ways: list[Text]
    lines: list[Line]
    verdict: str
    proof: str
    fairness: str


def quality_of(run: MatchRun) -> Quality:
    """Reads the run alone; no query."""
    outcome = run.outcome
    others = {code: outcome.comparisons[code] for code in WAYS if code in outcome.comparisons}
    columns = [outcome.figures, *others.values()]
    shown = [line for line in _LINES if getattr(outcome.figures, line[0]) is not None or line[0] == "lowest"]
    return Quality(
        ways=[WAYS[code] for code in others],
        lines=[Line(label, meaning, [write(column) for column in columns]) for _code, label, meaning, write in shown],
        verdict=verdict(outcome.figures, others["first_come"]) if "first_come" in others else "",
        proof=proof_words(run),
        fairness=fairness_words(outcome.proven.fairness, outcome.figures.pairs) if outcome.proven.is_optimal else "",
    )


def quality_of_others(figures: Figures, proven: Proven) -> Quality:
    """For a reader to whom some pairs are not told: the figures of all others, by themselves."""
    told = [line for line in _LINES if line[0] in OF_OTHERS]
    return Quality(
        ways=[],
        lines=[Line(label, meaning, [write(figures)]) for _code, label, meaning, write in told],
        verdict="",
        proof=proof_without_figures(proven),
        fairness="",
    )


def proof_without_figures(proven: Proven) -> str:
    """What is proven, for whoever does not read the sum of all pairs."""
    if proven.is_optimal:
        return _("Proven best: no other choice under your rules is better for the whole.")
    if proven.most_pairs is not None:
        return _("Changed by hand. How far it is from the best set with your decisions, colleagues can read.")
    return _("Changed by hand. Whether there is a better set has not been worked out; run the match again to see.")


def share(part: int, whole: int) -> str:
    """Of 40: "30 of 40 (75 %)"."""
    if not whole:
        return "–"
    words = {"part": number_format(part), "whole": number_format(whole), "percent": round(100 * part / whole)}
    return _("%(part)s of %(whole)s (%(percent)s %%)") % words


def _number(name: str) -> Callable[[Figures], str]:
    def write(figures: Figures) -> str:
        value = getattr(figures, name)
        return "–" if value is None else str(number_format(value, force_grouping=True))

    return write


_LINES: tuple[tuple[str, Text, Text, Callable[[Figures], str]], ...] = (
    ("pairs", gettext_lazy("Pairs"), gettext_lazy("Proposed pairs that break no rule."), _number("pairs")),
    (
        "people",
        gettext_lazy("People with a partner"),
        gettext_lazy("Mentors and leaders who had nobody in this cycle and have at least one partner by these pairs."),
        _number("people"),
    ),
    (
        "total",
        gettext_lazy("Total score"),
        gettext_lazy("The scores of all pairs, from 0 to 1000 each, added up."),
        _number("total"),
    ),
    (
        "lowest",
        gettext_lazy("Lowest pair"),
        gettext_lazy("The score of the weakest pair, of 1000."),
        _number("lowest"),
    ),
    (
        "covered",
        gettext_lazy("Wanted topics covered"),
        gettext_lazy("Of the topics that paired leaders want, those that their mentor can share."),
        lambda figures: share(figures.covered, figures.wanted),
    ),
    (
        "across",
        gettext_lazy("Across departments"),
        gettext_lazy("Pairs whose two come from different departments."),
        lambda figures: share(figures.across, figures.pairs),
    ),
    (
        "would_swap",
        gettext_lazy("Would rather swap"),
        gettext_lazy(
            "A mentor and a leader who could be a pair and would both score higher with each other than with their "
            "own partners. A few are normal: the best set for all is not the favourite of each."
        ),
        _number("would_swap"),
    ),
)


def verdict(now: Figures, simpler: Figures) -> str:
    """What the proposal has over first come, first served, in a sentence."""
    pairs, total = now.pairs - simpler.pairs, now.total - simpler.total
    if pairs > 0:
        return ngettext(
            "First come, first served would have left %(n)s more pair unmade.",
            "First come, first served would have left %(n)s more pairs unmade.",
            pairs,
        ) % {"n": pairs}
    people = (now.people or 0) - (simpler.people or 0)
    if people > 0 and simpler.people is not None:
        return ngettext(
            "First come, first served would have left %(n)s more person without a partner.",
            "First come, first served would have left %(n)s more people without a partner.",
            people,
        ) % {"n": people}
    if total > 0:
        return _(
            "First come, first served would have found as many pairs, but %(points)s points less (%(percent)s %%)."
        ) % {"points": number_format(total, force_grouping=True), "percent": round(100 * total / now.total)}
    return _("First come, first served would have done as well this time.")


def proof_words(run: MatchRun) -> str:
    """What is proven, and what that means."""
    proven, figures = run.outcome.proven, run.outcome.figures
    if not figures.pairs and run.is_solved:
        return _("The rules allow no pair at all. This is proven.")
    if not proven.is_optimal and proven.most_pairs is None:
        return _("These pairs were changed by hand. Whether there is a better set has not been worked out.")
    words = {
        "pairs": number_format(figures.pairs),
        "most": number_format(figures.pairs if proven.most_pairs is None else proven.most_pairs),
        "total": number_format(figures.total, force_grouping=True),
        "ceiling": number_format(
            figures.total if proven.highest_total is None else proven.highest_total, force_grouping=True
        ),
    }
    if not proven.is_optimal:
        return _distance_words(figures, proven, words)
    claim = _(
        "%(pairs)s of at most %(most)s pairs, and a total of %(total)s under a ceiling of %(ceiling)s. A second "
        "calculation, apart from the search, has looked at every pair that the rules allow:"
    )
    return f"{claim % words} {_meaning_of_proof(figures, proven)}"


def _meaning_of_proof(figures: Figures, proven: Proven) -> str:
    if counts_people(figures, proven):
        words = {"people": figures.people}
        if proven.fairness:
            text = _(
                "no set can have more pairs or more people with a partner than these %(people)s, and none with as "
                "many of both and no lower a lowest pair can have a higher total."
            )
        else:
            text = _(
                "no set can have more pairs or more people with a partner than these %(people)s, and none with as "
                "many of both a higher total."
            )
        return text % words
    if proven.fairness:
        return _(
            "no set can have more pairs, and none with as many and no lower a lowest pair can have a higher total."
        )
    return _("no set can have more pairs, and none with as many a higher total.")


def counts_people(figures: Figures, proven: Proven) -> bool:
    """Whether how many people have a partner is proven and says more than the number of pairs."""
    return proven.most_people is not None and figures.people != 2 * figures.pairs


def _distance_words(figures: Figures, proven: Proven, words: dict[str, Any]) -> str:
    """How far a proposal that was changed by hand is from the best set; that nothing is proven where nothing is.

    A less fair set may have more points than the fair best one.
    """
    missing = (proven.highest_total or 0) - figures.total
    people = (proven.most_people or 0) - (figures.people or 0)
    if proven.most_pairs == figures.pairs and people > 0:
        return ngettext(
            "%(pairs)s pairs, as many as possible. In the best set under the same rules %(n)s more person has a "
            "partner: this one was changed by hand.",
            "%(pairs)s pairs, as many as possible. In the best set under the same rules %(n)s more people have a "
            "partner: this one was changed by hand.",
            people,
        ) % {**words, "n": people}
    if proven.most_pairs == figures.pairs and proven.fairness:
        return _(
            "%(pairs)s pairs, as many as possible. The fair best set under the same rules has no pair below %(floor)s "
            "and a total of %(ceiling)s: this one was changed by hand."
        ) % {**words, "floor": proven.fairness.floor}
    if proven.most_pairs == figures.pairs and missing > 0:
        return _(
            "%(pairs)s pairs, as many as possible. The best set under the same rules has %(missing)s points more: this "
            "one was changed by hand."
        ) % {**words, "missing": number_format(missing, force_grouping=True)}
    return _("%(pairs)s pairs; at most %(most)s are possible. That this is the best set is not proven.") % words


def fairness_words(fairness: Fairness | None, pairs: int) -> str:
    """How far the lowest pair was raised among that many pairs; empty where the run was not fair."""
    if not fairness:
        return ""
    if fairness.next_floor is None:
        return _("Fair: no pair lies below %(floor)s, and no pair that the rules allow scores higher.") % asdict(
            fairness
        )
    if fairness.most_pairs_there == pairs:
        return _(
            "Fair: no pair lies below %(floor)s. With every pair at %(next_floor)s or more, fewer people would have a "
            "partner; this is proven."
        ) % asdict(fairness)
    return _(
        "Fair: no pair lies below %(floor)s. With every pair at %(next_floor)s or more, at most "
        "%(most_pairs_there)s pairs would be possible; this is proven."
    ) % asdict(fairness)
