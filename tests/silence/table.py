"""The table of every change of state, who is told what, and where somebody stands afterwards. Whoever is not named
hears nothing. Its entries are in `place_changes.py`, `pairing_changes.py`, `cycle_changes.py` and
`community_changes.py`.

`told` has `name: kind` of a message with what it says, or `team: kind` of what the program team is to look at. `home`
is a sentence on somebody's first page. `to` names the state that is reached, `verbs` the services that lead there.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.silence.stage import Stage


@dataclass(frozen=True)
class Change:
    """One change: `act` makes it happen, through the services that pages use."""

    name: str
    to: str
    verbs: tuple[str, ...]
    act: Callable[[Stage], object]
    told: frozenset[str] = frozenset()
    home: dict[str, str] = field(default_factory=dict)


CHANGES: list[Change] = []


def change(to: str, *verbs: str, told: str = "", home: dict[str, str] | None = None) -> Callable[..., object]:
    """Note the decorated function as a change. `told` has the messages apart by commas."""

    def note(act: Callable[[Stage], object]) -> Callable[[Stage], object]:
        heard = frozenset(one.strip() for one in told.split(",") if one.strip())
        CHANGES.append(Change(act.__name__, to, verbs, act, heard, home or {}))
        return act

    return note


def each(names: tuple[str, ...], what: str) -> str:
    return ", ".join(f"{name}: {what}" for name in names)


#: Verbs of these services that change nobody's state, or only together with one of the verbs in the table.
CHANGES_NO_STATE = {
    "tells nobody": "show_milestone show_win save_community choose_question",
    "writes down": "add_line note_confidence note_impact note_orientation note_reading send_word take_back_word "
    "change_impact confirm_impact keep_impact count_impacts release_impact withdraw_impact save_agreement "
    "set_progress look_back "
    "save_setup_page set_sponsor set_person_of_trust write_orientation write_terms agree_to_terms add_question "
    "add_questions add_topic edit_question remove_question remove_topic rename_topics reorder mark_topic_visited",
    "reads or checks": "community_of months_ahead pairings_to_share_with usual_question terms_of why_not_to_manager "
    "digest hold_cycles holder_of hour_of_closing hour_of_leaving may_edit may_join needs_two "
    "plan_invitations refuse_going_on refuse_to_remove removal_needs_two terms_in_force terms_to_agree "
    "usual_last_day hour_of_ending handed_over_to versions_of words_of latest_orientation waits_for_orientation",
    "is for the team": "raise_todo raise_todos finish_todo finish_todos complete_todo add_coordinator "
    "remove_coordinator archive_program copy_program create_program",
    "is part of another, or undoes what nobody was told": "leave_unmatched move_to_closing open_waiting "
    "take_back_closing finish_participation set_not_matched set_rest",
}
