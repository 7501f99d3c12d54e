"""A reset second factor and another address open an account together: never by the same hands, nor by the close."""

import datetime as dt

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from frame.errors import Refused
from people.approvals import address_changes, factor_resets, services
from people.models import HeldAct, User
from people.tasks import carry_out_held_acts
from tests import factories as make
from tests.mail import deliver_all, inbox_titles
from tests.people.approvals.conftest import address, decide, fresh, long_ago

pytestmark = pytest.mark.django_db


@pytest.fixture
def priya(cast) -> User:
    """Somebody with a second factor who has signed in before."""
    Authenticator.objects.create(user=cast.priya, type="totp", data={"secret": "kept"})
    User.objects.filter(pk=cast.priya.pk).update(last_login=timezone.now())
    return fresh(cast.priya)


@pytest.fixture
def others(cast) -> list[User]:
    """Two more who can ask and approve."""
    return [make.RoleGrantFactory(granted_at=long_ago()).user for _n in range(2)]


def has_factor(person: User) -> bool:
    return Authenticator.objects.filter(user=person).exists()


def ask_address(person: User, by: User) -> HeldAct:
    return address_changes.ask_for_address(person=person, email="trap@example.com", by=by)


def later(**spans):
    return time_machine.travel(timezone.now() + dt.timedelta(**spans))


def test_a_reset_signs_the_owner_out_everywhere_and_tells_them(
    cast, noor, nadia, second, django_capture_on_commit_callbacks
):
    noor.set_password("a long way home")
    noor.save()
    browsers = [Client() for _n in range(2)]
    for browser in browsers:
        browser.post(reverse("account_login"), {"login": noor.email, "password": "a long way home"})
        assert browser.get(reverse("profile")).status_code == 200
    Authenticator.objects.create(user=noor, type="totp", data={"secret": "kept"})
    act = factor_resets.ask_for_reset(person=noor, by=cast.omar)
    with django_capture_on_commit_callbacks(execute=True):
        decide(second, "approve", act)
    assert [browser.get(reverse("profile")).status_code for browser in browsers] == [302, 302]
    deliver_all()
    assert "Done: resetting a second factor" not in inbox_titles(noor), "that is for HR"
    assert inbox_titles(noor)
    assert any(noor.email in message.to[0] for message in mail.outbox)


@pytest.mark.parametrize("how", ["manager", "assistant", "pairing"])
def test_who_is_close_to_the_owner_asks_for_no_reset(cast, nadia, hr, how):
    Authenticator.objects.create(user=cast.kavya, type="totp", data={"secret": "kept"})
    if how == "manager":
        User.objects.filter(pk=cast.kavya.pk).update(manager=cast.omar)
    elif how == "assistant":
        cast.kavya.assistants.add(cast.omar)
    else:
        cast.jack.assistants.add(cast.omar)
    page = hr.post(
        reverse("second_factor_reset", args=[cast.kavya.pk]), headers={"Referer": reverse("profile")}, follow=True
    )
    assert "Omar Haddad asked for this and is close to Kavya Nair" in page.text
    assert not HeldAct.objects.exists()


def test_nor_is_it_approved_when_the_one_who_asked_has_become_close(cast, priya, nadia, hr, second):
    act = factor_resets.ask_for_reset(person=priya, by=cast.omar)
    User.objects.filter(pk=priya.pk).update(manager=cast.omar)
    assert "is close to Priya Raman" in decide(second, "approve", act).text
    with pytest.raises(CommandError, match="is close to Priya Raman"):
        call_command("approve", str(act.pk), "--anyway")
    assert has_factor(priya)


def test_while_an_address_change_waits_the_same_two_reset_no_factor(cast, priya, nadia, others):
    """Omar and an account of his that has been HR for years."""
    services.approve(act=ask_address(priya, cast.omar), by=nadia)
    for asker in (cast.omar, nadia):
        with pytest.raises(Refused, match="hand in the other"):
            factor_resets.ask_for_reset(person=priya, by=asker)
    act = factor_resets.ask_for_reset(person=priya, by=others[0])
    for one in (cast.omar, nadia):
        with pytest.raises(Refused, match="hand in the other"):
            services.approve(act=act, by=one)
    assert has_factor(priya)
    services.approve(act=act, by=others[1])
    assert not has_factor(priya)


def test_within_72_hours_of_a_reset_the_same_two_change_no_address(cast, priya, nadia, others):
    services.approve(act=factor_resets.ask_for_reset(person=priya, by=cast.omar), by=nadia)
    for asker in (cast.omar, nadia):
        with pytest.raises(Refused, match="hand in the other"):
            ask_address(priya, asker)
    act = ask_address(priya, others[0])
    with pytest.raises(Refused, match="hand in the other"):
        services.approve(act=act, by=nadia)
    with later(hours=73):
        change = address_changes.ask_for_address(person=priya, email="other@example.com", by=cast.omar)
        assert change.asked_by == cast.omar


def test_a_request_that_was_there_before_is_no_way_round(cast, priya, nadia, others):
    """Nadia approves a reset while a third has asked for another address; she is not the second there as well."""
    reset = factor_resets.ask_for_reset(person=priya, by=others[0])
    change = ask_address(priya, cast.omar)
    services.approve(act=reset, by=nadia)
    with pytest.raises(Refused, match="hand in the other"):
        services.approve(act=change, by=nadia)
    with later(days=4), pytest.raises(Refused, match="hand in the other"):
        services.approve(act=change, by=nadia)


def test_nor_is_a_roster(cast, priya, nadia, others):
    services.approve(act=factor_resets.ask_for_reset(person=priya, by=cast.omar), by=nadia)
    address_changes.ask_for_addresses(
        [address_changes.NewAddress(priya.pk, priya.email, "trap@example.com")], by=cast.omar
    )
    act = HeldAct.objects.get(kind="change_address")
    with pytest.raises(Refused, match="hand in the other"):
        services.approve(act=act, by=others[0])
    with pytest.raises(CommandError, match="hand in the other"):
        call_command("approve", str(act.pk), "--anyway")


def test_nor_is_a_changed_domain(cast, priya, nadia):
    services.approve(act=factor_resets.ask_for_reset(person=priya, by=cast.omar), by=nadia)
    services.approve(
        act=address_changes.ask_for_domain(before="example.com", after="trap.example", by=cast.omar), by=nadia
    )
    with later(days=4):
        carry_out_held_acts()
    assert address(priya) == "priya@example.com"
    assert HeldAct.objects.get(kind="change_address", person=priya).state == "asked"


def test_the_page_names_those_who_can_approve_and_no_others(cast, priya, nadia, others, sign_in):
    services.approve(act=factor_resets.ask_for_reset(person=priya, by=cast.omar), by=nadia)
    act = ask_address(priya, others[0])
    page = sign_in(nadia).get(reverse("held_act", args=[act.pk])).text
    assert f"Can approve: {others[1]}." in page


def test_one_hr_admin_with_one_old_account_of_their_own_takes_over_nobody(cast, priya, nadia):
    """Nadia's account is in Omar's hand: everything that the two can ask for and approve in ten days, in any order."""
    for first, second in ((cast.omar, nadia), (nadia, cast.omar)):
        for verb in (factor_resets.ask_for_reset, None):
            try:
                act = factor_resets.ask_for_reset(person=priya, by=first) if verb else ask_address(priya, first)
                services.approve(act=act, by=second)
            except Refused:
                continue
    with later(hours=71):
        carry_out_held_acts()
        for one in (cast.omar, nadia):
            with pytest.raises(Refused):
                ask_address(priya, one)
    assert address(priya) == "priya@example.com"
