"""Attacks: one HR admin, or one with accounts of their own making, wants power over somebody's account or pairing."""

import datetime as dt

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from frame.errors import Refused
from people.approvals import role_grants, services
from people.models import AuditEntry, HeldAct, Role, RoleGrant, User
from people.tasks import carry_out_held_acts
from roster import services as rosters
from tests import factories as make
from tests.mail import deliver_all, inbox_titles
from tests.people.approvals.conftest import (
    address,
    ask_for_role,
    decide,
    fresh,
    imported,
    long_ago,
    roles_held,
)

pytestmark = pytest.mark.django_db


def test_one_hr_admin_with_sock_puppets_reads_nobodys_log(cast, hr, sign_in):
    """Import a puppet, make it HR, let it approve a new address of Kavya's, set a password there."""
    User.objects.update(last_login=timezone.now())
    imported(cast.omar, "puppet@example.com,Sock,Puppet,Clerk", "second@example.com,Second,Puppet,Clerk")
    puppets = list(User.objects.filter(last_name="Puppet"))
    for puppet in puppets:
        ask_for_role(hr, puppet)
        decide(hr, "approve", HeldAct.objects.get(person=puppet))
        decide(sign_in(puppet), "approve", HeldAct.objects.get(person=puppet))
        assert roles_held(puppet) == []
    hr.post(reverse("address_change", args=[cast.kavya.pk]), {"email": "trap@example.com"})
    act = HeldAct.objects.get(kind="change_address")
    decide(hr, "approve", act)
    for puppet in puppets:
        assert decide(sign_in(puppet), "approve", act).status_code == 403
    with time_machine.travel(timezone.now() + dt.timedelta(days=10)):
        carry_out_held_acts()
    assert address(cast.kavya) == "kavya@example.com"


def test_a_fresh_hr_admin_cannot_be_the_second(cast, hr, sign_in):
    """Also one whom the command line has made today."""
    fresh_one = make.RoleGrantFactory().user
    ask_for_role(hr, cast.noor)
    act = HeldAct.objects.get()
    assert "must have been HR admin for 30 days" in decide(sign_in(fresh_one), "approve", act).text
    assert roles_held(cast.noor) == []
    RoleGrant.objects.filter(user=fresh_one).update(granted_at=long_ago())
    decide(sign_in(fresh_one), "approve", act)
    assert roles_held(cast.noor) == ["hr_admin"]


def test_a_role_that_was_taken_and_given_again_is_young_again(cast, nadia, hr):
    role_grants.revoke(person=nadia, role="hr_admin", by=cast.omar)
    call_command("create_hr_admin", nadia.email)
    ask_for_role(hr, cast.noor)
    with pytest.raises(Refused, match="30 days"):
        services.approve(act=HeldAct.objects.get(kind="grant_role"), by=nadia)


def test_who_gets_the_role_is_not_the_second(cast, nadia, hr, second):
    ask_for_role(hr, nadia, "operator")
    assert "This is about you" in decide(second, "approve", HeldAct.objects.get()).text
    assert roles_held(nadia) == ["hr_admin"]


def test_nobody_makes_themselves_operator(cast, nadia, hr):
    page = ask_for_role(hr, cast.omar, "operator")
    assert "Nobody gives a role to themselves" in page.text
    assert (roles_held(cast.omar), HeldAct.objects.count()) == (["hr_admin"], 0)


def test_a_second_hr_admin_gives_the_role(cast, hr, second, nadia):
    assert "A second HR admin has to agree" in hr.get(reverse("role_change", args=[cast.noor.pk, "hr_admin"])).text
    ask_for_role(hr, cast.noor)
    act = HeldAct.objects.get()
    assert roles_held(cast.noor) == []
    decide(second, "approve", act)
    grant = RoleGrant.objects.get(user=cast.noor)
    assert (grant.role, grant.granted_by) == (Role.HR_ADMIN, cast.omar)
    deliver_all()
    assert inbox_titles(nadia)[-1] == "Done: giving a role"


@pytest.mark.parametrize("how", ["manager", "report", "assistant", "assisted", "pairing"])
def test_who_is_close_to_the_person_is_not_the_second(cast, nadia, hr, second, how):
    kavya = cast.kavya
    if how == "manager":
        User.objects.filter(pk=kavya.pk).update(manager=nadia)
    elif how == "report":
        User.objects.filter(pk=nadia.pk).update(manager=kavya)
    elif how == "assistant":
        kavya.assistants.add(nadia)
    elif how == "assisted":
        nadia.assistants.add(kavya)
    else:
        cast.jack.assistants.add(nadia)
    User.objects.filter(pk=kavya.pk).update(last_login=None)
    hr.post(reverse("address_change", args=[kavya.pk]), {"email": "trap@example.com"})
    act = HeldAct.objects.get()
    assert "You are close to Kavya Nair" in decide(second, "approve", act).text
    assert address(kavya) == "kavya@example.com"
    assert f"manage.py approve {act.pk}" in second.get(reverse("held_act", args=[act.pk])).text


def test_of_two_who_approve_at_once_one_decides(cast, hr, second, sign_in):
    third = make.RoleGrantFactory(granted_at=long_ago()).user
    ask_for_role(hr, cast.noor)
    act = HeldAct.objects.get()
    decide(second, "approve", act)
    with pytest.raises(Refused, match="decided already"):
        services.approve(act=act, by=third)  # `act` is what third saw before
    assert RoleGrant.objects.filter(user=cast.noor).count() == 1


def test_the_database_knows_no_second_who_is_the_first(cast, hr):
    ask_for_role(hr, cast.noor)
    with pytest.raises(IntegrityError), transaction.atomic():
        HeldAct.objects.update(decided_by=cast.omar)


def test_removing_the_others_first_leaves_the_server_alone_to_approve(cast, hr, nadia):
    """Whoever takes the role from all others has nobody to approve: that is no way round."""
    hr.post(reverse("role_change", args=[nadia.pk, "hr_admin"]), {"to": "revoke"})
    ask_for_role(hr, cast.noor)
    act = HeldAct.objects.get(kind="grant_role")
    decide(hr, "approve", act)
    assert roles_held(cast.noor) == []
    deliver_all()
    assert inbox_titles(cast.omar)[0] == "Done: taking a role away"


def test_undoing_an_import_gives_no_role_back(cast, nadia, hr):
    """Import everybody but a former HR admin, then undo."""
    others = User.objects.exclude(pk=nadia.pk)
    rows = [f"{one.email},{one.first_name},{one.last_name},{one.job_title}" for one in others]
    roster = imported(cast.omar, *rows, everyone=True)
    assert not fresh(nadia).is_active
    rosters.undo_import(roster=roster, by=cast.omar)
    assert (fresh(nadia).is_active, roles_held(nadia)) == (True, [])
    assert HeldAct.objects.filter(kind="grant_role", state="asked", person=nadia).exists()


def test_one_alone_takes_no_second_factor_away(cast, hr, second, sign_in):
    Authenticator.objects.create(user=cast.priya, type="totp", data={"secret": "kept"})
    hr.post(reverse("second_factor_reset", args=[cast.priya.pk]), {"reason": "Phone lost"})
    act = HeldAct.objects.get()
    decide(hr, "approve", act)
    decide(sign_in(make.RoleGrantFactory().user), "approve", act)
    assert Authenticator.objects.filter(user=cast.priya).exists()
    decide(second, "approve", act)
    assert not Authenticator.objects.filter(user=cast.priya).exists()
    assert AuditEntry.objects.filter(act="second_factor.reset", person=cast.priya).count() == 1


# --- the server's command line


def test_where_nobody_can_the_command_line_is_the_second(cast, hr, capsys):
    ask_for_role(hr, cast.noor)
    act = HeldAct.objects.get()
    call_command("approve")
    line = f"{act.pk}  Noor Aziz becomes HR admin. Asked for by Omar Haddad; can approve: nobody"
    assert line in capsys.readouterr().out
    call_command("approve", str(act.pk))
    assert (roles_held(cast.noor), fresh(act).outcome) == (["hr_admin"], "approved on the server")


def test_where_an_hr_admin_can_the_command_line_leaves_it_to_them(cast, hr, nadia):
    ask_for_role(hr, cast.noor)
    with pytest.raises(CommandError, match="Nadia Koroma can approve this in the browser"):
        call_command("approve", str(HeldAct.objects.get().pk))
    assert roles_held(cast.noor) == []
    call_command("approve", str(HeldAct.objects.get().pk), "--refuse")
    assert HeldAct.objects.get().state == "refused"
