"""What a program template holds."""

from dataclasses import dataclass

from django.utils.functional import Promise

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
