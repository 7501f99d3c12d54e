"""Verbs that change pairings, agreements and matches."""

from pairings.services.agreement import Aim, note_orientation, save_agreement, set_progress, sign_agreement
from pairings.services.consent import accept_pairing, decline_pairing, expire_pairings
from pairings.services.handover import hand_over_program
from pairings.services.lifecycle import (
    clear_request,
    close_in,
    complete_pairing,
    complete_pairings,
    end_pairing,
    leave_pairing,
    pause_pairing,
    reopen_in,
    resume_pairing,
    withdraw_pairings,
)
from pairings.services.publishing import publish_run
from pairings.services.runs import give_up_run, policy_of, start_run
from pairings.services.solving import solve_run

__all__ = [
    "Aim",
    "accept_pairing",
    "clear_request",
    "close_in",
    "complete_pairing",
    "complete_pairings",
    "decline_pairing",
    "end_pairing",
    "expire_pairings",
    "give_up_run",
    "hand_over_program",
    "leave_pairing",
    "note_orientation",
    "pause_pairing",
    "policy_of",
    "publish_run",
    "reopen_in",
    "resume_pairing",
    "save_agreement",
    "set_progress",
    "sign_agreement",
    "solve_run",
    "start_run",
    "withdraw_pairings",
]
