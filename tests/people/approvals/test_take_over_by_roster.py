"""Attacks by a roster: one's own row, one's own closeness, other people's addresses and uploads."""

import pytest
from django.urls import reverse
from django.utils import timezone

from frame.errors import Refused
from people.approvals import services
from people.models import AuditEntry, HeldAct, RoleGrant, User
from people.tasks import carry_out_held_acts
from roster import services as rosters
from tests import factories as make
from tests.people.approvals.conftest import (
    LINES,
    decide,
    fresh,
    imported,
)

pytestmark = pytest.mark.django_db


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
    carry_out_held_acts()
    moved = User.objects.filter(email__endswith="@new.example").values_list("first_name", flat=True)
    assert sorted(moved) == ["Kavya", "Maria", "Noor"], "none of whom has signed in; and nobody else"
