"""What a roster changes of somebody stands in the audit log as if it had been done by hand."""

import pytest
from django.urls import reverse
from django.utils import timezone

from people.models import AuditEntry, HeldAct
from roster import services as rosters
from roster.models import RosterImport
from tests.people.approvals.conftest import decide, fresh, imported

pytestmark = pytest.mark.django_db


def changed(person) -> list[dict]:
    entries = AuditEntry.objects.filter(act="person.changed", person=person).order_by("at")
    return [entry.details for entry in entries]


def test_swapped_names_stand_in_the_log_of_both(cast, nadia, sign_in):
    imported(
        cast.omar,
        f"{cast.kavya.employee_number},{cast.kavya.email},Jack,Whitfield",
        f"{cast.jack.employee_number},{cast.jack.email},Kavya,Nair",
        header="employee number,email,first name,last name",
    )
    assert fresh(cast.kavya).name == "Jack Whitfield"
    assert changed(cast.kavya) == [{"first_name": "Kavya → Jack", "last_name": "Nair → Whitfield"}]
    assert changed(cast.jack) == [{"first_name": "Jack → Kavya", "last_name": "Whitfield → Nair"}]
    assert AuditEntry.objects.get(act="person.changed", person=cast.kavya).actor == cast.omar
    assert AuditEntry.objects.get(act="roster.applied").actor == cast.omar
    assert "Kavya → Jack" in sign_in(fresh(cast.kavya)).get(reverse("access_log")).text


def test_a_level_a_job_and_a_manager_too(cast, nadia):
    imported(
        cast.omar, f"{cast.jack.email},Jack,Whitfield,1,Clerk,{cast.lena.email}",
        header="email,first name,last name,level,job title,manager's e-mail", level_mode="imported",
    )  # fmt: skip
    assert changed(cast.jack) == [
        {"job_title": "Chief executive → Clerk", "manager": f"– → @{cast.lena.pk}", "level": "7 → 1"}
    ]


def test_undoing_leaves_the_way_back(cast, nadia):
    roster = imported(cast.omar, f"{cast.jack.email},John,Whitfield,Chief executive")
    rosters.undo_import(roster=roster, by=nadia)
    assert changed(cast.jack) == [{"first_name": "Jack → John"}, {"first_name": "John → Jack"}]


def test_a_row_that_two_agreed_on_says_what_it_changed(cast, nadia, second):
    imported(cast.omar, f"{cast.omar.email},Omar,Haddad,Chief of all")
    decide(second, "approve", HeldAct.objects.get())
    [details] = changed(cast.omar)
    assert details["job_title"] == "HR director → Chief of all"


def test_another_name_and_another_address_are_one_row_for_two(cast, nadia, hr, second):
    """The second person reads whose account it is, not the name that the row gives it."""
    imported(
        cast.omar,
        f"{cast.jack.employee_number},nina.new@example.com,Nina,New,Clerk",
        header="employee number,email,first name,last name,job title",
    )
    assert (fresh(cast.jack).name, fresh(cast.jack).job_title) == ("Jack Whitfield", "Chief executive")
    address = HeldAct.objects.get(kind="change_address")
    page = second.get(reverse("held_act", args=[address.pk])).text
    assert "Jack Whitfield signs in with nina.new@example.com" in page
    decide(second, "approve", HeldAct.objects.get(kind="change_entry"))
    assert fresh(cast.jack).name == "Nina New"
    page = second.get(reverse("held_act", args=[address.pk])).text
    assert "Jack Whitfield (now Nina New) signs in with nina.new@example.com" in page
    assert "Jack → Nina" in page


def test_a_name_changed_the_day_before_is_seen_at_the_request(cast, nadia, hr, second):
    header = "employee number,email,first name,last name"
    imported(cast.omar, f"{cast.jack.employee_number},{cast.jack.email},Nina,New", header=header)
    hr.post(reverse("address_change", args=[cast.jack.pk]), {"email": "nina.new@example.com", "reason": ""})
    page = second.get(reverse("held_act", args=[HeldAct.objects.get().pk])).text
    assert "Jack → Nina" in page
    assert "Whitfield → New" in page


def test_an_upload_of_somebody_else_is_not_thrown_away_unseen(cast, nadia, hr):
    roster = rosters.start_import(user=nadia, file_name="r.csv", content=b"email,first name\na@example.com,A\n")
    hr.post(reverse("roster_discard", args=[roster.pk]))
    assert not RosterImport.objects.filter(pk=roster.pk).exists()
    entry = AuditEntry.objects.get(act="roster.discarded")
    assert (entry.actor, entry.details["uploaded_by"]) == (cast.omar, f"@{nadia.pk}")
    assert entry.at <= timezone.now()
