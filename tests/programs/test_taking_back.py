"""Decisions are taken back while nothing depends on them, and whoever had heard of them hears of that."""

import pytest
from django.urls import reverse
from django.utils import timezone

from programs import services
from programs.models import Cycle
from tests import factories as make
from tests.mail import deliver_all, sent_to


@pytest.fixture
def place(cast, cycle):
    return make.ParticipantFactory(
        cycle=cycle, user=cast.noor, side="junior", state="applied", applied_at=timezone.now()
    )


def reopen(client, place):
    url = reverse("participants_decide", args=[place.cycle.program_id, "reopen"]) + f"?cycle={place.cycle_id}"
    shown = client.get(f"{url}&who={place.pk}")
    return shown, client.post(url, {"who": place.pk, "cycle": place.cycle_id}, follow=True)


def button_of(place):
    return reverse("participants_decide", args=[place.cycle.program_id, "reopen"])


def state_of(place):
    place.refresh_from_db()
    return place.state


@pytest.mark.parametrize(
    "decide", [services.approve_participants, services.waitlist_participants, services.decline_participants]
)
def test_every_decision_is_taken_back_from_the_persons_page(decide, cast, sign_in, place, mailoutbox):
    decide(cycle=place.cycle, participant_ids=[place.pk], by=cast.priya)
    deliver_all()
    client = sign_in(cast.priya)
    assert button_of(place) in client.get(reverse("participant_detail", args=[place.cycle.program_id, place.pk])).text
    shown, answer = reopen(client, place)
    assert [one.pk for one in shown.context["fitting"]] == [place.pk]
    assert "1 decision is taken back." in answer.text
    assert state_of(place) == "applied"
    deliver_all()
    assert "looks at your enrolment once more" in sent_to(cast.noor)[-1].body


def test_what_nobody_has_heard_of_is_taken_back_without_a_word(cast, sign_in, place, mailoutbox):
    services.decline_participants(cycle=place.cycle, participant_ids=[place.pk], by=cast.priya)
    reopen(sign_in(cast.priya), place)
    deliver_all()
    assert (state_of(place), sent_to(cast.noor)) == ("applied", [])


def test_who_was_taken_out_hears_of_it_and_comes_back(cast, sign_in, place, mailoutbox):
    services.withdraw_participant(participant=place, by=cast.priya)
    deliver_all()
    assert "has been given back by the program team" in sent_to(cast.noor)[-1].body
    reopen(sign_in(cast.priya), place)
    assert state_of(place) == "applied"


@pytest.mark.parametrize("state", ["declined", "withdrawn"])
def test_their_own_no_is_theirs_to_take_back(state, cast, sign_in, place):
    place.state, place.decided_by = state, cast.noor
    place.save()
    client = sign_in(cast.priya)
    reopen(client, place)
    assert state_of(place) == state
    assert (
        button_of(place) not in client.get(reverse("participant_detail", args=[place.cycle.program_id, place.pk])).text
    )


@pytest.mark.parametrize("verb", [services.reopen_participants, services.waitlist_participants])
def test_whoever_is_asked_for_a_pairing_stays(verb, cast, sign_in, place):
    place.state, place.decided_by = "approved", cast.priya
    place.save()
    make.PairingFactory(cycle=place.cycle, junior=place, state="proposed")
    client = sign_in(cast.priya)
    page = client.get(reverse("participant_detail", args=[place.cycle.program_id, place.pk])).text
    assert button_of(place) not in page
    assert reverse("participants_decide", args=[place.cycle.program_id, "waitlist"]) not in page
    assert verb(cycle=place.cycle, participant_ids=[place.pk], by=cast.priya) == 0
    assert state_of(place) == "approved"


def test_the_check_page_says_beforehand_that_it_can_be_taken_back(cast, sign_in, place):
    client = sign_in(cast.priya)
    for decision in ("approve", "waitlist", "decline"):
        url = reverse("participants_decide", args=[place.cycle.program_id, decision])
        assert "You can take it back" in client.get(f"{url}?who={place.pk}&cycle={place.cycle_id}").text


@pytest.mark.parametrize(
    ("state", "has_pairs", "label"),
    [
        ("enrolling", False, None),
        ("matching", False, "enrolling"),
        ("running", False, "matching"),
        ("running", True, None),
        ("closing", True, "running"),
        ("closed", True, None),
    ],
)
def test_going_back_names_the_step_and_is_offered_where_it_works(state, has_pairs, label, cast, sign_in, cycle):
    Cycle.objects.filter(pk=cycle.pk).update(state=state)
    if has_pairs:
        make.PairingFactory(cycle=cycle, state="active")
    page = sign_in(cast.priya).get(reverse("program_detail", args=[cycle.program_id])).text
    assert (reverse("cycle_move", args=[cycle.program_id, cycle.pk, "back"]) in page) is bool(label)
    assert ("Go back to" in page) is bool(label)
    if label:
        assert f"Go back to “{label}”" in page
