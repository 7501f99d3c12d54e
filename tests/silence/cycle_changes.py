"""What everybody hears of a change of their cycle."""

from pairings import services as pairs
from people.clock import local_today
from programs import services as places
from programs.models import Cycle
from tests import factories as make
from tests.pairings.rotation_stage import agree, on_the_day, published
from tests.silence.pairing_changes import ALL_FOUR, ended_by_the_team
from tests.silence.stage import DAYS
from tests.silence.table import change, each

WAITING = ("ana", "leo", "ben", "max", "wil", "app", "ivy")


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


@change("cycle.running", "move_rotation", told=each(ALL_FOUR, "rotation_done moved"))
def partners_change_on_another_day(stage):
    day = stage.rotate()
    stage.forget()
    pairs.move_rotation(cycle=stage.cast.cycle, day=day + 10 * DAYS, by=stage.cast.priya)


@change("cycle.running", "change_without_new_pairs", told=each(ALL_FOUR, "rotation_done stays"))
def partners_do_not_change_for_want_of_others(stage):
    """Settling it is told to nobody; on the day everybody hears that they go on, in the words of those drawn by lot."""
    day = stage.rotate()
    pairs.change_without_new_pairs(cycle=stage.cast.cycle, by=stage.cast.priya)
    stage.forget()
    on_the_day(day, stage.clock)


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
