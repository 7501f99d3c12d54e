"""How large a group must be before anything is shown of it: in reviews, and to sponsors."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from insights.disclosure import STEPS
from insights.figures.cycle import fewest_pairs
from insights.pack.content import Fact, Section
from programs.models import Program
from sessions.models import ReviewRound
from sessions.reviews.thresholds import (
    FEWEST_ANSWERS,
    FEWEST_ASKED,
    FEWEST_BESIDE_NAMED,
    FEWEST_COMMENTERS,
    SPARE,
)


def groups(program: Program, rounds: Iterable[ReviewRound]) -> Section:
    scores = max(program.score_threshold, FEWEST_ANSWERS)
    comments = max(program.comment_threshold, FEWEST_COMMENTERS)
    return Section(
        "groups",
        _("The smallest groups that anything is shown of"),
        (
            Fact("answers", _("Answers of a side, at least, for a result of a review"), str(scores)),
            Fact("asked", _("People asked on that side, at least"), str(max(FEWEST_ASKED, scores + SPARE))),
            Fact("comments", _("People who comment, at least, before the team reads comments"), str(comments)),
            Fact(
                "beside_named",
                _("Answers besides those of people who ask for a change under their name, at least"),
                str(FEWEST_BESIDE_NAMED),
            ),
            Fact("steps", _("Shares are shown in steps"), _steps()),
            Fact("sponsors", _("Pairs, at least, before a sponsor reads more than totals"), str(fewest_pairs(program))),
            Fact("interval", _("Months between reviews"), str(program.review_months)),
            Fact("open_days", _("Days a review stays open"), str(program.review_open_days)),
            Fact("gap", _("Days between any two reviews, at least"), str(program.review_gap_days)),
            *_open_rounds(rounds),
        ),
        _(
            "A program may raise these numbers, never lower them below the product's own: %(answers)s answers and "
            "%(comments)s people who comment. They are fixed when a review opens and stand in its form before the "
            "first answer. Nothing is ever shown by person, pair, leader, department or level."
        )
        % {"answers": FEWEST_ANSWERS, "comments": FEWEST_COMMENTERS},
    )


def _steps() -> str:
    """The scale on which shares are told, by how many answered."""
    return "; ".join(
        _("from %(n)s answers: %(steps)s steps") % {"n": answers, "steps": steps} for answers, steps in STEPS.items()
    )


def _open_rounds(rounds: Iterable[ReviewRound]) -> Iterator[Fact]:
    """Reviews that are open now keep the numbers with which they opened."""
    for review in rounds:
        label = _("%(review)s of “%(cycle)s”, open now") % {"review": review.title, "cycle": review.cycle}
        numbers = {"scores": review.score_threshold, "comments": review.comment_threshold}
        value = _("%(scores)s answers, %(comments)s people who comment") % numbers
        yield Fact(f"open_{review.pk}", label, value)
