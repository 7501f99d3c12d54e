"""What the codes of matching mean in words: rules that forbid a pair, parts of a score, what would help."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from matchmaker import CRITERIA

Text = str | Promise

PHASES: dict[str, Text] = {
    "": _("Waiting for the worker"),
    "reading": _("Reading people, topics and earlier pairs"),
    "scoring": _("Scoring every mentor with every leader"),
    "choosing": _("Choosing the best candidates of everybody"),
    "solving": _("Finding the best set of pairs"),
    "raising": _("Raising the lowest pair"),
    "augmenting": _("Finding partners by trading places"),
    "looking": _("Looking for pairs that would be better"),
    "comparing": _("Finding runners-up"),
    "proving": _("Proving that no set is better"),
    "storing": _("Writing down pairs and reasons"),
    "done": _("Done"),
}
#: The criteria that make up a score, in their order.
PARTS: dict[str, Text] = {criterion.code: _(criterion.label) for criterion in CRITERIA}
#: All that people have let count of their lived experience; which question it was is not told.
IN_CONFIDENCE = "in_confidence"
OTHER_PARTS: dict[str, Text] = {IN_CONFIDENCE: _("What people let count in confidence")}
#: The colour of questions of the program's own.
OWN_NUMBER = 12
REASONS: dict[str, Text] = {
    "same_person": _("they are the same person"),
    "no_free_place": _("one of them has no free place"),
    "level_gap": _("their levels are too close, or one level is not known"),
    "reporting_line": _("one stands too near above the other in the reporting line"),
    "same_manager": _("they report to the same manager"),
    "shared_topic": _("the leader wants no topic that the mentor can share"),
    "earlier_pair": _("they were a pair before"),
    "open_pair": _("they are a pair now"),
    "conflict": _("HR has noted a conflict of interest"),
    "declined": _("one of them has said no to the other, or asked to end their pairing"),
    "protected": _("protected: a confidential reason that nobody is shown"),
    "shared_language": _("they have no language in common"),
    "working_hours": _("their working hours overlap too little"),
    "forbidden": _("you took this pair out"),
}
#: The rule by its short name, for "12 of 20 by …".
RULES: dict[str, Text] = {
    "no_free_place": _("no free place"),
    "level_gap": _("level gap"),
    "reporting_line": _("reporting line"),
    "same_manager": _("same manager"),
    "shared_topic": _("no wanted topic in common"),
    "earlier_pair": _("paired before"),
    "open_pair": _("paired now"),
    "conflict": _("conflict of interest"),
    "declined": _("said no, or asked to end it"),
    "protected": _("protected"),
    "shared_language": _("no common language"),
    "working_hours": _("working hours"),
    "forbidden": _("taken out by you"),
}
HELP: dict[str, Text] = {
    "no_free_place": _("Ask whether somebody would take one more partner."),
    "level_gap": _("Lower the level gap in the rules, or correct levels on the People pages."),
    "reporting_line": _("Lower the distance in the reporting line."),
    "same_manager": _("Allow pairs under the same manager."),
    "shared_topic": _("Ask them for one more topic, or invite people who share what is wanted."),
    "earlier_pair": _("Allow earlier pairs, or invite somebody new."),
    "conflict": _("Ask HR whether the conflict still stands."),
    "shared_language": _("Let them add the languages they speak."),
    "working_hours": _("Lower the hours in common, or let them correct their working hours."),
    "forbidden": _("Put a pair back under “Your changes”."),
}

#: What would help, after "3 candidates if …": with another value of the rule, and with the rule off.
IF_VALUE: dict[str, Text] = {
    "level_gap": _("the level gap were %(value)s"),
    "reporting_line": _("the distance in the reporting line were %(value)s"),
    "working_hours": _("%(value)s h in common were enough"),
}
IF_OFF: dict[str, Text] = {
    "level_gap": _("levels did not count"),
    "reporting_line": _("the reporting line did not count"),
    "working_hours": _("hours in common did not count"),
    "same_manager": _("two under the same manager could be a pair"),
    "shared_topic": _("no topic in common were needed"),
    "earlier_pair": _("earlier pairs were allowed again"),
    "shared_language": _("no common language were needed"),
}
#: The field of the rules that a reason comes from.
FIELDS: dict[str, str] = {
    "level_gap": "minimum_level_gap",
    "reporting_line": "reporting_distance",
    "same_manager": "forbids_same_manager",
    "shared_topic": "needs_shared_topic",
    "earlier_pair": "forbids_repeats",
    "shared_language": "needs_shared_language",
    "working_hours": "minimum_overlap_hours",
}


def reason_words(code: str) -> str:
    """A rule that forbids a pair, as half a sentence."""
    return str(REASONS[str(code)])


NOTHING_TO_COUNT: dict[str, Text] = {
    "wishes": _("Neither has wished for anybody, so it counts neither for nor against them."),
}


def bar_of(part: Mapping[str, Any]) -> dict[str, Any]:
    """A part of a score as a page shows it: its number among the criteria for the colour, its name, what it says of
    the two, its points and the most there could have been.

    `part` is as it is kept with a proposal. One that is no criterion any more has its code for a name.
    """
    code, points = part["part"], part["points"]
    criterion = next((known for known in CRITERIA if known.code == code), None)
    number = CRITERIA.index(criterion) + 1 if criterion else OWN_NUMBER if "label" in part else 0
    says = gettext(criterion.yes if points else criterion.no) if criterion else ""
    label = part.get("label") or PARTS.get(code) or OTHER_PARTS.get(code, code)
    if "answers" in part:
        says = says_of(part["answers"])
    if (most := part.get("possible", part["most"])) == 0 < part["most"]:
        says = str(NOTHING_TO_COUNT.get(code, "")) or gettext(
            "Not known of both, so it counts neither for nor against them."
        )
    return {"part": code, "number": number, "label": label, "says": says, "points": points, "most": most}


def says_of(answers: list[list[str]]) -> str:
    """What two answered to a question of the program's own, the mentor first; each a list, empty without an answer."""
    ones, others = answers
    if not ones or not others:
        return gettext("One of the two has not answered.")
    if common := [option for option in ones if option in others]:
        return gettext("Both answered: %(answers)s.") % {"answers": ", ".join(common)}
    return gettext("The mentor answered: %(one)s. The leader answered: %(other)s.") % {
        "one": ", ".join(ones),
        "other": ", ".join(others),
    }
