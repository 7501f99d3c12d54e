"""A cycle moves on, and one step back while nothing depends on it."""

import pytest
from django.urls import reverse

from frame.errors import Refused
from pairings import port_to_programs
from programs import services
from programs.models import Cycle, Participant
from tests import factories as make


def move(client, cycle, name, **posted):
    return client.post(reverse("cycle_move", args=[cycle.program_id, cycle.pk, name]), posted, follow=True)


@pytest.mark.parametrize(
    ("start", "name", "then"),
    [
        ("enrolling", "close-enrolment", "matching"),
        ("matching", "start", "running"),
        ("running", "begin-closing", "closing"),
        ("closing", "close", "closed"),
        ("matching", "back", "enrolling"),
        ("closing", "back", "running"),
    ],
)
def test_every_step(start, name, then, cast, sign_in, cycle):
    Cycle.objects.filter(pk=cycle.pk).update(state=start)
    client = sign_in(cast.priya)
    assert client.get(reverse("cycle_move", args=[cycle.program_id, cycle.pk, name])).status_code == 200
    move(client, cycle, name)
    cycle.refresh_from_db()
    assert cycle.state == then


def test_a_step_that_is_not_next_is_refused(cast, sign_in, cycle):
    assert "this step is not possible now" in move(sign_in(cast.priya), cycle, "close").text
    cycle.refresh_from_db()
    assert cycle.state == "enrolling"


def test_a_double_click_goes_back_one_step_only(cast, sign_in, cycle):
    Cycle.objects.filter(pk=cycle.pk).update(state="closing")
    client = sign_in(cast.priya)
    for _n in range(2):
        move(client, cycle, "back", state="closing")
    cycle.refresh_from_db()
    assert cycle.state == "running"


def test_a_closed_cycle_stays_closed(cycle):
    Cycle.objects.filter(pk=cycle.pk).update(state="closed")
    cycle.refresh_from_db()
    with pytest.raises(Refused):
        services.step_back(cycle=cycle)


def test_what_depends_on_the_state_keeps_it(cast, sign_in, cycle, monkeypatch):
    monkeypatch.setattr(
        port_to_programs, "obstacle", lambda cycle, to: "Something hangs on it." if to == "matching" else ""
    )
    assert "Something hangs on it." in move(sign_in(cast.priya), cycle, "close-enrolment").text
    cycle.refresh_from_db()
    assert cycle.state == "enrolling"


def test_closing_completes_those_in_a_pairing(cycle):
    Cycle.objects.filter(pk=cycle.pk).update(state="closing")
    active, approved = (make.ParticipantFactory(cycle=cycle, state=state) for state in ("active", "approved"))
    services.close_cycle(cycle=cycle)
    states = dict(Participant.objects.filter(cycle=cycle).values_list("pk", "state"))
    assert states == {active.pk: "completed", approved.pk: "approved"}


def test_an_unknown_step_and_a_foreign_cycle_do_not_exist(cast, sign_in, cycle, foreign):
    client = sign_in(cast.priya)
    assert move(client, cycle, "explode").status_code == 404
    assert move(client, foreign.cycles.get(), "close-enrolment").status_code == 404


NEXT = {"name": "Next", "enrol_until": "2027-03-01", "starts_on": "2027-04-01", "ends_on": "2027-12-01"}


def test_the_next_cycle(cast, sign_in, cycle):
    Cycle.objects.filter(pk=cycle.pk).update(state="running")
    client, url = sign_in(cast.priya), reverse("cycle_create", args=[cycle.program_id])
    for _n in range(2):
        client.post(url, NEXT | {"form_token": "b" * 32})
    assert cycle.program.cycles.filter(name="Next", state="enrolling").count() == 1


def test_no_second_cycle_while_one_enrols(cast, sign_in, cycle):
    answer = sign_in(cast.priya).post(reverse("cycle_create", args=[cycle.program_id]), NEXT)
    assert answer.status_code == 422
    assert "still enrolling or matching" in answer.text
    assert cycle.program.cycles.count() == 1
