"""Verbs about meetings and what comes of them."""

from sessions.services.housekeeping import settle_meetings
from sessions.services.insights import (
    add_win,
    agree_to_publish,
    change_insight,
    change_win,
    keep_between_us,
    share_insight,
    take_back_win,
)
from sessions.services.items import (
    add_item,
    change_item,
    finish_item,
    remove_item,
    reopen_item,
    say_fine,
    say_seen,
    shown_to,
    withdraw_item,
)
from sessions.services.keeping import keep_meeting
from sessions.services.meeting_logs import (
    correct_meeting,
    discard_draft,
    log_meeting,
    log_unplanned_meeting,
    report_not_held,
    save_draft,
)
from sessions.services.meetings import cancel_meeting, move_meeting, write_agenda
from sessions.services.overlaps import Overlap
from sessions.services.planning import keep_planned, plan_meetings
from sessions.services.retracting import answer_taking_back, take_back

__all__ = [
    "Overlap",
    "add_item",
    "add_win",
    "agree_to_publish",
    "answer_taking_back",
    "cancel_meeting",
    "change_insight",
    "change_item",
    "change_win",
    "correct_meeting",
    "discard_draft",
    "finish_item",
    "keep_between_us",
    "keep_meeting",
    "keep_planned",
    "log_meeting",
    "log_unplanned_meeting",
    "move_meeting",
    "plan_meetings",
    "remove_item",
    "reopen_item",
    "report_not_held",
    "save_draft",
    "say_fine",
    "say_seen",
    "settle_meetings",
    "share_insight",
    "shown_to",
    "take_back",
    "take_back_win",
    "withdraw_item",
    "write_agenda",
]
