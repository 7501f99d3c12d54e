"""What stands on the check page of each change of a proposal: the question, the buttons, the warnings."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.models import Participant
from proposals.drafts import Draft, Drafted
from proposals.forms.changes import BEST, ONLY
from proposals.manual_decisions import Act
from proposals.models import MatchRun
from proposals.proposal_diff import ProposalDiff, compare_pairs

Text = str | Promise
#: A pair by hand below this score is asked about once more.
LOW_SCORE = 250
#: So is a proposal that reaches less than this share of the best one's total.
FAR_BELOW = 0.9
#: How many people each change names.
NAMES = {Act.LEFT_OUT: 1, Act.BROUGHT_BACK: 1, Act.SWAPPED: 4}
PAIR = 2


@dataclass(frozen=True)
class Asked:
    """The question of a check page, and what its two buttons say."""

    title: Text
    meaning: Text
    only: Text


QUESTIONS: Mapping[str, Asked] = {
    Act.PINNED: Asked(
        gettext_lazy("Pin %(a)s and %(b)s?"),
        gettext_lazy("Every further match of this cycle keeps the two together."),
        gettext_lazy("Only pin them"),
    ),
    Act.UNPINNED: Asked(
        gettext_lazy("Unpin %(a)s and %(b)s?"),
        gettext_lazy("Further matches of this cycle decide about the two again."),
        gettext_lazy("Only unpin them"),
    ),
    Act.TAKEN_OUT: Asked(
        gettext_lazy("Take out %(a)s and %(b)s?"),
        gettext_lazy("No match of this cycle puts the two together until you allow it again."),
        gettext_lazy("Only take this pair out"),
    ),
    Act.ALLOWED: Asked(
        gettext_lazy("Allow %(a)s and %(b)s again?"),
        gettext_lazy("Further matches of this cycle may put the two together."),
        gettext_lazy("Only allow it"),
    ),
    Act.PAIRED: Asked(
        gettext_lazy("Pair %(a)s and %(b)s?"),
        gettext_lazy("The two become a pair and are pinned, so that further matches keep it."),
        gettext_lazy("Change only this pair"),
    ),
    Act.SWAPPED: Asked(
        gettext_lazy("Swap these two pairs?"),
        gettext_lazy("%(a)s comes together with %(d)s, and %(c)s with %(b)s. Both new pairs are pinned."),
        gettext_lazy("Change only these two pairs"),
    ),
    Act.LEFT_OUT: Asked(
        gettext_lazy("Leave %(a)s out of this match?"),
        gettext_lazy("They stay in the cycle, but no match pairs them until you bring them back."),
        gettext_lazy("Only leave them out"),
    ),
    Act.BROUGHT_BACK: Asked(
        gettext_lazy("Bring %(a)s back into the match?"),
        gettext_lazy("Further matches of this cycle may pair them again."),
        gettext_lazy("Only bring them back"),
    ),
}


@dataclass(frozen=True)
class Option:
    """One way to make a change, with its effect and what speaks against it."""

    how: str
    title: Text
    button: Text
    effect: ProposalDiff
    warnings: list[str]


def question(act: str, people: Mapping[str, Participant], about: tuple[str, ...]) -> dict[str, str]:
    """Title and meaning with the names in them."""
    names = [
        people[participant].user.name if participant in people else _("somebody who has left") for participant in about
    ]
    by_letter = dict(zip("abcd", names, strict=False))
    asked = QUESTIONS[act]
    return {"title": str(asked.title) % by_letter, "meaning": str(asked.meaning) % by_letter}


def options_of(drafted: Drafted, run: MatchRun) -> list[Option]:
    """The ways to make the change: the best set with it first, then nothing but what is named; one way where both
    come to the same."""
    options = []
    drafts = [(BEST, drafted.best)] if drafted.best else []
    if not drafted.best or {*drafted.best.checks} != {*drafted.only.checks}:
        drafts.append((ONLY, drafted.only))
    for how, draft in drafts:
        figures = (drafted.standing_before, draft.standing)
        options.append(
            Option(
                how,
                _title(how, alone=len(drafts) == 1),
                _("Find the best set with it") if how == BEST and len(drafts) > 1 else _button(drafted.change.act, how),
                compare_pairs(run.cycle, drafted.pairs_before, draft.checks, figures),
                warnings_of(drafted, draft),
            )
        )
    return options


@dataclass(frozen=True)
class Way:
    """One way to have the worker make a change, whose effect nobody knows yet."""

    how: str
    title: Text
    meaning: Text
    button: Text


def ways_of(act: str) -> list[Way]:
    """Both ways to make a change of a large cycle."""
    best = _(
        "For so many people this is looked for in the background. The result stands beside the present proposal before "
        "anything changes."
    )
    only = _(
        "This is done in the background, and it is the proposal as soon as it is done; “Undo” takes it back. Where a "
        "pair is better not made, the result stands beside the present proposal first."
    )
    return [
        Way(BEST, _title(BEST, alone=False), best, _("Find the best set with it")),
        Way(ONLY, _title(ONLY, alone=False), only, QUESTIONS[act].only),
    ]


def _title(how: str, *, alone: bool) -> str:
    if alone:
        return _("What it changes")
    return _("With the best set of pairs found anew") if how == BEST else _("With nothing else changed")


def _button(act: str, how: str) -> Text:
    return CONFIRM[act] if how == BEST else QUESTIONS[act].only


#: The button where both ways come to the same.
CONFIRM: Mapping[str, Text] = {
    Act.PINNED: gettext_lazy("Pin them"),
    Act.UNPINNED: gettext_lazy("Unpin them"),
    Act.TAKEN_OUT: gettext_lazy("Take this pair out"),
    Act.ALLOWED: gettext_lazy("Allow it again"),
    Act.PAIRED: gettext_lazy("Pair them"),
    Act.SWAPPED: gettext_lazy("Swap them"),
    Act.LEFT_OUT: gettext_lazy("Leave them out"),
    Act.BROUGHT_BACK: gettext_lazy("Bring them back"),
}


def warnings_of(drafted: Drafted, draft: Draft) -> list[str]:
    """What is allowed but unwise: a low score of a pair by hand, and being far below the best. Never a hard rule."""
    if drafted.change.act not in (Act.PAIRED, Act.SWAPPED):
        return []
    warnings = []
    for pair in drafted.change.pairs_after:
        check = draft.checks.get(pair)
        if check and check.score < LOW_SCORE:
            names = (draft.reading.juniors[check.junior].user.name, draft.reading.seniors[check.senior].user.name)
            words = {"a": names[0], "b": names[1], "n": check.score}
            warnings.append(_("The score of %(a)s and %(b)s is low: %(n)s of 1000.") % words)
    now, before = draft.standing, drafted.standing_before
    if (now.pairs, now.people or 0) < (before.pairs, before.people or 0):
        warnings.append(_("Fewer people have a partner than in the present proposal."))
    elif now.pairs == before.pairs and now.total < FAR_BELOW * before.total:
        warnings.append(_("The total is far below that of the present proposal."))
    return warnings
