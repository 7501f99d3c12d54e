"""Who is owed what about meetings, and when."""

from notifications.kinds import Kind
from sessions.reminders.answers import MEETING_ANSWER
from sessions.reminders.corrections import MEETING_DISPUTED, MEETING_FACTS_CHANGED, MEETING_RETRACTED
from sessions.reminders.going_words import WORDS_GO_SOON
from sessions.reminders.invitations import MEETING_CANCELLED, MEETING_INVITATION, MEETING_MOVED
from sessions.reminders.items import ACTION_ITEM_DUE, ACTION_ITEM_OVERDUE
from sessions.reminders.meetings import LOG_MEETING, MEETING_REMINDER
from sessions.reminders.nothing_planned import FIRST_MEETING, NEXT_MEETING
from sessions.reminders.promises import COMMITMENT_TO_SEE
from sessions.reminders.removal import CALENDAR_ENTRY_REMOVED, CALENDAR_SERIES_REMOVED
from sessions.reminders.series import MEETING_SERIES, MEETING_SERIES_ENDED
from sessions.reminders.shortly_before import MEETING_SOON, QUESTIONS_AHEAD
from sessions.reminders.slipping import PAIR_SLIPPING

KINDS: tuple[Kind, ...] = (
    MEETING_INVITATION,
    MEETING_SERIES,
    MEETING_MOVED,
    MEETING_CANCELLED,
    MEETING_SERIES_ENDED,
    MEETING_ANSWER,
    CALENDAR_ENTRY_REMOVED,
    CALENDAR_SERIES_REMOVED,
    QUESTIONS_AHEAD,
    MEETING_REMINDER,
    MEETING_SOON,
    LOG_MEETING,
    MEETING_FACTS_CHANGED,
    MEETING_DISPUTED,
    MEETING_RETRACTED,
    ACTION_ITEM_DUE,
    ACTION_ITEM_OVERDUE,
    COMMITMENT_TO_SEE,
    FIRST_MEETING,
    NEXT_MEETING,
    PAIR_SLIPPING,
    WORDS_GO_SOON,
)
