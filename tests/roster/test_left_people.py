"""Addresses are given to newcomers. Who has left is not who comes with their address, until somebody says so."""

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils import timezone

from people.models import AuditEntry, HeldAct, User
from roster import services as rosters
from sessions.models import Reflection
from tests import factories as make
from tests.people.approvals.conftest import decide, fresh, imported

pytestmark = pytest.mark.django_db


@pytest.fixture
def reflection(cast, nadia, hr):
    """Kavya wrote one, and left."""
    meeting = make.MeetingFactory(pairing=cast.pairing, starts_at=timezone.now(), state="held", junior_word="held")
    EmailAddress.objects.create(user=cast.kavya, email=cast.kavya.email, verified=True, primary=True)
    hr.post(reverse("person_deactivate", args=[cast.kavya.pk]))
    assert not fresh(cast.kavya).is_active
    return Reflection.objects.create(meeting=meeting, author=cast.kavya, text="I am afraid of Jack.")


def test_a_row_with_the_address_of_a_leaver_and_another_name_is_a_problem(cast, reflection):
    User.objects.update(employee_number="")
    roster = imported(cast.omar, "kavya@example.com,Karl,Neumann,Trainee", "noor@example.com,Noor,Aziz,Clerk")
    assert (fresh(cast.kavya).name, fresh(cast.kavya).is_active) == ("Kavya Nair", False)
    assert fresh(cast.noor).job_title == "Clerk"
    [problem] = roster.pages.get(part="problems").rows
    assert "Kavya Nair, who has left" in problem["reason"]
    assert "Say at “Details”" in problem["remedy"]


def test_somebody_new_with_the_mailbox_inherits_nothing(cast, reflection, sign_in):
    User.objects.update(employee_number="")
    imported(cast.omar, "kavya@example.com,Karl,Neumann,Trainee", left_people="new")
    karl = User.objects.get(email="kavya@example.com")
    assert (karl.name, karl.is_active) == ("Karl Neumann", True)
    assert karl.pk != cast.kavya.pk
    left = fresh(cast.kavya)
    assert (left.name, left.is_active) == ("Kavya Nair", False)
    assert left.email == f"left-{left.pk}@left.invalid"
    assert not EmailAddress.objects.filter(email="kavya@example.com").exists()
    page = sign_in(karl).get(reverse("meeting_detail", args=[reflection.meeting_id]))
    assert page.status_code in (403, 404)


def test_undone_the_leaver_has_the_address_again(cast, reflection):
    User.objects.update(employee_number="")
    roster = imported(cast.omar, "kavya@example.com,Karl,Neumann,Trainee", left_people="new")
    rosters.undo_import(roster=roster, by=cast.omar)
    assert fresh(cast.kavya).email == "kavya@example.com"
    assert not User.objects.filter(last_name="Neumann").exists()


def test_the_same_person_under_another_name_is_taken_back_by_two(cast, reflection, second):
    """One alone would open the account to whoever reads the mailbox by now."""
    imported(cast.omar, "kavya@example.com,Karl,Neumann,Trainee", left_people="same")
    assert (fresh(cast.kavya).name, fresh(cast.kavya).is_active) == ("Kavya Nair", False)
    act = HeldAct.objects.get()
    said = "Kavya Nair, who has left, is back as Karl Neumann, and the account is opened again"
    assert said in second.get(reverse("held_act", args=[act.pk])).text
    decide(second, "approve", act)
    assert (fresh(cast.kavya).name, fresh(cast.kavya).is_active) == ("Karl Neumann", True)
    assert AuditEntry.objects.filter(act="person.reactivated", person=cast.kavya).exists()


def test_nor_does_one_alone_with_address_and_number_of_the_leaver(cast, reflection):
    header = "employee number,email,first name,last name"
    imported(cast.omar, f"{cast.kavya.employee_number},kavya@example.com,Karl,Neumann", header=header)
    assert (fresh(cast.kavya).name, fresh(cast.kavya).is_active) == ("Kavya Nair", False)


def test_the_same_name_is_the_same_person(cast, reflection):
    imported(cast.omar, "kavya@example.com,Kavya,Nair,Trainee")
    assert fresh(cast.kavya).is_active


def test_a_number_that_is_given_again_is_no_other_case(cast, reflection):
    header = "employee number,email,first name,last name"
    row = f"{cast.kavya.employee_number},karl@example.com,Karl,Neumann"
    imported(cast.omar, row, header=header)
    assert not fresh(cast.kavya).is_active
    assert not User.objects.filter(last_name="Neumann").exists()
    imported(cast.omar, row, header=header, left_people="new")
    karl = User.objects.get(last_name="Neumann")
    assert (karl.employee_number, fresh(cast.kavya).employee_number) == (cast.kavya.employee_number, "")


def test_the_choice_stands_with_the_columns(cast, reflection, hr):
    roster = rosters.start_import(
        user=cast.omar, file_name="r.csv", content=b"email,first name,last name\nkavya@example.com,Karl,Neumann\n"
    )
    url = reverse("roster_columns", args=[roster.pk])
    form = hr.get(url).context["form"]
    values = {field.html_name: field.value() or "" for field in form}
    hr.post(url, values | {"left_people": "new"})
    assert fresh(roster).counts["create"] == 1
