"""Every change of state, who is told what, and where somebody stands afterwards. Whoever is not named hears nothing.

`told` has `name: kind` of a message with what it says, or `team: kind` of what the program team is to look at. `home`
is a sentence on somebody's first page. `to` names the state that is reached, `verbs` the services that lead there.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils import timezone

from pairings import services as pairs
from people.clock import local_today
from people.directory.services import deactivate_person
from programs import services as places
from programs.models import Cycle, Participant
from proposals.models import MatchPolicy
from proposals.services.successors import ask_successors
from tests import factories as make
from tests.mail import deliver_all
from tests.pairings.rotation_stage import agree, on_the_day, published
from tests.silence.stage import DAYS, Stage


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


BOTH_CHANGED = "kavya: pairing_changed changed, jack: pairing_changed changed"
ANA_AND_LEO = "ana: pairing_changed changed, leo: pairing_changed changed"
ALL_FOUR = ("kavya", "jack", "maria", "helen")
WAITING = ("ana", "leo", "ben", "max", "wil", "app", "ivy")


def each(names: tuple[str, ...], what: str) -> str:
    return ", ".join(f"{name}: {what}" for name in names)


# ---- a person's place


@change(
    "participant.invited", "invite_people", told="noor: invitation",
    home={"noor": "Answer the invitation to Digital fluency"},
)  # fmt: skip
def invited(stage):
    places.invite_people(cycle=stage.cycle, side="junior", user_ids=[stage.people["noor"].pk], by=stage.cast.priya)


@change("participant.invited", "enrol_on_behalf", told="ivy: invitation", home={"ivy": "Answer the invitation"})
def answered_on_behalf(stage):
    places.enrol_on_behalf(participant=stage.place("ivy"), enrolment=stage.nothing(), by=stage.cast.priya)


@change("participant.invited", "discard_entered", home={"ivy": "Answer the invitation"})
def taken_back_what_was_answered_on_behalf(stage):
    """They are invited as before; the form is empty again."""
    answered_on_behalf(stage)
    stage.forget()
    places.discard_entered(participant=stage.place("ivy"), by=stage.cast.priya)


@change(
    "participant.applied", "save_enrolment",
    home={"ivy": "The program team looks at your enrolment.", "priya": "enrolments to approve in Digital fluency"},
)  # fmt: skip
def enrolled(stage):
    places.save_enrolment(cycle=stage.cycle, user=stage.people["ivy"], side="junior", enrolment=stage.nothing())


@change(
    "participant.declined", "decline_invitation",
    home={"ivy": "You are not taking part in this cycle, and you will not be asked again. If you change your mind by"},
)  # fmt: skip
def said_no_to_the_invitation(stage):
    """The team sees it in the list of people; nobody is asked why."""
    places.decline_invitation(participant=stage.place("ivy"))


@change(
    "participant.approved", "approve_participants", told="app: enrolment_decided approved",
    home={"app": "You have a place. When there is a partner for you, you are asked"},
)  # fmt: skip
def approved(stage):
    places.approve_participants(cycle=stage.cycle, participant_ids=[stage.place("app").pk], by=stage.cast.priya)


@change(
    "participant.waitlisted", "waitlist_participants", told="app: enrolment_decided waitlisted",
    home={"app": "You are on the waiting list. When a place becomes free, you hear of it. Nothing is asked of you"},
)  # fmt: skip
def put_on_the_waiting_list(stage):
    places.waitlist_participants(cycle=stage.cycle, participant_ids=[stage.place("app").pk], by=stage.cast.priya)


@change("participant.approved", told="wil: enrolment_decided approved", home={"wil": "You have a place."})
def a_place_comes_free_and_is_given_on(stage):
    places.withdraw_participant(participant=stage.place("app"), by=stage.cast.priya)
    stage.forget()
    places.approve_participants(cycle=stage.cycle, participant_ids=[stage.place("wil").pk], by=stage.cast.priya)


@change(
    "participant.declined", "decline_participants", told="app: enrolment_decided declined",
    home={"app": "You do not have a place in this cycle."},
)  # fmt: skip
def declined(stage):
    places.decline_participants(cycle=stage.cycle, participant_ids=[stage.place("app").pk], by=stage.cast.priya)


@change(
    "participant.applied", "reopen_participants", told="app: enrolment_decided applied",
    home={"app": "The program team looks at your enrolment."},
)  # fmt: skip
def a_decision_is_taken_back_after_it_was_told(stage):
    declined(stage)
    deliver_all()
    stage.forget()
    places.reopen_participants(cycle=stage.cycle, participant_ids=[stage.place("app").pk], by=stage.cast.priya)


@change(
    "participant.withdrawn", "withdraw_participant", told="ana: enrolment_decided withdrawn",
    home={"ana": "You do not have a place in this cycle."},
)  # fmt: skip
def taken_out_by_the_team(stage):
    places.withdraw_participant(participant=stage.place("ana"), by=stage.cast.priya)


@change("participant.withdrawn", "withdraw_enrolment", told="team: free_place", home={"ana": "If you change your mind"})
def given_back_the_place(stage):
    places.withdraw_enrolment(participant=stage.place("ana"))


@change("participant.withdrawn", told="noor: enrolment_decided withdrawn", home={"noor": "You do not have a place"})
def an_invitation_is_taken_back_after_it_was_sent(stage):
    invited(stage)
    deliver_all()
    stage.forget()
    place = stage.cycle.participants.select_related("cycle", "user").get(user=stage.people["noor"])
    places.withdraw_participant(participant=place, by=stage.cast.priya)


@change("participant.withdrawn")
def an_invitation_is_taken_back_before_it_was_sent(stage):
    """Then it is not sent, and nobody need hear of what they have not heard of."""
    invited(stage)
    stage.forget()
    place = stage.cycle.participants.select_related("cycle", "user").get(user=stage.people["noor"])
    places.withdraw_participant(participant=place, by=stage.cast.priya)


@change(
    "participant.withdrawn", "replace_participant", "withdraw_pairings",
    told=f"noor: invitation, kavya: enrolment_decided withdrawn, {BOTH_CHANGED}, team: pairing_ended",
    home={"noor": "Answer the invitation", "jack": "You have a place. When there is a partner for you, you are asked",
          "kavya": "You do not have a place in this cycle."},
)  # fmt: skip
def replaced(stage):
    junior = stage.pair().junior
    junior.cycle = Cycle.objects.select_related("program").get(pk=junior.cycle_id)
    places.replace_participant(participant=junior, user=stage.people["noor"], by=stage.cast.priya)
    stage.pass_batch()


@change("pairing.proposed", "hand_over_place", "ask_successors", "write_hand_over", told="noor: pairing_to_answer",
        home={"noor": "Say whether you would like to be paired with Jack", "jack": "You have a place."})  # fmt: skip
def a_successor_takes_over(stage):
    """Jack hears of it when Noor has said yes, like every leader."""
    replaced(stage)
    successor = Participant.objects.get(user=stage.people["noor"], cycle=stage.cast.cycle)
    Participant.objects.filter(pk=successor.pk).update(state="approved", applied_at=timezone.now())
    MatchPolicy.objects.update(needs_shared_topic=False, minimum_level_gap=1)
    stage.forget()
    ask_successors()


@change(
    "participant.withdrawn", told=f"{BOTH_CHANGED}, team: pairing_ended, team: leaver",
    home={"jack": "You have a place. When there is a partner for you"},
)  # fmt: skip
def left_the_organisation(stage):
    """Kavya's mail is owed like Jack's, and not sent: nobody signs in any more at that address."""
    deactivate_person(person=stage.people["kavya"], by=stage.cast.omar)
    stage.pass_batch()


@change("participant.approved", "correct_participant", home={"ana": "You have a place, and are not matched for now."})
def not_matched_for_now(stage):
    """Whoever asked the team for it knows it, and reads it."""
    place = stage.place("ana")
    seen = places.digest({"is_paused": place.is_paused})
    places.correct_participant(participant=place, values={"is_paused": True}, seen=seen)


@change(
    "participant.active", "publish_run", "mark_active",
    told="ben: pairing_to_answer, ana: place_news unmatched, leo: place_news asking, max: place_news asking",
    home={"ana": "The next matching is on", "leo": "If there is a partner for you, you are asked by",
          "max": "If there is a partner for you, you are asked by", "ben": "Say whether you would like to be paired",
          "wil": "You are on the waiting list."},
)  # fmt: skip
def a_match_is_published(stage):
    """Leo is in no pair and Max is: both hear the same."""
    stage.publish()


# ---- a pairing


@change("pairing.proposed", "accept_pairing", told="leo: pairing_to_answer", home={"ana": "You said yes."})
def the_mentor_says_yes(stage):
    pairs.accept_pairing(pairing=stage.ask(), by=stage.people["ana"])


@change(
    "pairing.preparing", "accept_pairing", told=each(("ana", "leo"), "agreement_pending"),
    home={"ana": "Get ready to meet Leo", "leo": "Get ready to meet Ana"},
)  # fmt: skip
def both_say_yes(stage):
    the_mentor_says_yes(stage)
    stage.forget()
    return pairs.accept_pairing(pairing=stage.asked(), by=stage.people["leo"])


@change(
    "pairing.declined", "decline_pairing", told="ana: pairing_changed changed, team: not_answered",
    home={"ana": "You have a place.", "leo": "You have a place."},
)  # fmt: skip
def the_mentor_says_no(stage):
    """The leader never learns that anybody was asked."""
    pairs.decline_pairing(pairing=stage.ask(), by=stage.people["ana"])
    stage.pass_batch(days=14)


@change(
    "pairing.declined", "decline_pairing", told=f"{ANA_AND_LEO}, team: not_answered",
    home={"ana": "You have a place."},
)  # fmt: skip
def the_leader_says_no(stage):
    the_mentor_says_yes(stage)
    stage.forget()
    pairs.decline_pairing(pairing=stage.asked(), by=stage.people["leo"])
    stage.pass_batch(days=14)


@change("pairing.expired", "expire_pairings", told="ana: pairing_changed changed, team: not_answered")
def nobody_answers(stage):
    stage.ask()
    stage.pass_batch(days=14)


@change("pairing.ended", "leave_pairing", told=f"{ANA_AND_LEO}, team: leave_request")
def one_steps_back_before_it_opens(stage):
    pairing = both_say_yes(stage)
    stage.forget()
    pairs.leave_pairing(pairing=pairing, by=stage.people["ana"], wish="partner")
    stage.pass_batch()


@change("pairing.active", "sign_agreement", home={"ana": "Plan the next meeting with Leo"})
def both_sign(stage):
    """Whoever signs last reads it at once; the other one on the first page, and who books is reminded by mail."""
    pairing = both_say_yes(stage)
    stage.sign(pairing)


@change("pairing.paused", "pause_pairing", told=each(("kavya", "jack"), "pairing_changed paused"),
        home={"kavya": "Your pairing is paused", "jack": "Your pairing is paused"})  # fmt: skip
def paused(stage):
    pairs.pause_pairing(pairing=stage.pair(), by=stage.people["kavya"])
    stage.pass_batch()


@change("pairing.paused", "pause_pairings", told=each(ALL_FOUR, "pairing_changed paused"))
def paused_by_the_team(stage):
    pairs.pause_pairings(pairings=[stage.pair(), stage.cast.other_pairing], by=stage.cast.priya)
    stage.pass_batch()


@change("pairing.active", "resume_pairing", told=each(("kavya", "jack"), "pairing_changed resumed"))
def resumed(stage):
    paused(stage)
    stage.forget()
    pairs.resume_pairing(pairing=stage.pair(), by=stage.people["kavya"])
    stage.pass_batch()


@change("pairing.active", "lift_pauses", told=each(ALL_FOUR, "pairing_changed resumed"))
def let_go_on_by_the_team(stage):
    paused_by_the_team(stage)
    stage.forget()
    pairs.lift_pauses(cycle=stage.cast.cycle, by=stage.cast.priya)
    stage.pass_batch()


@change("pairing.paused", "leave_pairing",
        told=f"{each(('kavya', 'jack'), 'pairing_changed paused')}, team: leave_request")  # fmt: skip
def one_asks_to_end_it(stage):
    pairs.leave_pairing(pairing=stage.pair(), by=stage.people["kavya"], wish="leave")
    stage.pass_batch()


@change("pairing.active", "clear_request", told=each(("kavya", "jack"), "pairing_changed resumed"))
def the_team_has_talked_it_over(stage):
    one_asks_to_end_it(stage)
    stage.forget()
    pairs.clear_request(pairing=stage.pair(), by=stage.cast.priya)
    stage.pass_batch()


@change("pairing.active", "take_back")
def taken_back_before_anybody_was_told(stage):
    pairs.pause_pairing(pairing=stage.pair(), by=stage.people["kavya"])
    pairs.take_back(pairing=stage.pair(), by=stage.people["kavya"])
    stage.pass_batch()


@change("pairing.ended", "end_pairing", "tell_changes", "release_from_pairing", told=BOTH_CHANGED,
        home={"kavya": "You have a place.", "jack": "You have a place."})  # fmt: skip
def ended_by_the_team(stage):
    pairs.end_pairing(pairing=stage.pair(), by=stage.cast.priya)
    stage.pass_batch()


@change("pairing.ended", "end_pairings", told=f"{BOTH_CHANGED}, {each(('maria', 'helen'), 'pairing_changed changed')}")
def many_ended_by_the_team(stage):
    pairs.end_pairings(pairings=[stage.pair(), stage.cast.other_pairing], by=stage.cast.priya)
    stage.pass_batch()


@change("participant.approved", "leave_out_of_matches", home={"ana": "You have a place, and are not matched for now."})
def left_out_of_matches(stage):
    """Who has said so reads it; a decision of the team is never hidden from them."""
    places.leave_out_of_matches(participants=[stage.place("ana")])


@change("pairing.completed", "complete_pairing", told=each(("kavya", "jack"), "pairing_changed completed"),
        home={"kavya": "You have completed this cycle."})  # fmt: skip
def completed(stage):
    pairs.complete_pairing(pairing=stage.pair(), by=stage.cast.priya)


@change("pairing.completed", "complete_pairings", "complete_participation",
        told=each(ALL_FOUR, "pairing_changed completed"))  # fmt: skip
def all_completed(stage):
    pairs.complete_pairings(cycle=stage.cast.cycle, by=stage.cast.priya)


# ---- a cycle


@change("pairing.closing", "begin_closing", "close_in", told=each(ALL_FOUR, "pairing_changed closing"))
def a_cycle_with_pairs_begins_to_close(stage):
    places.begin_closing(cycle=stage.cast.cycle)


@change("pairing.active", "step_back", "reopen_in")
def a_cycle_goes_back_a_step(stage):
    """Its page says so beforehand: nobody gets a message, and the first page says how it stands."""
    a_cycle_with_pairs_begins_to_close(stage)
    stage.forget()
    places.step_back(cycle=stage.cast.cycle)


@change("cycle.closing", "begin_closing", told=each(WAITING, "place_news ending"),
        home=dict.fromkeys(("ana", "leo", "wil", "app"), "This cycle is coming to its end"))  # fmt: skip
def a_cycle_begins_to_close_while_people_wait(stage):
    places.begin_closing(cycle=stage.cycle)


@change(
    "cycle.closed",
    "close_cycle",
    "tell_closed",
    told=f"{each(tuple(name for name in WAITING if name != 'ivy'), 'cycle_closed')}, ivy: cycle_closed invited",
)
def a_cycle_is_closed_by_its_last_step(stage):
    a_cycle_begins_to_close_while_people_wait(stage)
    stage.forget()
    places.close_cycle(cycle=stage.cycle)


@change("participant.completed", "plan_closing", "carry_out_closings",
        told=f"{each(('kavya', 'jack'), 'cycle_closed completed')}, {each(('maria', 'helen'), 'cycle_closed ended')}, "
             "noor: cycle_closed")  # fmt: skip
def a_cycle_is_closed_with_its_pairs(stage):
    make.ParticipantFactory(cycle=stage.cast.cycle, user=stage.people["noor"], state="approved")
    stage.meet()
    stage.carry_out()


@change(
    "cycle.closed",
    told=f"{each(('kavya', 'jack'), 'cycle_closed over')}, {each(('maria', 'helen'), 'cycle_closed ended')}",
)
def a_cycle_closes_after_some_pairs_have_ended(stage):
    """Nobody who had a pairing reads that none has come about."""
    ended_by_the_team(stage)
    stage.forget()
    stage.carry_out()


@change("pairing.proposed", "ask_carried", "choose_endings", "set_closing_rule",
        told=f"{each(('kavya', 'jack'), 'cycle_closed carried')}, {each(('kavya', 'jack'), 'invitation')}, "
             f"{each(('maria', 'helen'), 'cycle_closed ended')}")  # fmt: skip
def a_pair_is_carried_over(stage):
    stage.carry()
    stage.carry_out()


@change("pairing.completed",
        told=f"{each(('kavya', 'jack'), 'cycle_closed later')}, team: next_cycle, "
             f"{each(('maria', 'helen'), 'cycle_closed ended')}")  # fmt: skip
def a_pair_is_carried_over_to_a_cycle_that_takes_in_nobody(stage):
    stage.carry()
    Cycle.objects.filter(pk=stage.cycle.pk).update(state=Cycle.State.CLOSING)
    stage.carry_out()


@change("pairing.completed", "carry_out_rotations", "open_rotation", "choose_for_rotation",
        told=f"{each(('jack', 'maria', 'helen'), 'rotation_done new')}, kavya: rotation_done new")  # fmt: skip
def partners_change(stage):
    """All four have new partners: nobody hears what anybody had chosen."""
    day = stage.rotate()
    for pairing in published(stage.cast):
        agree(pairing)
    stage.forget()
    on_the_day(day, stage.clock)


@change("cycle.running", "call_off_rotation", told=each(ALL_FOUR, "rotation_done off"))
def partners_do_not_change_after_all(stage):
    stage.rotate()
    stage.forget()
    pairs.call_off_rotation(cycle=stage.cast.cycle, by=stage.cast.priya)


@change("cycle.running", "hand_over_program", told="noor: program_handed_over, omar: second_person")
def a_program_is_handed_over(stage):
    pairs.hand_over_program(
        program=stage.cast.program, leaver=stage.cast.priya, to=stage.people["noor"], by=stage.cast.priya
    )


@change("cycle.matching", "close_enrolment", "start_cycle", "open_enrolment", home={"ivy": "Answer the invitation"})
def enrolment_closes_before_somebodys_day(stage):
    """Whose mail names a later day may still answer; so nobody need hear of it."""
    places.close_enrolment(cycle=stage.cycle)


@change("cycle.enrolling", "create_cycle", "open_program")
def a_cycle_is_made(stage):
    """Nobody is in it: whoever is to come in is invited."""
    places.create_cycle(
        program=stage.cast.program, name="Next", enrol_until=local_today() + 9 * DAYS, starts_on=None, ends_on=None
    )


#: Verbs of these services that change nobody's state, or only together with one of the verbs above.
CHANGES_NO_STATE = {
    "writes down": "add_line note_confidence note_impact note_orientation note_reading send_word take_back_word "
    "change_impact confirm_impact keep_impact count_impacts release_impact withdraw_impact save_agreement "
    "set_progress look_back "
    "save_setup_page set_sponsor set_person_of_trust write_orientation write_terms agree_to_terms add_question "
    "add_questions add_topic edit_question remove_question remove_topic rename_topics reorder mark_topic_visited",
    "reads or checks": "digest hold_cycles holder_of hour_of_closing hour_of_leaving may_edit may_join needs_two "
    "plan_invitations refuse_going_on refuse_to_remove removal_needs_two terms_in_force terms_to_agree "
    "usual_last_day hour_of_ending handed_over_to versions_of words_of latest_orientation waits_for_orientation",
    "is for the team": "raise_todo raise_todos finish_todo finish_todos complete_todo add_coordinator "
    "remove_coordinator archive_program copy_program create_program",
    "is part of another, or undoes what nobody was told": "leave_unmatched move_to_closing open_waiting "
    "take_back_closing finish_participation set_not_matched set_rest",
}
