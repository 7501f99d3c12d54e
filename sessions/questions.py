"""Good questions for an agenda, by where the two stand. The words are the program's, the choice is the two's."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclass(frozen=True)
class Stage:
    """`until` is the number of meetings held before which the stage is over; None for the last one."""

    title: Text
    until: int | None
    questions: tuple[Text, ...]


FIRST = Stage(
    _("For a first meeting"),
    1,
    (
        _("What made each of us say yes to this?"),
        _("What does a normal week look like for you, and what would you change in it?"),
        _("What should the other never be afraid to tell us?"),
        _("What is the one thing each of us wants to be able to do in half a year?"),
        _("How do we want to handle it when one of us has to cancel?"),
    ),
)
EARLY = Stage(
    _("For the first meetings"),
    3,
    (
        _("Which tool or habit of yours should I try before we meet next?"),
        _("What do people of your generation here talk about that never reaches the leadership?"),
        _("Show me how you do it: can we spend fifteen minutes at one screen?"),
        _("What did I misunderstand last time?"),
        _("Which decision of the past month was hard to understand from where you stand?"),
    ),
)
MIDDLE = Stage(
    _("When you know each other"),
    6,
    (
        _("What have I changed since we began, and has anybody noticed?"),
        _("Where do our rules slow people down, and who could change that?"),
        _("What would you do first in my place?"),
        _("What have you seen in other companies that we should dare?"),
        _("Which of my habits makes it harder for people to speak openly?"),
    ),
)
LATE = Stage(
    _("Once you have met often"),
    None,
    (
        _("Which of our objectives is done, and which one should we let go?"),
        _("What should more people here learn from what we two found out?"),
        _("Who else should we talk to together?"),
        _("What would you not have told me half a year ago?"),
        _("What is still hard to say?"),
    ),
)
CLOSING = Stage(
    _("For a last meeting"),
    None,
    (
        _("Look back: which moment changed how you see something, and what came of our objectives?"),
        _("Thank: what did the other one do that you will remember?"),
        _("Decide: what will each of us keep doing, and what do we let go?"),
        _("What should the program do differently for the next pair?"),
        _("How do we stay in touch?"),
    ),
)
STAGES = (FIRST, EARLY, MIDDLE, LATE)


def questions_for(held: int, *, is_closing: bool = False) -> Stage:
    """The questions that fit two people who have held that many meetings."""
    if is_closing:
        return CLOSING
    return next(stage for stage in STAGES if stage.until is None or held < stage.until)


def with_questions(agenda: str, questions: list[str]) -> str:
    """The agenda with the questions added as lines of their own; those that stand there already are left out."""
    lines = agenda.rstrip().splitlines()
    new = [f"– {question}" for question in questions if f"– {question}" not in lines]
    return "\n".join([*lines, *new])


def agenda_to_begin_with(*, is_closing: bool) -> str:
    """What stands in the agenda of a meeting that may be the last: look back, thank, decide. Empty for any other."""
    return with_questions("", [str(question) for question in CLOSING.questions]) if is_closing else ""
