"""Verbs that change pairings and what belongs to them."""

from pairings.services.agreement import Aim, note_orientation, save_agreement, set_progress, sign_agreement
from pairings.services.batches import tell_changes
from pairings.services.confidential_words import add_line, note_reading, send_word, take_back_word
from pairings.services.consent import accept_pairing, decline_pairing, expire_pairings
from pairings.services.lifecycle import (
    close_in,
    complete_pairing,
    complete_pairings,
    end_pairing,
    hour_of_leaving,
    leave_pairing,
    reopen_in,
    withdraw_pairings,
)
from pairings.services.pauses import (
    clear_request,
    holder_of,
    lift_pauses,
    pause_pairing,
    pause_pairings,
    resume_pairing,
    take_back,
)
from pairings.services.readers import hand_over_program

__all__ = [
    "Aim",
    "accept_pairing",
    "add_line",
    "clear_request",
    "close_in",
    "complete_pairing",
    "complete_pairings",
    "decline_pairing",
    "end_pairing",
    "expire_pairings",
    "hand_over_program",
    "holder_of",
    "hour_of_leaving",
    "leave_pairing",
    "lift_pauses",
    "note_orientation",
    "note_reading",
    "pause_pairing",
    "pause_pairings",
    "reopen_in",
    "resume_pairing",
    "save_agreement",
    "send_word",
    "set_progress",
    "sign_agreement",
    "take_back",
    "take_back_word",
    "tell_changes",
    "withdraw_pairings",
]
