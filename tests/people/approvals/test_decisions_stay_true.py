"""What two have agreed on happens only if they could still agree on it in the moment in which it happens."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from people.models import HeldAct, RoleGrant, User
from people.tasks import carry_out_held_acts
from tests import factories as make
from tests.people.approvals.conftest import address, decide, fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def approved(asked, second) -> HeldAct:
    decide(second, "approve", asked)
    return fresh(asked)


def three_days_later() -> None:
    with time_machine.travel(timezone.now() + dt.timedelta(hours=73)):
        carry_out_held_acts()


def test_it_happens_when_nothing_has_changed(approved, noor):
    three_days_later()
    assert address(noor) == "new@example.com"


@pytest.mark.parametrize("how", ["manager", "report", "assistant", "pairing"])
def test_not_when_the_second_has_become_close_meanwhile(approved, noor, nadia, cast, how):
    if how == "manager":
        User.objects.filter(pk=noor.pk).update(manager=nadia)
    elif how == "report":
        User.objects.filter(pk=nadia.pk).update(manager=noor)
    elif how == "assistant":
        noor.assistants.add(nadia)
    else:
        make.PairingFactory(cycle=cast.cycle, junior__user=noor, senior__user=nadia, agreed_at=timezone.now())
    three_days_later()
    assert (address(noor), fresh(approved).state) == ("noor@example.com", "expired")
    assert "Nadia Koroma" in fresh(approved).outcome


@pytest.mark.parametrize("who", ["omar", "nadia"])
def test_not_when_one_of_the_two_is_no_longer_hr_admin_however_it_ended(approved, noor, cast, nadia, who):
    """Also where nobody has withdrawn it: the role is simply not there."""
    make.RoleGrantFactory()
    RoleGrant.objects.filter(user={"omar": cast.omar, "nadia": nadia}[who]).delete()
    three_days_later()
    assert (address(noor), fresh(approved).state) == ("noor@example.com", "expired")


@pytest.mark.parametrize("who", ["omar", "nadia"])
def test_not_when_one_of_the_two_has_left(approved, noor, cast, nadia, who):
    User.objects.filter(pk={"omar": cast.omar, "nadia": nadia}[who].pk).update(is_active=False)
    three_days_later()
    assert (address(noor), fresh(approved).state) == ("noor@example.com", "expired")


def test_not_when_the_seconds_role_is_young_again(approved, noor, nadia):
    RoleGrant.objects.filter(user=nadia).update(granted_at=timezone.now())
    three_days_later()
    assert (address(noor), fresh(approved).state) == ("noor@example.com", "expired")


def test_not_for_somebody_who_has_left_in_whatever_way(approved, noor):
    User.objects.filter(pk=noor.pk).update(is_active=False)
    three_days_later()
    assert (address(noor), fresh(approved).state) == ("noor@example.com", "expired")


def test_the_hr_admin_who_lost_the_role_is_approved_by_nobody(asked, noor, cast, second):
    RoleGrant.objects.filter(user=cast.omar).delete()
    assert "Omar Haddad, who asked for this, is no longer HR admin" in decide(second, "approve", asked).text
    assert fresh(asked).state == "asked"


def test_taking_the_role_from_who_asked_withdraws_what_waits(approved, noor, cast, second):
    second.post(reverse("role_change", args=[cast.omar.pk, "hr_admin"]), {"to": "revoke"})
    three_days_later()
    assert (address(noor), fresh(approved).state) == ("noor@example.com", "withdrawn")


def test_a_part_of_a_changed_domain_is_asked_again_like_any_other(hr, second, nadia, cast):
    User.objects.update(last_login=timezone.now())
    hr.post(reverse("domain_change"), {"before": "example.com", "after": "new.example"})
    decide(second, "approve", HeldAct.objects.get())
    User.objects.filter(pk=cast.kavya.pk).update(manager=nadia)
    three_days_later()
    assert (address(cast.kavya), address(cast.noor)) == ("kavya@example.com", "noor@new.example")
