"""The questions of a review. The benefits are those the program promises to each side."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

JUNIOR, SENIOR, BOTH = "junior", "senior", "both"
BEFORE, NOW = "confidence_before", "confidence_now"
COMMENT = "comment"
#: Beside the comment: it may be shown even if there are too few of its kind to hide among.
MAY_STAND_ALONE = "comment_alone"
LONGEST_TEXT = 2000


@dataclass(frozen=True)
class Asked:
    """One question: ratings run from 1 (not at all) to 5 (very much)."""

    code: str
    text: str | Promise
    section: str
    side: str = BOTH
    kind: str = "rating"
    is_required: bool = False


CATALOGUE: tuple[Asked, ...] = (
    Asked(
        BEFORE, _("Before you two started: how confident were you when speaking with senior leaders?"),
        "confidence", JUNIOR, is_required=True,
    ),
    Asked(NOW, _("And now?"), "confidence", JUNIOR, is_required=True),
    Asked(
        BEFORE, _("Before you two started: how confident were you in the topics you wanted to learn?"),
        "confidence", SENIOR, is_required=True,
    ),
    Asked(NOW, _("And now?"), "confidence", SENIOR, is_required=True),
    Asked("visibility", _("I am more visible in the organisation."), "benefits", JUNIOR),
    Asked("leadership", _("I lead and communicate better."), "benefits", JUNIOR),
    Asked("strategy", _("I understand better why decisions are taken."), "benefits", JUNIOR),
    Asked("valued", _("I feel that what I know is valued."), "benefits", JUNIOR),
    Asked("experience", _("I can draw on the experience of someone senior."), "benefits", JUNIOR),
    Asked("trends", _("I see new trends and technologies with fresh eyes."), "benefits", SENIOR),
    Asked("preferences", _("I understand better how junior colleagues want to work."), "benefits", SENIOR),
    Asked("digital", _("I am more at home with digital tools and social media."), "benefits", SENIOR),
    Asked("connection", _("I am closer to junior members of the team."), "benefits", SENIOR),
    Asked("inclusion", _("I am more aware of other cultures and of who is left out."), "benefits", SENIOR),
    Asked("safety", _("In our meetings I can say what I really think."), "safety", is_required=True),
    Asked("objectives", _("We are getting closer to the objectives we agreed on."), "objectives"),
    Asked(COMMENT, _("What should the program keep, and what should it change?"), "comment", kind="text"),
)  # fmt: skip


IN_TOUCH, AGAIN = "in_touch", "again"
#: What is asked months after a cycle has closed: three questions, on one page.
FOLLOW_UP: tuple[Asked, ...] = (
    Asked(IN_TOUCH, _("Are you two still in touch?"), "follow_up", kind="yes_no", is_required=True),
    Asked(AGAIN, _("Would you take part again?"), "follow_up", kind="yes_no", is_required=True),
    Asked(COMMENT, _("What is one thing that you still do because of it?"), "comment", kind="text"),
)
YES, NO = 5, 1


def questions_for(side: str) -> list[Asked]:
    """The catalogue as one side sees it, in order."""
    return [asked for asked in CATALOGUE if asked.side in (BOTH, side)]
