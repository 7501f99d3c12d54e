"""What people hear of a change of their place in a cycle."""

from django.utils import timezone

from people.directory.services import deactivate_person
from programs import services as places
from programs.models import Cycle, Participant
from proposals.models import MatchPolicy
from proposals.services.successors import ask_successors
from tests.mail import deliver_all
from tests.silence.pairing_changes import BOTH_CHANGED
from tests.silence.table import change


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
