"""Handing a program over."""

import pytest
from django.urls import reverse

from frame.errors import Refused
from notifications.models import Delivery
from pairings import services
from programs.models import Coordinator
from tests import factories as make
from tests.mail import deliver_all


@pytest.fixture
def url(cast):
    return reverse("program_hand_over", args=[cast.program.pk])


def runs_it(cast):
    return {one.user for one in Coordinator.objects.filter(program=cast.program)}


def test_choose_check_done(cast, sign_in, url):
    client = sign_in(cast.priya)
    assert f"to={cast.noor.pk}" in client.get(url, {"q": "noor"}).text
    check = f"{url}?to={cast.noor.pk}"
    assert "Hand the program over to Noor Aziz?" in client.get(check).text
    assert runs_it(cast) == {cast.priya}
    client.post(check)
    assert runs_it(cast) == {cast.noor}


def test_the_one_who_left_sees_nothing_confidential_any_more(cast, sign_in):
    services.leave_pairing(pairing=cast.pairing, by=cast.kavya, wish="leave", reason="He shouts")
    page = reverse("oversight_detail", args=[cast.pairing.pk])
    services.hand_over_program(program=cast.program, leaver=cast.priya, to=cast.noor, by=cast.priya)
    assert sign_in(cast.priya).get(page).status_code == 403
    assert "He shouts" in sign_in(cast.noor).get(page).text


def test_a_party_takes_over_without_seeing_their_own_pairing(cast, sign_in, url):
    services.leave_pairing(pairing=cast.pairing, by=cast.kavya, wish="leave", reason="He shouts")
    check = sign_in(cast.priya).get(f"{url}?to={cast.jack.pk}").text
    assert "Jack Whitfield is close to 1 pairing" in check
    with pytest.raises(Refused, match="nobody to turn to"):
        services.hand_over_program(program=cast.program, leaver=cast.priya, to=cast.jack, by=cast.priya)
    make.CoordinatorFactory(program=cast.program, user=cast.noor)
    services.hand_over_program(program=cast.program, leaver=cast.priya, to=cast.jack, by=cast.priya)
    assert sign_in(cast.jack).get(reverse("oversight_detail", args=[cast.pairing.pk])).status_code == 404


def test_who_takes_over_is_told_once_and_by_whom(cast):
    for _ in range(2):
        services.hand_over_program(program=cast.program, leaver=cast.priya, to=cast.noor, by=cast.priya)
    row = Delivery.objects.get(kind="program_handed_over", channel="email")
    deliver_all()
    row.refresh_from_db()
    assert row.recipient == cast.noor
    assert "Priya Raman" in row.body_text
    assert cast.program.name in row.title


def test_who_does_not_run_it_any_more_is_not_told(cast):
    services.hand_over_program(program=cast.program, leaver=cast.priya, to=cast.noor, by=cast.priya)
    services.hand_over_program(program=cast.program, leaver=cast.noor, to=cast.priya, by=cast.omar)
    row = Delivery.objects.get(kind="program_handed_over", recipient=cast.noor, channel="email")
    deliver_all()
    row.refresh_from_db()
    assert row.state != "sent"


def test_handing_over_twice_is_harmless(cast):
    for _ in range(2):
        services.hand_over_program(program=cast.program, leaver=cast.priya, to=cast.noor, by=cast.priya)
    assert runs_it(cast) == {cast.noor}


@pytest.mark.parametrize("name", ["kavya", "jack", "lena", "noor"])
def test_nobody_else_hands_it_over(cast, sign_in, url, name):
    assert sign_in(cast.people[name]).post(f"{url}?to={cast.noor.pk}").status_code == 403
