"""Meetings, what came of them, and the quarterly reviews."""

from sessions.models.calendar import CalendarAnswer, Series
from sessions.models.items import ActionItem, ItemChange
from sessions.models.log import Insight, LogDraft, Reflection, SessionLog, Win
from sessions.models.meeting import Meeting, MeetingChange, RetractedMeeting, Rhythm, Word
from sessions.models.review import (
    Ballot,
    CastBallot,
    ChangeWish,
    MarkKey,
    ReviewQuestion,
    ReviewRound,
    RoundKey,
    RoundMarks,
    SealedReview,
)

__all__ = [
    "ActionItem",
    "Ballot",
    "CalendarAnswer",
    "CastBallot",
    "ChangeWish",
    "Insight",
    "ItemChange",
    "LogDraft",
    "MarkKey",
    "Meeting",
    "MeetingChange",
    "Reflection",
    "RetractedMeeting",
    "ReviewQuestion",
    "ReviewRound",
    "Rhythm",
    "RoundKey",
    "RoundMarks",
    "SealedReview",
    "Series",
    "SessionLog",
    "Win",
    "Word",
]
