"""No act of the team is forgotten: every address at which only the team can post leaves an entry, or says why not."""

import re
from pathlib import Path

import pytest
from django.urls import reverse

from people.audit import lines
from people.audit.recording import record
from people.checks import our_patterns
from people.models import AuditEntry
from tests.house import APPS
from tests.permissions.matrix import arguments_of
from tests.permissions.scene import set_scene

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[3]

#: Open to people who are none of the team; what they do there is theirs.
FOR_ALL = {"anyone", "signed_in", "participant", "mentor_or_leader", "books_meetings"}

#: The act that each address leaves; where it takes data, other tests of the act show it.
LEAVES = {
    "address_change": "second.asked",
    "change_wish_act": "pairing.ended",
    "rotation_open": "rotation.opened",
    "rotation_detail": "rotation.ruled",
    "rotation_call_off": "rotation.called_off",
    "rotation_move": "rotation.moved",
    "rotation_without": "rotation.without",
    "closing_check": "closing.ruled",
    "closing_choose": "closing.chosen",
    "closing_confirm": "closing.planned",
    "closing_take_back": "closing.taken_back",
    "conflict_add": "conflict.added",
    "conflict_remove": "conflict.removed",
    "coordinator_add": "coordinator.added",
    "coordinator_remove": "coordinator.removed",
    "cycle_create": "cycle.created",
    "cycle_move": "cycle.moved",
    "deliveries_mend": "outbox.retried",
    "domain_change": "second.asked",
    "guest_change": "guest.vouched",
    "hold_lift": "second.asked",
    "hold_list": "hold.placed",
    "retention_change": "retention.changed",
    "held_act_approve": "second.approved",
    "held_act_refuse": "second.refused",
    "held_act_withdraw": "second.withdrawn",
    "oversight_pause": "pairing.paused",
    "person_of_trust_set": "trusted.named",
    "second_factor_reset": "second.asked",
    "unseen_mend": "outbox.retried",
    "delivery_discard": "outbox.discarded",
    "delivery_retry": "outbox.retried",
    "invite_check": "participant.invited",
    "match_change": "match.changed",
    "match_keep": "match.chosen",
    "match_pair": "match.changed",
    "match_publish": "match.published",
    "match_start": "match.started",
    "organization_edit": "organization.changed",
    "own_words_edit": "organization.words_changed",
    "oversight_act": "pairing.ended",
    "oversight_complete": "pairing.completed",
    "oversight_resume": "pairing.resumed",
    "participant_detail": "participant.changed",
    "participant_clear": "participant.cleared",
    "participant_enter": "participant.entered",
    "participant_replace": "participant.withdrawn",
    "participant_withdraw": "participant.withdrawn",
    "pack_make": "pack.made",
    "message_text": "message.worded",
    "message_text_reset": "message.worded",
    "note_send": "people.written_to",
    "hr_note_send": "directory.written_to",
    "participants_decide": "participant.decided",
    "person_add": "person.added",
    "person_deactivate": "person.deactivated",
    "person_edit": "person.changed",
    "person_erase": "second.asked",
    "person_reactivate": "person.reactivated",
    "program_outcome": "program.judged",
    "program_sustain": "community.changed",
    "question_choose": "community.question_chosen",
    "program_review_publish": "program_review.published",
    "program_review_sign": "program_review.signed",
    "program_review_write": "program_review.written",
    "review_step_add": "program_review.written",
    "review_step_edit": "program_review.written",
    "program_archive": "program.archived",
    "program_copy": "program.created",
    "program_create": "program.created",
    "program_hand_over": "coordinator.removed",
    "program_open": "program.opened",
    "question_create": "questions.changed",
    "question_edit": "questions.changed",
    "questions_offered_add": "questions.changed",
    "role_change": "second.asked",
    "roster_apply": "roster.started",
    "roster_discard": "roster.discarded",
    "roster_undo": "roster.undone",
    "roster_upload": "roster.uploaded",
    "round_close": "review.closed",
    "round_open": "review.opened",
    "setup_dates": "program.changed",
    "setup_matching": "program.changed",
    "setup_meetings": "program.changed",
    "setup_purpose": "program.changed",
    "setup_reviews": "program.changed",
    "setup_orientation": "orientation.changed",
    "setup_terms": "terms.changed",
    "setup_topics": "topics.changed",
    "sponsor_set": "sponsor.named",
}
#: Those that leave none.
WHY_NOT = {
    "certificates_make": "papers that each person can have of their own",
    "match_cancel": "stops a computation; nothing about people changes",
    "match_discard": "throws a draft away that decided nothing",
    "match_name": "a name for a draft",
    "match_try": "computes, and shows",
    "pack_paper_make": "a paper of what one may read; open to everybody in a program",
    "people_write": "shows what would be sent; sending is hr_note_send",
    "participants_write": "shows what would be sent; sending is note_send",
    "policy_preview": "computes, and shows",
    "rotation_look_ahead": "computes, and shows",
    "question_move": "the order of questions on a page",
    "questions_done": "a tick on the list of set-up steps",
    "roster_columns": "prepares an upload, which is recorded when it comes and when it is applied",
    "roster_details": "prepares an upload",
    "roster_restart": "gives the worker its job once more",
    "todo_done": "a tick on the team's own list, which keeps by whom",
}
#: What can be done in the scene as it stands, by whom, and with which data.
DONE_BY = {
    "hold_lift": ("omar", {}),
    "hold_list": ("omar", {"on": "noor@example.com", "reason": "A dispute"}),
    "retention_change": ("omar", {"days": "90"}),
    "held_act_refuse": ("helen", {}),
    "held_act_withdraw": ("omar", {}),
    "closing_check": ("priya", {"least_met": "2", "review": "wait"}),
    "closing_confirm": ("priya", {}),
    "conflict_add": ("omar", {"other": "maria@example.com"}),
    "conflict_remove": ("omar", {}),
    "rotation_call_off": ("priya", {}),
    "match_start": ("priya", {}),
    "message_text_reset": ("priya", {}),
    "pack_make": ("omar", {}),
    "program_sustain": ("priya", {"tells_hours": "on"}),
    "question_choose": ("priya", {"text": "What have you tried out?"}),
    "oversight_act": ("priya", {}),
    "oversight_complete": ("priya", {}),
    "participant_withdraw": ("priya", {}),
    "program_review_publish": ("priya", {"publish": "yes"}),
    "program_review_sign": ("lena", {"comment": "Well done", "version": "1"}),
    "guest_change": ("omar", {"guest_until": "2027-06-30", "is_vouched_for": "on"}),
    "person_add": ("omar", {"first_name": "Ida", "last_name": "Blau", "email": "ida@example.com"}),
    "person_deactivate": ("omar", {}),
    "role_change": ("omar", {"to": "grant", "reason": "Runs the servers"}),
    "round_close": ("priya", {}),
    "sponsor_set": ("omar", {"sponsor": "helen@example.com"}),
}


def team_posts() -> set[str]:
    """The names of the addresses that are the team's and know POST."""
    names = set()
    for _route, pattern in our_patterns():
        allows = getattr(pattern.callback, "access_rule", None)
        if allows is not None and allows.__name__ not in FOR_ALL and knows_post(pattern.callback):
            names.add(pattern.name)
    return names


def knows_post(view) -> bool:
    """Whether its guards let a POST in: `require_safe` and `require_http_methods` keep a list of methods."""
    while view is not None:
        kept = [cell.cell_contents for cell in view.__closure__ or ()]
        if listed := next((found for found in kept if isinstance(found, list | tuple) and "GET" in found), None):
            return "POST" in listed
        view = getattr(view, "__wrapped__", None)
    return True


def test_every_address_is_on_one_of_the_lists():
    assert team_posts() == set(LEAVES) | set(WHY_NOT), "say which act it leaves in the log, or why none (WHY_NOT)"
    assert not set(LEAVES) & set(WHY_NOT)


@pytest.mark.parametrize("name", DONE_BY)
def test_the_act_is_left(cast, sign_in, name):
    from tests.factories import RoleGrantFactory

    RoleGrantFactory(user=cast.helen)
    scene = set_scene(cast)
    route = next(route for route, pattern in our_patterns() if pattern.name == name)
    url = reverse(name, kwargs=scene.kwargs_for(name, arguments_of(route)))
    who, data = DONE_BY[name]
    sign_in(cast.people[who]).post(url, data)
    entries = AuditEntry.objects.filter(act=LEAVES[name])
    assert entries.exists()
    assert {entry.actor for entry in entries} == {cast.people[who]}
    assert all(len(entry.sign_in) == 12 for entry in entries)


def test_every_act_has_words():
    """An act that shows its own name to HR was never given any."""
    named = set()
    for app in APPS:
        for source in (ROOT / app).rglob("*.py"):
            text = source.read_text()
            named |= set(re.findall(r'\bact="([a-z_]+\.[a-z_]+)"', text))
            named |= set(re.findall(r'record_acts?\(\s*"([a-z_]+\.[a-z_]+)"', text))
    assert len(named) > 30
    assert {act for act in named | set(LEAVES.values()) if lines.words_of(act) == act} == set()


def test_an_act_without_words_shows_its_name(cast, sign_in):
    record(actor=cast.omar, act="something.new")
    assert "something.new" in sign_in(cast.omar).get("/audit/").text
