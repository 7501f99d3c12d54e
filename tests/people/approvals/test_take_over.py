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
from people.tasks import tend_held_acts
from roster import services as rosters
from roster.models import RosterImport
from tests import factories as make
from tests.mail import deliver_all, inbox_titles
from tests.people.approvals.conftest import address, decide, fresh, long_ago

pytestmark = pytest.mark.django_db


def imported(by: User, *rows: str, header: str = "email,first name,last name,job title", **options) -> RosterImport:
    content = "\n".join([header, *rows]).encode()
    roster = rosters.start_import(user=by, file_name="roster.csv", content=content)
    rosters.map_columns(roster=roster, targets=roster.mapping["targets"], options={"level_mode": "keep", **options})
    roster = fresh(roster)
    rosters.apply_import(roster=roster, typed=roster.counts.get("leave"))
    return fresh(roster)


def edit(client, person: User, **values: str):
    url = reverse("person_edit", args=[person.pk])
    page = client.get(url)
    form = {name: value for name, value in page.context["form"].initial.items() if value is not None}
    return client.post(url, form | values, follow=True)


def ask_for_role(client, person: User, role: str = "hr_admin"):
    url = reverse("role_change", args=[person.pk, role])
    return client.post(url, {"to": "grant"}, headers={"Referer": reverse("profile")}, follow=True)


def roles_held(person: User) -> list[str]:
    return sorted(person.grants.values_list("role", flat=True))


# --- accounts of one's own making


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
        tend_held_acts()
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


# --- one's own closeness


def close_to_kavya(cast, how: str) -> None:
    if how == "manager":
        User.objects.filter(pk=cast.kavya.pk).update(manager=cast.omar)
    else:
        cast.kavya.assistants.add(cast.omar)


@pytest.mark.parametrize("how", ["manager", "assistants"])
def test_an_hr_admin_does_not_end_their_own_closeness(cast, nadia, hr, second, how):
    close_to_kavya(cast, how)
    page = edit(hr, cast.kavya, works_from="08:00", **{how: ""})
    assert "waits for a second person, because it ends or makes somebody" in page.text
    kavya = fresh(cast.kavya)
    assert User.objects.near(cast.omar).filter(pk=kavya.pk).exists()
    assert kavya.works_from == dt.time(8), "the rest is saved"
    act = HeldAct.objects.get()
    decide(hr, "approve", act)
    assert User.objects.near(cast.omar).filter(pk=kavya.pk).exists()
    decide(second, "approve", act)
    assert not User.objects.near(cast.omar).filter(pk=kavya.pk).exists()


@pytest.mark.parametrize("how", ["manager", "assistants"])
def test_nor_does_another_for_them_and_they_approve(cast, nadia, hr, second, how):
    """The one whose closeness would end gains by it, and is not the second."""
    close_to_kavya(cast, how)
    edit(second, cast.kavya, **{how: ""})
    assert "This is about you" in decide(hr, "approve", HeldAct.objects.get()).text
    assert User.objects.near(cast.omar).filter(pk=cast.kavya.pk).exists()


def test_a_coordinators_closeness_ends_with_two_as_well(cast, nadia, hr):
    User.objects.filter(pk=cast.kavya.pk).update(manager=cast.priya)
    edit(hr, cast.kavya, manager="noor@example.com")
    assert fresh(cast.kavya).manager == cast.priya


def test_a_manager_who_looks_after_nobody_changes_at_once(cast, hr):
    User.objects.filter(pk=cast.kavya.pk).update(manager=cast.lena)
    edit(hr, cast.kavya, manager="noor@example.com")
    assert (fresh(cast.kavya).manager, HeldAct.objects.count()) == (cast.noor, 0)


def test_a_leader_does_not_end_the_closeness_of_an_assistant_who_looks_after_them(cast, nadia, sign_in):
    """Sam assists Jack and becomes HR; Jack lets him go, so that he may read what Kavya wrote for the team."""
    make.RoleGrantFactory(user=cast.sam)
    client = sign_in(cast.jack)
    form = {k: v for k, v in client.get(reverse("profile")).context["form"].initial.items() if v is not None}
    page = client.post(reverse("profile"), form | {"assistants": ""}, follow=True)
    assert "HR has to agree" in page.text
    assert list(cast.jack.assistants.all()) == [cast.sam]
    services.approve(act=HeldAct.objects.get(), by=nadia)
    assert list(cast.jack.assistants.all()) == []


def test_an_hr_admin_does_not_change_their_own_entry(cast, nadia, hr):
    url = reverse("person_edit", args=[cast.omar.pk])
    form = {"manager": "nadia@example.com", "assistants": "", "level": "1", "time_zone": "", "works_from": "09:00",
            "works_until": "17:00", "spoken_languages": ""}  # fmt: skip
    assert hr.post(url, form).status_code == 302
    assert "Another HR admin can" in hr.get(url, follow=True).text
    omar = fresh(cast.omar)
    assert (omar.manager, omar.level) == (None, 5)
    assert url not in hr.get(reverse("person_detail", args=[omar.pk])).text


# --- the same by a roster

LINES = "email,first name,last name,job title,manager email"


def test_ones_own_row_is_held_and_the_rest_applied(cast, nadia, second):
    roster = imported(
        cast.omar,
        "omar@example.com,Omar,Haddad,Chief of everything,jack@example.com",
        "kavya@example.com,Kavya,Nair,Editor,",
        header=LINES,
    )
    omar, kavya = fresh(cast.omar), fresh(cast.kavya)
    assert (omar.job_title, omar.manager, kavya.job_title) == ("HR director", None, "Editor")
    assert (roster.counts["held"], roster.counts["update"]) == (1, 1)
    page = second.get(reverse("held_act", args=[HeldAct.objects.get().pk])).text
    assert "Chief of everything" in page
    assert "Jack Whitfield" in page
    decide(second, "approve", HeldAct.objects.get())
    omar = fresh(cast.omar)
    assert (omar.job_title, omar.manager) == ("Chief of everything", cast.jack)


STEPS = ["roster_columns", "roster_details", "roster_apply", "roster_restart"]


@pytest.mark.parametrize("step", STEPS)
def test_nobody_goes_on_with_what_another_has_uploaded(cast, nadia, hr, second, step):
    """Nadia's file makes Omar chief. His own row would wait in a file of his own, so he applies hers."""
    content = "\n".join([LINES, "omar@example.com,Omar,Haddad,Chief of everything,jack@example.com"]).encode()
    roster = rosters.start_import(user=nadia, file_name="roster.csv", content=content)
    if step != "roster_columns":
        rosters.map_columns(roster=roster, targets=roster.mapping["targets"], options={"level_mode": "keep"})
    before = fresh(roster)
    url = reverse("roster_import", args=[roster.pk])
    answer = hr.post(reverse(step, args=[roster.pk]), headers={"Referer": url}, follow=True)
    assert "Somebody else has uploaded this file" in answer.text
    assert (fresh(roster).state, fresh(roster).mapping) == (before.state, before.mapping)
    omar = fresh(cast.omar)
    assert (omar.job_title, omar.manager) == ("HR director", None)


def test_what_the_uploader_applies_is_asked_in_their_name_and_another_approves(cast, nadia, hr, second):
    """Who wrote the row is not the second person for it, whoever's it is."""
    User.objects.filter(pk=cast.kavya.pk).update(manager=cast.priya)
    imported(nadia, "kavya@example.com,Kavya,Nair,Editor,noor@example.com", header=LINES)
    act = HeldAct.objects.get()
    assert act.asked_by == nadia
    assert "You asked for this" in decide(second, "approve", act).text
    assert fresh(cast.kavya).manager == cast.priya
    decide(hr, "approve", act)
    assert fresh(cast.kavya).manager == cast.noor


def test_a_roster_leaves_the_traces_that_the_same_by_hand_would(cast, nadia, hr):
    """Else a manager is swapped, or somebody let go and taken back, among the counts of a file."""
    User.objects.filter(pk=cast.igor.pk).update(is_active=False, left_at=timezone.now())
    others = User.objects.exclude(pk__in=[cast.sam.pk, cast.noor.pk])
    rows = [f"{one.email},{one.first_name},{one.last_name},{one.job_title}," for one in others]
    roster = imported(
        cast.omar, *rows, "noor@example.com,Noor,Aziz,Engineer,jack@example.com", header=LINES, everyone=True
    )
    assert traces(cast.sam) == [("person.deactivated", cast.omar)]
    assert traces(cast.igor) == [("person.reactivated", cast.omar)]
    assert traces(cast.noor) == [("person.changed", cast.omar)]
    page = hr.get(reverse("audit_log"), {"act": "person.deactivated"}).text
    assert "Sam Reid" in page
    rosters.undo_import(roster=roster, by=nadia)
    assert traces(cast.sam)[1:] == [("person.reactivated", nadia)]
    assert traces(cast.igor)[1:] == [("person.deactivated", nadia)]
    assert traces(cast.noor)[1:] == [("person.changed", nadia)]


def traces(person: User) -> list[tuple[str, User | None]]:
    """What the log says was done to somebody, in order, and by whom."""
    entries = AuditEntry.objects.filter(person=person, act__startswith="person.").exclude(act="person.read")
    return [(entry.act, entry.actor) for entry in entries.order_by("at")]


def test_the_preview_says_what_is_held(cast, hr):
    content = "\n".join([LINES, "omar@example.com,Omar,Haddad,Chief,"]).encode()
    roster = rosters.start_import(user=cast.omar, file_name="roster.csv", content=content)
    rosters.map_columns(roster=roster, targets=roster.mapping["targets"], options={"level_mode": "keep"})
    page = hr.get(reverse("roster_import", args=[roster.pk]))
    assert "One row waits for a second HR admin" in page.text
    assert "Chief" in hr.get(reverse("roster_import", args=[roster.pk]) + "?show=held").text


def test_a_roster_does_not_end_the_importers_closeness(cast, nadia, second):
    User.objects.filter(pk=cast.kavya.pk).update(manager=cast.omar)
    imported(cast.omar, "kavya@example.com,Kavya,Nair,Editor,noor@example.com", header=LINES)
    kavya = fresh(cast.kavya)
    assert (kavya.manager, kavya.job_title) == (cast.omar, "Editor")
    act = HeldAct.objects.get()
    page = second.get(reverse("held_act", args=[act.pk])).text
    assert "Kavya Nair reports to Noor Aziz instead of Omar Haddad" in page
    decide(second, "approve", act)
    assert fresh(cast.kavya).manager == cast.noor


def test_nor_by_swapping_two_lines(cast):
    """Noor stands between by the file; without the held line the rest would go round in a circle."""
    User.objects.filter(pk=cast.omar.pk).update(manager=cast.noor)
    User.objects.filter(pk=cast.kavya.pk).update(manager=cast.omar)
    imported(
        cast.omar,
        "kavya@example.com,Kavya,Nair,Editor,jack@example.com",
        "noor@example.com,Noor,Aziz,Engineer,kavya@example.com",
        header=LINES,
    )
    assert (fresh(cast.kavya).manager, fresh(cast.noor).manager) == (cast.omar, None)


def test_nor_by_undoing_what_another_has_imported(cast, nadia):
    """The line could be drawn by one, since Omar looked after nobody when the roster was imported."""
    RoleGrant.objects.filter(user=cast.omar).delete()
    roster = imported(nadia, "kavya@example.com,Kavya,Nair,Editor,omar@example.com", header=LINES)
    assert fresh(cast.kavya).manager == cast.omar
    make.RoleGrantFactory(user=cast.omar)
    with pytest.raises(Refused, match="That ends with a second person"):
        rosters.undo_import(roster=roster, by=cast.omar)
    assert fresh(cast.kavya).manager == cast.omar


def test_nor_is_ones_own_entry_changed_by_undoing(cast, nadia):
    roster = imported(nadia, "omar@example.com,Omar,Haddad,HR director,jack@example.com", header=LINES)
    assert fresh(cast.omar).manager == cast.jack
    with pytest.raises(Refused, match="your own entry"):
        rosters.undo_import(roster=roster, by=cast.omar)


def test_the_same_roster_every_night_asks_once_and_not_again_after_a_no(cast, nadia):
    row = ("kavya@example.com,Kavya,Nair,Editor,noor@example.com",)
    User.objects.filter(pk=cast.kavya.pk).update(manager=cast.omar)
    for _night in range(2):
        imported(cast.omar, *row, header=LINES)
    services.refuse(act=HeldAct.objects.get(), by=nadia)
    imported(cast.omar, *row, header=LINES)
    assert HeldAct.objects.count() == 1


def test_a_roster_asks_for_other_addresses_and_changes_none(cast, nadia):
    for number, name in enumerate(("kavya", "maria", "noor", "jack"), start=1):
        User.objects.filter(pk=cast.people[name].pk).update(employee_number=str(number))
    rows = ["1,kavya@new.example,Kavya,Nair", "2,maria@new.example,Maria,Santos", "3,noor@new.example,Noor,Aziz",
            "4,boss@example.com,Jack,Whitfield"]  # fmt: skip
    imported(cast.omar, *rows, header="employee number,email,first name,last name")
    assert sorted(HeldAct.objects.values_list("kind", "person__first_name", "topic")) == [
        ("change_address", "Jack", ""), ("change_domain", None, "example.com"),
    ]  # fmt: skip
    assert not User.objects.filter(email__endswith="new.example").exists()
    services.approve(act=HeldAct.objects.get(kind="change_domain"), by=nadia)
    tend_held_acts()
    moved = User.objects.filter(email__endswith="@new.example").values_list("first_name", flat=True)
    assert sorted(moved) == ["Kavya", "Maria", "Noor"], "none of whom has signed in; and nobody else"
