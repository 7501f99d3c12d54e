"""Verbs that change pairings and what belongs to them."""

from pairings.services.agreement import (
    Aim,
    note_confidence,
    save_agreement,
    set_progress,
    sign_agreement,
    waits_for_orientation,
)
from pairings.services.batches import tell_changes
from pairings.services.closing import (
    carry_out_closings,
    choose_endings,
    hour_of_closing,
    plan_closing,
    set_closing_rule,
    take_back_closing,
    tell_closed,
)
from pairings.services.confidential_words import add_line, note_reading, send_word, take_back_word
from pairings.services.consent import accept_pairing, decline_pairing, expire_pairings
from pairings.services.handing_over import hand_over_place, handed_over_to, write_hand_over
from pairings.services.impacts import (
    Change,
    change_impact,
    confirm_impact,
    count_impacts,
    keep_impact,
    note_impact,
    release_impact,
    withdraw_impact,
)
from pairings.services.lifecycle import (
    close_in,
    complete_pairing,
    complete_pairings,
    end_pairing,
    end_pairings,
    hour_of_ending,
    hour_of_leaving,
    leave_pairing,
    reopen_in,
    withdraw_pairings,
)
from pairings.services.looking_back import look_back
from pairings.services.orientation import WarmedUp, note_orientation, open_waiting
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
from pairings.services.rotating import (
    call_off_rotation,
    carry_out_rotations,
    choose_for_rotation,
    open_rotation,
    set_rest,
)
from pairings.services.rotation_changes import change_without_new_pairs, move_rotation

__all__ = [
    "Aim",
    "Change",
    "WarmedUp",
    "accept_pairing",
    "add_line",
    "call_off_rotation",
    "carry_out_closings",
    "carry_out_rotations",
    "change_impact",
    "change_without_new_pairs",
    "choose_endings",
    "choose_for_rotation",
    "clear_request",
    "close_in",
    "complete_pairing",
    "complete_pairings",
    "confirm_impact",
    "count_impacts",
    "decline_pairing",
    "end_pairing",
    "end_pairings",
    "expire_pairings",
    "hand_over_place",
    "hand_over_program",
    "handed_over_to",
    "holder_of",
    "hour_of_closing",
    "hour_of_ending",
    "hour_of_leaving",
    "keep_impact",
    "leave_pairing",
    "lift_pauses",
    "look_back",
    "move_rotation",
    "note_confidence",
    "note_impact",
    "note_orientation",
    "note_reading",
    "open_rotation",
    "open_waiting",
    "pause_pairing",
    "pause_pairings",
    "plan_closing",
    "release_impact",
    "reopen_in",
    "resume_pairing",
    "save_agreement",
    "send_word",
    "set_closing_rule",
    "set_progress",
    "set_rest",
    "sign_agreement",
    "take_back",
    "take_back_closing",
    "take_back_word",
    "tell_changes",
    "tell_closed",
    "waits_for_orientation",
    "withdraw_impact",
    "withdraw_pairings",
    "write_hand_over",
]
