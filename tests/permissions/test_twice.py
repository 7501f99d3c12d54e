"""A post that comes twice does its work once: by the token of its form, or by its nature."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from notifications.models import Delivery
from pairings.models import Hold, Pairing
from pairings.services import open_rotation, plan_closing
from pairings.views.orientation import mark_of
from people.access import HARMLESS, ONCE
from programs.models import Cycle
from programs.orientation_texts import STANDARD
from sessions.models import ActionItem, LogDraft
from tests.factories import CoordinatorFactory
from tests.permissions.scene import set_scene
from tests.permissions.twice import address_of, differences, filled_form, held, posts, send_twice

#: The first of these whose role the rule lets in sends it, where nobody is named for it.
SENDERS = ("kavya", "priya", "omar", "igor")
SENT_BY = {
    "manager_word_write": "jack", "manager_word_drop": "jack",
    "coordinator_add": "omar", "coordinator_remove": "omar", "person_of_trust_set": "omar", "sponsor_set": "omar",
    "impact_confirm": "jack", "program_review_sign": "lena", "item_finish": "jack", "item_reopen": "jack",
}  # fmt: skip
#: What a button sends, and what differs from the form as its page shows it.
DATA: dict[str, Any] = {
    "closing_check": lambda cast: {"least_met": "2"},
    "closing_choose": lambda cast: {"pairings": [cast.other_pairing.pk], "outcome": "completed"},
    "coordinator_add": lambda cast: {"person": cast.noor.pk},
    "coordinator_remove": lambda cast: {"person": cast.maria.pk},
    "frequencies_choose": lambda cast: {"meetings:email": "off"},
    "guest_change": lambda cast: {
        "guest_until": (timezone.localdate() + dt.timedelta(days=30)).isoformat(),
        "is_vouched_for": "on",
    },
    "hold_list": lambda cast: {"on": cast.noor.email, "reason": "A dispute"},
    "program_review_publish": lambda cast: {"publish": "yes"},
    "program_review_sign": lambda cast: {"comment": "Well done", "version": "1"},
    "retention_change": lambda cast: {"days": "90"},
    "item_adjust": lambda cast: {"who": "junior", "due_on": ""},
    "item_fine": lambda cast: {"fine": "yes"},
    "item_seen": lambda cast: {"seen": "seen"},
    "impact_confirm": lambda cast: {"version": 1, "sees": "so"},
    "impact_release": lambda cast: {"version": 1},
    "insight_agree": lambda cast: {"version": 1},
    "log_draft_save": lambda cast: {"learned": "To ask", "version": 1},
    "manager_word_decide": lambda cast: {"decision": "keep"},
    "milestone_show": lambda cast: {"shows": "yes"},
    "objective_update": lambda cast: {"progress": "50"},
    "organization_edit": lambda cast: {"name": "Acme again"},
    "own_words_edit": lambda cast: {"mentor_word": "guide", "mentors_word": "guides", "act": "save"},
    "person_of_trust_set": lambda cast: {"person": cast.noor.pk},
    "preferences": lambda cast: {"wanted": []},
    "question_choose": lambda cast: {"text": "What have you tried out?"},
    "reflection_detail": lambda cast: {"readers": "program", "text": "More than I thought"},
    "program_sustain": lambda cast: {"tells_hours": "on"},
    "rotation_choice": lambda cast: {"choice": "pause"},
    "rotation_detail": lambda cast: {"rest": "wait"},
    "rotation_move": lambda cast: {"day": (timezone.localdate() + dt.timedelta(days=20)).isoformat()},
    "meeting_keep": lambda cast: {"keep": "yes"},
    "rest_choose": lambda cast: {"rest-quiet_from": "18:00", "rest-quiet_until": "09:00"},
    "setup_purpose": lambda cast: {"name": "Digital fluency again"},
    "pairing_hand_over": lambda cast: {"note": "Ask Ida about the studio"},
    "pairing_orientation": lambda cast: {"seen": mark_of(STANDARD["junior"]), "readers": "me", "answer": "I nod"},
    "setup_orientation": lambda cast: {"question": "Another one?"},
    "setup_terms": lambda cast: {"text": "Other terms", "version": 1},
    "sponsor_set": lambda cast: {"person": cast.helen.pk},
    "unplanned_draft_save": lambda cast: {"learned": "To ask", "version": 0},
    "win_show": lambda cast: {"shows": "yes", "version": 1},
    "win_change": lambda cast: {"text": "He let me finish twice", "act": "save"},
}
#: Of the scene as it stands these change nothing, the first time either: what they are for is over, is not there yet,
#: or is missing in what is sent. Their own tests say what they do.
IDLE = {
    "certificate_make", "certificates_make",
    "demo_sign_in", "enrol", "enrolment_decline", "enrolment_withdraw", "impact_keep", "insight_keep", "invite_check",
    "match_cancel", "match_discard", "match_pair", "mfa_remove_webauthn", "pack_paper_make", "pairing_take_back",
    "participant_clear", "participant_detail", "participant_enter", "participant_replace", "participants_decide",
    "participants_write", "people_write", "passkeys_remove_all", "policy_preview", "program_review_paper_make",
    "program_archive", "program_open", "program_outcome",
    "roster_restart", "setup_dates", "setup_matching", "theme_choose", "unsubscribe",
}  # fmt: skip


def _a_second_coordinator(cast):
    CoordinatorFactory(program=cast.program, user=cast.maria)


def _draft(of_meeting):
    def keep(cast):
        meeting = cast.pairing.meetings.exclude(state="held").get() if of_meeting else None
        LogDraft.objects.create(pairing=cast.pairing, meeting=meeting, author=cast.kavya, fields={"learned": "To ask"})

    return keep


def _items(**values):
    def change(cast):
        ActionItem.objects.update(**{name: value(cast) for name, value in values.items()})

    return change


def _paused(side):
    def hold(cast):
        by = {"": cast.priya, "junior": cast.kavya}[side]
        Hold.objects.create(pairing=cast.pairing, side=side, by=by, begins_at=timezone.now())
        Pairing.objects.filter(pk=cast.pairing.pk).update(state="paused")

    return hold


def soon_changing(cast):
    """Partners change in ten days, so that the change can be opened."""
    Cycle.objects.filter(pk=cast.cycle.pk).update(rotates_on=timezone.localdate() + dt.timedelta(days=10))
    return Cycle.objects.select_related("program").get(pk=cast.cycle.pk)


def _after_the_change(cast):
    """The meeting that is planned lies after the day on which partners change."""
    soon_changing(cast)
    cast.pairing.meetings.filter(state="planned").update(starts_at=timezone.now() + dt.timedelta(days=15))


def _unsent(cast):
    Delivery.objects.filter(subject_id=cast.pairing.pk).update(state="dead")


#: What must have happened before.
BEFORE = {
    "pairing_look_back": lambda cast: Pairing.objects.update(state="closing"),
    "closing_take_back": lambda cast: plan_closing(cycle=cast.cycle, by=cast.priya),
    "coordinator_remove": _a_second_coordinator,
    "cycle_move": lambda cast: Cycle.objects.update(state="enrolling"),
    "delivery_discard": _unsent,
    "delivery_retry": _unsent,
    "item_fine": _items(
        kind=lambda cast: "commitment",
        withdrawn_at=lambda cast: timezone.now(),
        withdrawn_by=lambda cast: cast.jack,
        withdrawn_reason=lambda cast: "No time",
    ),
    "item_remove": _items(created_by=lambda cast: cast.kavya),
    "item_reopen": _items(done_at=lambda cast: timezone.now()),
    "item_seen": _items(kind=lambda cast: "commitment"),
    "log_draft_discard": _draft(of_meeting=True),
    "oversight_resume": _paused(""),
    "pairing_resume": _paused("junior"),
    "rotation_detail": lambda cast: open_rotation(cycle=soon_changing(cast), by=cast.priya),
    "rotation_open": lambda cast: soon_changing(cast),
    "rotation_move": lambda cast: soon_changing(cast),
    "rotation_without": lambda cast: open_rotation(cycle=soon_changing(cast), by=cast.priya),
    "meeting_keep": lambda cast: _after_the_change(cast),
    "unplanned_draft_discard": _draft(of_meeting=False),
}


@pytest.fixture
def clock():
    with time_machine.travel(timezone.now(), tick=True) as traveller:
        yield traveller


@pytest.fixture
def sent_twice(clock, cast, sign_in):
    """Gives `sent_twice(name)`: the rows that the first post of a form or button changed, and the second."""

    def send(name):
        scene = set_scene(cast)
        BEFORE.get(name, lambda cast: None)(cast)
        url, pattern = address_of(scene, name)
        lets_in = pattern.callback.access_rule
        who = SENT_BY.get(name) or next(sender for sender in SENDERS if lets_in(cast.people[sender]))
        client = sign_in(cast.people[who])
        data = filled_form(client, url, pattern.callback.methods) | DATA.get(name, lambda cast: {})(cast)
        before = held()
        (_first, once), (_second, twice) = send_twice(client, url, data, clock)
        return differences(before, once), differences(once, twice)

    return send


@pytest.mark.parametrize("name", posts(HARMLESS))
def test_what_is_harmless_by_nature_leaves_everything_as_the_first_time(sent_twice, name):
    did, did_again = sent_twice(name)
    assert did_again == {}
    assert bool(did) != (name in IDLE), "said to be idle here" if did else "changed nothing, which proves nothing"


@pytest.mark.parametrize("name", posts(ONCE))
def test_a_form_with_a_token_is_carried_out_once(sent_twice, name):
    _did, did_again = sent_twice(name)
    assert did_again == {}
