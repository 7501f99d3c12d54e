"""Who is owed what about meetings, and when."""

from notifications.kinds import Kind
from sessions.reminders.corrections import MEETING_DISPUTED, MEETING_FACTS_CHANGED, MEETING_RETRACTED
from sessions.reminders.items import ACTION_ITEM_DUE
from sessions.reminders.meetings import (
    LOG_MEETING,
    MEETING_CANCELLED,
    MEETING_INVITATION,
    MEETING_MOVED,
    MEETING_REMINDER,
)
from sessions.reminders.slipping import PAIR_SLIPPING

KINDS: tuple[Kind, ...] = (
    MEETING_INVITATION,
    MEETING_MOVED,
    MEETING_CANCELLED,
    MEETING_REMINDER,
    LOG_MEETING,
    MEETING_FACTS_CHANGED,
    MEETING_DISPUTED,
    MEETING_RETRACTED,
    ACTION_ITEM_DUE,
    PAIR_SLIPPING,
)
