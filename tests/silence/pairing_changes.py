"""What the two hear of a change of their pairing."""

from pairings import services as pairs
from programs import services as places
from tests.silence.table import change, each

BOTH_CHANGED = "kavya: pairing_changed changed, jack: pairing_changed changed"
ANA_AND_LEO = "ana: pairing_changed changed, leo: pairing_changed changed"
ALL_FOUR = ("kavya", "jack", "maria", "helen")


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


@change("pairing.active", "sign_agreement", told="ana: pairing_opened", home={"ana": "Plan the next meeting with Leo"})
def both_sign(stage):
    """Whoever signs last reads it at once; the other one hears of it."""
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
