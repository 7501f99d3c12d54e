"""Meetings, what came of them, and the quarterly reviews."""

from sessions.models.earlier import EarlierText
from sessions.models.items import ActionItem, ItemChange
from sessions.models.log import Insight, LogDraft, Reflection, SessionLog, Win
from sessions.models.meeting import Meeting, MeetingChange, RetractedMeeting, Word
from sessions.models.review import Ballot, ContinueChoice, Review, ReviewAnswer, ReviewQuestion, ReviewRound
from sessions.models.rhythm import Rhythm

__all__ = [
    "ActionItem",
    "Ballot",
    "ContinueChoice",
    "EarlierText",
    "Insight",
    "ItemChange",
    "LogDraft",
    "Meeting",
    "MeetingChange",
    "Reflection",
    "RetractedMeeting",
    "Review",
    "ReviewAnswer",
    "ReviewQuestion",
    "ReviewRound",
    "Rhythm",
    "SessionLog",
    "Win",
    "Word",
]
