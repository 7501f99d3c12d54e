"""Programs, their cycles, and the people who take part."""

from programs.models.cycle import Cycle
from programs.models.note import TeamNote
from programs.models.orientation import Orientation, WarmUp
from programs.models.participant import Answer, Participant, Side, TopicChoice, Wish
from programs.models.program import Channel, Coordinator, Program, Question, Topic
from programs.models.terms import AgreedTerms, Terms
from programs.models.todo import Todo

__all__ = [
    "AgreedTerms",
    "Answer",
    "Channel",
    "Coordinator",
    "Cycle",
    "Orientation",
    "Participant",
    "Program",
    "Question",
    "Side",
    "TeamNote",
    "Terms",
    "Todo",
    "Topic",
    "TopicChoice",
    "WarmUp",
    "Wish",
]
