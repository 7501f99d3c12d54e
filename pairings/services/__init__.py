"""Verbs that change pairings, agreements and matches."""

from pairings.services.agreement import Aim, note_orientation, save_agreement, set_progress, sign_agreement
from pairings.services.asking import ask_partner
from pairings.services.batches import tell_changes
from pairings.services.board import change_proposal
from pairings.services.consent import accept_pairing, decline_pairing, expire_pairings
from pairings.services.handover import hand_over_program
from pairings.services.holds import holder_of
from pairings.services.lifecycle import (
    close_in,
    complete_pairing,
    complete_pairings,
    end_pairing,
    leave_pairing,
    reopen_in,
    withdraw_pairings,
)
from pairings.services.pauses import (
    clear_request,
    lift_pauses,
    pause_pairing,
    pause_pairings,
    resume_pairing,
    take_back,
)
from pairings.services.publishing import publish_run
from pairings.services.runs import cancel_run, start_run
from pairings.services.solving import solve_run
from pairings.services.versions import discard_version, keep_version, name_scenario, policy_of, present_version
from pairings.services.words import add_line, note_reading, send_word, take_back_word

__all__ = [
    "Aim",
    "accept_pairing",
    "add_line",
    "ask_partner",
    "cancel_run",
    "change_proposal",
    "clear_request",
    "close_in",
    "complete_pairing",
    "complete_pairings",
    "decline_pairing",
    "discard_version",
    "end_pairing",
    "expire_pairings",
    "hand_over_program",
    "holder_of",
    "keep_version",
    "leave_pairing",
    "lift_pauses",
    "name_scenario",
    "note_orientation",
    "note_reading",
    "pause_pairing",
    "pause_pairings",
    "policy_of",
    "present_version",
    "publish_run",
    "reopen_in",
    "resume_pairing",
    "save_agreement",
    "send_word",
    "set_progress",
    "sign_agreement",
    "solve_run",
    "start_run",
    "take_back",
    "take_back_word",
    "tell_changes",
    "withdraw_pairings",
]
