"""What a program template holds."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from programs.models import Question

Text = str | Promise
Asked = Question.Asked


@dataclass(frozen=True)
class AskedQuestion:
    """A question as a template brings it, or as the set-up offers it."""

    text: Text
    asked: str = Asked.BOTH
    is_required: bool = False
    is_for_partner: bool = True

    def as_question(self) -> Question:
        """An unsaved question without a program."""
        return Question(
            text=str(self.text),
            asked=self.asked,
            is_required=self.is_required,
            is_for_partner=self.is_for_partner,
        )


@dataclass(frozen=True)
class ProgramTemplate:
    """A starting point: everything in it can be changed afterwards."""

    code: str
    name: Text
    icon: str
    description: Text
    purpose: Text = ""
    success_measures: Text = ""
    topics: tuple[Text, ...] = ()
    questions: tuple[AskedQuestion, ...] = ()
    cadence_weeks: int = 3
    meeting_minutes: int = 60
    meetings_goal: int = 8
    rotation_months: int = 9


CAN_SHARE = AskedQuestion(_("What do you know or do well that someone more senior could learn from you?"), Asked.JUNIOR)
WANTS_TO_LEARN = AskedQuestion(_("What would you like to understand better than you do today?"), Asked.SENIOR)
NOT_SEEN = AskedQuestion(
    _("What do you see in your daily work that people at the top rarely get to see?"), Asked.JUNIOR
)
OWN_TIME = AskedQuestion(_("When did you last change your mind because of someone much younger?"), Asked.SENIOR)
HOPES = AskedQuestion(_("What would make you say, at the end, that this was worth your time?"))
WAY_OF_WORKING = AskedQuestion(_("How do you like to work with someone: prepared or spontaneous, brief or at length?"))
LISTENING = AskedQuestion(_("What helps you to speak openly with someone you do not know well?"))
WORRY = AskedQuestion(_("Is there anything that worries you about taking part?"), is_for_partner=False)
NEEDS = AskedQuestion(_("Is there anything we should arrange so that meetings work for you?"), is_for_partner=False)

OFFERED = (CAN_SHARE, WANTS_TO_LEARN, NOT_SEEN, OWN_TIME, HOPES, WAY_OF_WORKING, LISTENING, WORRY, NEEDS)
