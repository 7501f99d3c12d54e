"""Programs, their cycles, and the people who take part."""

from programs.models.participant import Answer, Participant, Side, TopicChoice, Wish
from programs.models.program import Channel, Coordinator, Cycle, Program, Question, Topic
from programs.models.todo import Todo

__all__ = [
    "Answer",
    "Channel",
    "Coordinator",
    "Cycle",
    "Participant",
    "Program",
    "Question",
    "Side",
    "Todo",
    "Topic",
    "TopicChoice",
    "Wish",
]
