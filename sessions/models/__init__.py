"""Meetings, what came of them, and the quarterly reviews."""

from sessions.models.log import ActionItem, Insight, LogDraft, Reflection, SessionLog, Win
from sessions.models.meeting import Meeting, MeetingChange
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
from sessions.models.rhythm import Rhythm

__all__ = [
    "ActionItem",
    "Ballot",
    "CastBallot",
    "ChangeWish",
    "Insight",
    "LogDraft",
    "MarkKey",
    "Meeting",
    "MeetingChange",
    "Reflection",
    "ReviewQuestion",
    "ReviewRound",
    "Rhythm",
    "RoundKey",
    "RoundMarks",
    "SealedReview",
    "SessionLog",
    "Win",
]
