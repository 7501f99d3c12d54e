"""People join a cycle at any time: until the day that they were told, whatever becomes of the cycle meanwhile."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from people.clock import local_today, start_of_day
from people.deadlines import Deadline
from programs import services
from programs.models import Cycle, Participant
from tests import factories as make
from tests.mail import deliver_all, plan_all, sent_to
from tests.programs.test_invite import check_url

DAY = dt.timedelta(days=1)


@pytest.fixture
def running(cycle) -> Cycle:
    """Pairs were published while enrolment was open."""
    services.start_cycle(cycle=cycle)
    cycle.refresh_from_db()
    return cycle


@pytest.fixture
def over(running) -> Cycle:
    """The day on which enrolment closes has passed."""
    running.enrol_until = local_today() - DAY
    running.save()
    return running


def enrol_url(cycle):
    return reverse("enrol", args=[cycle.enrolment_token])


def is_form(client, cycle):
    return "form" in (client.get(f"{enrol_url(cycle)}?side=junior", follow=True).context or {})


def invite(client, cycle, user, **posted):
    url = check_url(cycle, f"?side=junior&who={user.pk}&cycle={cycle.pk}")
    expected = client.get(url).context["plan"].fingerprint
    return client.post(url, {"expected": expected, **posted}, follow=True)


def test_publishing_leaves_the_link_open_until_its_day(cast, sign_in, running):
    noor = sign_in(cast.noor)
    assert is_form(noor, running)
    with time_machine.travel(start_of_day(running.enrol_until + DAY, 1)):
        assert not is_form(sign_in(cast.noor), running)


def test_closing_by_hand_shuts_nobody_out_whose_mail_names_a_later_day(cast, sign_in, running):
    services.invite_people(cycle=running, side="junior", user_ids=[cast.noor.pk], by=cast.priya)
    services.close_enrolment(cycle=running)
    assert is_form(sign_in(cast.noor), running)
    assert not is_form(sign_in(cast.lena), running)


def test_nor_does_an_earlier_day_for_the_others(cast, sign_in, running):
    services.invite_people(cycle=running, side="junior", user_ids=[cast.noor.pk], by=cast.priya)
    Cycle.objects.filter(pk=running.pk).update(enrol_until=local_today() - DAY)
    assert is_form(sign_in(cast.noor), running)


def test_it_can_be_closed_and_opened_while_pairs_meet(cast, sign_in, running):
    client = sign_in(cast.priya)
    for move, is_open in (("close-enrolment", False), ("open-enrolment", True)):
        overview = client.get(reverse("program_detail", args=[running.program_id])).text
        assert reverse("cycle_move", args=[running.program_id, running.pk, move]) in overview
        client.post(reverse("cycle_move", args=[running.program_id, running.pk, move]))
        running.refresh_from_db()
        assert (running.state, running.accepts_enrolment(local_today())) == ("running", is_open)


def test_somebody_is_invited_after_it_has_closed_with_a_day_of_their_own(cast, sign_in, over, mailoutbox):
    until = local_today() + 5 * DAY
    answer = invite(sign_in(cast.priya), over, cast.noor, answer_until=until.isoformat())
    assert "1 person is invited." in answer.text
    deliver_all()
    assert f"Please answer by: {Deadline.on(until).words(cast.noor.zone)}" in sent_to(cast.noor)[0].body
    assert is_form(sign_in(cast.noor), over)
    assert not is_form(sign_in(cast.lena), over)
    with time_machine.travel(start_of_day(until + DAY, 1)):
        assert not is_form(sign_in(cast.noor), over)


def test_two_weeks_are_offered_when_the_link_is_closed(cast, sign_in, over):
    page = sign_in(cast.priya).get(check_url(over, f"?side=junior&who={cast.noor.pk}"))
    assert page.context["form"]["answer_until"].value() == local_today() + 14 * DAY


@pytest.mark.parametrize(("days", "says"), [(-1, "This day has passed"), (900, "The cycle is over by then")])
def test_a_day_that_makes_no_sense_is_said_at_its_field(days, says, cast, sign_in, over):
    answer = invite(sign_in(cast.priya), over, cast.noor, answer_until=(local_today() + days * DAY).isoformat())
    assert answer.status_code == 422
    assert says in str(answer.context["form"].errors["answer_until"])
    assert not over.participants.exists()


def test_they_are_reminded_by_their_own_day(cast, over, mailoutbox):
    until = local_today() + 12 * DAY
    until += ((1 - until.weekday()) % 7) * DAY
    services.invite_people(cycle=over, side="junior", user_ids=[cast.noor.pk], by=cast.priya, answer_until=until)
    deliver_all()
    with time_machine.travel(start_of_day(until - 7 * DAY, 10), tick=False):
        plan_all()
        deliver_all()
    assert [mail.subject for mail in sent_to(cast.noor) if "closes soon" in mail.subject]


def test_home_asks_them_while_they_can_answer(cast, sign_in, over):
    services.invite_people(cycle=over, side="junior", user_ids=[cast.noor.pk], by=cast.priya)
    assert enrol_url(over) in sign_in(cast.noor).get("/").text
    with time_machine.travel(start_of_day(local_today() + 15 * DAY, 1)):
        text = sign_in(cast.noor).get("/").text
        assert f'href="{enrol_url(over)}"' not in text
        assert "Enrolment has closed before you answered." in text


def test_whoever_waits_in_a_running_cycle_corrects_their_answers(cast, sign_in, over):
    place = make.ParticipantFactory(cycle=over, user=cast.noor, state="approved", applied_at=over.created_at)
    assert services.may_edit(over, place)
    Participant.objects.filter(pk=place.pk).update(state="active")
    place.refresh_from_db()
    assert not services.may_edit(over, place)


def test_a_successor_is_invited_though_enrolment_has_closed(cast, sign_in, over):
    place = make.ParticipantFactory(cycle=over, state="active", side="senior")
    url = reverse("participant_replace", args=[over.program_id, place.pk])
    sign_in(cast.priya).post(url, {"person": cast.noor.pk, "answer_until": (local_today() + 3 * DAY).isoformat()})
    place.refresh_from_db()
    successor = over.participants.get(user=cast.noor)
    assert (place.state, place.replaced_by, successor.side, successor.last_day) == (
        "withdrawn", successor, "senior", local_today() + 3 * DAY,
    )  # fmt: skip
