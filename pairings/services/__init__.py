"""Verbs that change pairings, agreements and matches."""

from pairings.services.agreement import Aim, note_orientation, save_agreement, set_progress, sign_agreement
from pairings.services.consent import accept_pairing, decline_pairing, expire_pairings
from pairings.services.lifecycle import (
    clear_request,
    end_pairing,
    leave_pairing,
    pause_pairing,
    resume_pairing,
    withdraw_pairing,
)

__all__ = [
    "Aim",
    "accept_pairing",
    "clear_request",
    "decline_pairing",
    "end_pairing",
    "expire_pairings",
    "leave_pairing",
    "note_orientation",
    "pause_pairing",
    "resume_pairing",
    "save_agreement",
    "set_progress",
    "sign_agreement",
    "withdraw_pairing",
]
