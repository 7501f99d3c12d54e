"""Who may have somebody erased, what stands in the way, and what the person can still say."""

import datetime as dt
import re

import pytest
import time_machine
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from frame.errors import Refused
from notifications.models import Delivery
from pairings.models import EndRequest, Pairing
from people.approvals import services
from people.erasure.obstacles import obstacles_of
from people.erasure.requests import ask_to_erase
from people.models import HeldAct, Role, User
from people.retention.holds import place_hold
from people.retention.lifting import ask_to_lift
from people.tasks import carry_out_held_acts
from programs.services import set_person_of_trust
from roster.services import start_import
from sessions.models import ReviewRound
from sessions.reviews.services import close_round, open_round
from tests import factories as make
from tests.mail import deliver_all, sent_to

pytestmark = pytest.mark.django_db
LONG_AGO = dt.timedelta(days=60)
#: What is another one each time a page is drawn.
TOKEN = re.compile(r"[A-Za-z0-9]{32,}|[0-9a-f-]{36}")


@pytest.fixture
def second(db):
    """Another HR admin of long standing, close to nobody."""
    person = make.UserFactory(first_name="Zoe", last_name="Second")
    make.RoleGrantFactory(user=person, role=Role.HR_ADMIN, granted_at=timezone.now() - LONG_AGO)
    return person


def later(**time):
    return time_machine.travel(timezone.now() + dt.timedelta(**time))


def is_erased(person):
    return bool(User.objects.get(pk=person.pk).pseudonym)


def test_hr_asks_a_second_one_agrees_and_after_three_days_it_is_done(cast, second):
    act = ask_to_erase(person=cast.noor, by=cast.omar, reason="Left long ago")
    services.approve(act=act, by=second)
    carry_out_held_acts()
    assert not is_erased(cast.noor)
    with later(hours=73):
        carry_out_held_acts()
    assert is_erased(cast.noor)
    act.refresh_from_db()
    assert (act.state, act.reason, act.named) == ("done", "", "")


def test_one_of_hr_alone_can_do_nothing(cast, second):
    act = ask_to_erase(person=cast.noor, by=cast.omar)
    with pytest.raises(Refused, match="somebody else has to approve"):
        services.approve(act=act, by=cast.omar)
    with later(days=5):
        carry_out_held_acts()
    assert not is_erased(cast.noor)


def test_the_person_and_one_of_hr_are_two(cast, second):
    act = ask_to_erase(person=cast.noor, by=cast.noor)
    services.approve(act=act, by=second)
    with later(minutes=1):
        carry_out_held_acts()
    assert is_erased(cast.noor)


def test_ones_own_wish_alone_does_not_do_it(cast):
    ask_to_erase(person=cast.noor, by=cast.noor)
    with later(days=20):
        carry_out_held_acts()
    assert not is_erased(cast.noor)


def test_whoever_others_want_to_erase_can_refuse(cast, second):
    act = ask_to_erase(person=cast.noor, by=cast.omar)
    services.approve(act=act, by=second)
    assert Delivery.objects.filter(recipient=cast.noor, kind="account_change").exists()
    services.refuse_as_owner(act=act)
    with later(hours=73):
        carry_out_held_acts()
    assert not is_erased(cast.noor)


def test_somebody_who_has_left_is_erased_without_waiting(cast, second):
    User.objects.filter(pk=cast.noor.pk).update(is_active=False)
    act = ask_to_erase(person=User.objects.get(pk=cast.noor.pk), by=cast.omar)
    services.approve(act=act, by=second)
    with later(minutes=1):
        carry_out_held_acts()
    assert is_erased(cast.noor)


def test_nobody_close_asks_or_agrees(cast, second):
    User.objects.filter(pk=cast.noor.pk).update(manager=cast.omar)
    noor = User.objects.get(pk=cast.noor.pk)
    with pytest.raises(Refused, match="close to"):
        ask_to_erase(person=noor, by=cast.omar)
    cast.omar.grants.update(granted_at=timezone.now() - LONG_AGO)
    act = ask_to_erase(person=noor, by=second)
    with pytest.raises(Refused, match="close to"):
        services.approve(act=act, by=cast.omar)


def test_nobody_else_asks(cast):
    with pytest.raises(Refused):
        ask_to_erase(person=cast.noor, by=cast.priya)


def test_the_last_hr_admin_stays(cast):
    with pytest.raises(Refused, match="Nobody else is HR admin"):
        ask_to_erase(person=cast.omar, by=cast.omar)
    assert reverse("people_list") in [obstacle.url for obstacle in obstacles_of(cast.omar, cast.omar)]


def test_an_open_pairing_ends_first(cast):
    with pytest.raises(Refused, match="It ends first"):
        ask_to_erase(person=cast.kavya, by=cast.omar)
    [own] = obstacles_of(cast.kavya, cast.kavya)
    [of_hr] = obstacles_of(cast.kavya, cast.omar)
    assert own.url == reverse("pairing_detail", args=[cast.pairing.pk])
    assert of_hr.url == reverse("oversight_detail", args=[cast.pairing.pk])
    over = timezone.now() - dt.timedelta(days=1)
    Pairing.objects.filter(pk=cast.pairing.pk).update(state="ended", ended_at=over, outcome_at=over)
    assert ask_to_erase(person=cast.kavya, by=cast.omar).is_open


def test_it_tells_nobody_what_became_of_a_question(cast):
    """Whoever has said yes finds the same before and after the other one's no, until the hour at which it is told."""
    soon = timezone.now() + dt.timedelta(days=2)
    pairings = Pairing.objects.filter(pk=cast.pairing.pk)
    pairings.update(state="proposed", opened_at=None, answer_by=soon, senior_asked_at=timezone.now())
    before = obstacles_of(cast.kavya, cast.kavya)
    pairings.update(state="declined", outcome_at=soon)
    assert obstacles_of(cast.kavya, cast.kavya) == before != []
    pairings.update(senior_asked_at=None, agreed_at=None)
    assert obstacles_of(cast.jack, cast.jack) == [], "a leader who was not asked knows of nothing"


def test_an_open_review_closes_first_and_its_day_is_named(cast):
    review_round = open_round(cycle=cast.cycle, today=timezone.localdate())
    over = timezone.now() - dt.timedelta(days=1)
    Pairing.objects.filter(pk=cast.pairing.pk).update(state="ended", ended_at=over, outcome_at=over)
    day = ReviewRound.objects.get(pk=review_round.pk).closes_on
    with pytest.raises(Refused, match=f"until {day.day} {day:%b %Y}"):
        ask_to_erase(person=cast.kavya, by=cast.omar)
    close_round(review_round=review_round)
    assert ask_to_erase(person=cast.kavya, by=cast.omar).is_open


def test_whoever_alone_runs_a_program_is_followed_by_somebody_first(cast):
    with pytest.raises(Refused, match="Nobody else runs"):
        ask_to_erase(person=cast.priya, by=cast.omar)
    [obstacle] = obstacles_of(cast.priya, cast.omar)
    assert obstacle.url == reverse("setup_people", args=[cast.program.pk])
    make.CoordinatorFactory(program=cast.program, user=cast.maria)
    assert ask_to_erase(person=cast.priya, by=cast.omar).is_open


def test_whom_pairs_turn_to_is_followed_by_somebody_first(cast):
    set_person_of_trust(program=cast.program, user=cast.noor, by=cast.omar)
    with pytest.raises(Refused, match="turn in confidence"):
        ask_to_erase(person=cast.noor, by=cast.omar)
    [to_omar], [to_noor] = obstacles_of(cast.noor, cast.omar), obstacles_of(cast.noor, cast.noor)
    assert to_omar.url == reverse("setup_people", args=[cast.program.pk])
    assert to_noor.url == "", "she may not open that page"


def test_a_roster_that_is_being_imported_is_finished_first(cast):
    start_import(user=cast.omar, file_name="roster.csv", content=b"Email,Name\nnoor@example.com,Noor Aziz\n")
    with pytest.raises(Refused, match="applied or discarded"):
        ask_to_erase(person=cast.noor, by=cast.omar)


def in_dispute(cast):
    return place_hold(person=cast.noor, reason="Canary dispute", by=cast.omar)


def in_a_roster(cast):
    return start_import(user=cast.omar, file_name="roster.csv", content=b"Email,Name\nnoor@example.com,Noor Aziz\n")


OF_HR = [in_dispute, in_a_roster]


@pytest.mark.parametrize("happens", OF_HR)
def test_hr_reads_what_it_has_to_settle_first(cast, second, sign_in, happens):
    happens(cast)
    with pytest.raises(Refused, match=r"legal hold|importing a roster"):
        ask_to_erase(person=cast.noor, by=cast.omar)
    act = ask_to_erase(person=cast.noor, by=cast.noor)
    with pytest.raises(Refused, match=r"legal hold|importing a roster"):
        services.approve(act=act, by=second)
    page = sign_in(second).get(reverse("held_act", args=[act.pk])).text
    assert re.search("legal hold|importing a roster", page)
    assert ">Approve<" not in page


def seen_by(client):
    """All that somebody reads of their own erasure, without tokens and times."""
    pages = [client.get(reverse(page)).text for page in ("own_erasure", "profile", "access_log", "inbox", "home")]
    return [re.sub(r"\d\d:\d\d|datetime=\"[^\"]*\"", "", TOKEN.sub("", page)) for page in pages]


@pytest.mark.parametrize("before", ["asking", "agreeing", "carrying out"])
def test_whoever_asked_for_it_reads_the_same_with_a_hold_as_with_any_other_obstacle_of_hr(
    cast, second, sign_in, before
):
    read = []
    for happens in OF_HR:
        with transaction.atomic():
            if before == "asking":
                happens(cast)
            act = ask_to_erase(person=cast.noor, by=cast.noor)
            if before == "agreeing":
                happens(cast)
            if before == "carrying out":
                services.approve(act=act, by=second)
                happens(cast)
            with later(minutes=5):
                carry_out_held_acts()
            read.append(seen_by(sign_in(cast.noor)))
            transaction.set_rollback(True)
    assert read[0] == read[1]
    assert "answer until" in read[0][0]
    assert "answer until" in read[0][1]
    assert not is_erased(cast.noor)


@pytest.mark.parametrize("happens", OF_HR)
def test_a_wish_of_ones_own_waits_until_hr_has_settled_it_and_is_then_done(cast, second, happens):
    act = ask_to_erase(person=cast.noor, by=cast.noor)
    services.approve(act=act, by=second)
    thing = happens(cast)
    with later(days=1):
        carry_out_held_acts()
        act.refresh_from_db()
        assert (act.state, act.outcome, act.decided_by, act.is_undecided) == ("asked", "", None, True)
        assert Delivery.objects.filter(recipient=second, kind="second_person", extra__event="again").exists()
        thing.delete()
        services.approve(act=act, by=second)
    with later(days=2):
        carry_out_held_acts()
    assert is_erased(cast.noor)


def test_what_one_can_do_oneself_is_said_with_a_hold_and_without(cast, second):
    """Else the silence about it would tell of the hold."""
    act = ask_to_erase(person=cast.noor, by=cast.noor)
    make.PairingFactory(cycle=cast.cycle, junior__user=cast.noor)
    in_dispute(cast)
    services.approve(act=act, by=second)
    with later(minutes=1):
        carry_out_held_acts()
    act.refresh_from_db()
    assert act.state == HeldAct.State.EXPIRED
    assert "It ends first" in act.outcome


def test_hr_is_reminded_of_what_somebody_waits_for_and_silence_is_no_dead_end(cast, second):
    ask_to_erase(person=cast.noor, by=cast.noor)
    reminders = Delivery.objects.filter(kind="second_person", extra__event="reminder", channel="in_app")
    carry_out_held_acts()
    assert not reminders.exists()
    with later(days=8):
        carry_out_held_acts()
        carry_out_held_acts()
    assert {row.recipient for row in reminders} == {cast.omar, second}
    with later(days=15):
        carry_out_held_acts()
        deliver_all()
    [told] = sent_to(cast.noor)
    assert "ask for it again" in told.body
    assert "data-protection officer" in told.body


@pytest.mark.parametrize("on", ["oneself", "the partner", "the pairing"])
def test_nobody_reads_of_a_hold_on_the_page_of_their_own_erasure(cast, sign_in, on):
    """Whoever a complaint is about would find out by it that there is one."""
    client, page = sign_in(cast.jack), reverse("own_erasure")
    _end(cast.pairing)
    before = client.get(page).text
    on_what = {
        "oneself": {"person": cast.jack}, "the partner": {"person": cast.kavya}, "the pairing":
        {"pairing": cast.pairing.pk},
    }  # fmt: skip
    place_hold(**on_what[on], reason="A complaint", by=cast.omar)
    after = client.get(page).text
    assert TOKEN.sub("", after) == TOKEN.sub("", before)


def test_a_hold_keeps_the_partner_too_whose_erasure_would_take_words_that_it_keeps(cast, second):
    _end(cast.pairing)
    asked = EndRequest.objects.create(pairing=cast.pairing, side="senior", wish="end", reason="Canary of the dispute")
    hold = place_hold(person=cast.kavya, reason="A complaint", by=cast.omar)
    with pytest.raises(Refused, match="legal hold"):
        ask_to_erase(person=cast.jack, by=cast.omar)
    act = ask_to_erase(person=cast.jack, by=cast.jack)
    with pytest.raises(Refused, match="legal hold"):
        services.approve(act=act, by=second)
    with later(minutes=1):
        carry_out_held_acts()
    assert not is_erased(cast.jack)
    assert EndRequest.objects.get(pk=asked.pk).reason
    services.approve(act=ask_to_lift(hold=hold, by=cast.omar), by=second)
    assert ask_to_erase(person=cast.jack, by=cast.omar).is_open


def _end(pairing):
    over = timezone.now() - dt.timedelta(days=1)
    Pairing.objects.filter(pk=pairing.pk).update(state="ended", ended_at=over, outcome_at=over)


def test_what_has_come_in_the_way_meanwhile_is_asked_again_and_said(cast, second):
    act = ask_to_erase(person=cast.noor, by=cast.omar)
    services.approve(act=act, by=second)
    make.PairingFactory(cycle=cast.cycle, junior__user=cast.noor)
    with later(hours=73):
        carry_out_held_acts()
    act.refresh_from_db()
    assert act.state == HeldAct.State.EXPIRED
    assert "It ends first" in act.outcome
    assert not is_erased(cast.noor)
