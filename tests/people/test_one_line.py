"""Names and titles are one line, whoever writes them: forms, services and imports."""

import pytest
from django.urls import reverse

from people.models import Department, Organization, User
from people.models.base import one_line
from people.profile.services import change_profile
from programs.models import Program
from roster.parsing import parse
from roster.reading import read_table
from tests import factories as make
from tests.roster.files import workbook

pytestmark = pytest.mark.django_db
#: A second line that reads like one of ours, what turns writing round, and what nobody sees.
NASTY = "Kavya\r\nBcc: all@example.com\u2028x\u202egnp.exe\u200b\u2066\x0b\x85\U000e0041\ufeff"
PLAIN = "Kavya Bcc: all@example.com xgnp.exe"
#: In a name of somebody nothing reads like an address either.
NAME = "Kavya Bcc: all@example. com xgnp. exe"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (NASTY, PLAIN),
        ("\u200b\u2060", ""),
        ("Zoe\u0308", "Zo\u00eb"),
        ("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"),
        ("O'Brien  Jr.", "O'Brien  Jr."),
    ],
)
def test_one_line(text, wanted):
    assert one_line(text) == wanted


def profile_of(person: User, **changed: object) -> dict[str, object]:
    return {"works_from": "09:00", "works_until": "17:00", "spoken_languages": "", "assistants": "", **changed}


def test_a_preferred_name_of_two_lines_from_the_profile(cast, sign_in):
    client = sign_in(cast.kavya)
    client.post(reverse("profile"), profile_of(cast.kavya, preferred_name=NASTY))
    cast.kavya.refresh_from_db()
    assert cast.kavya.preferred_name == NAME


def test_a_service_that_is_given_two_lines(cast):
    change_profile(person=cast.kavya, assistants=[], preferred_name=NASTY)
    assert User.objects.get(pk=cast.kavya.pk).preferred_name == cast.kavya.preferred_name == NAME


def test_bulk_writing_and_updates(cast):
    made = make.UserFactory.build(first_name=NASTY, last_name=NASTY, job_title=NASTY, city=NASTY)
    User.objects.bulk_create([made])
    User.objects.filter(pk=cast.kavya.pk).update(country=NASTY)
    shown = User.objects.values_list("first_name", "last_name", "job_title", "city").get(pk=made.pk)
    assert (shown, User.objects.get(pk=cast.kavya.pk).country) == ((NAME, NAME, PLAIN, PLAIN), PLAIN)


def test_names_of_the_organisation_of_departments_and_programs(cast):
    Organization.objects.current()
    Organization.objects.update(name=NASTY)
    program, department = Program.objects.create(name=NASTY), Department.objects.create(name=NASTY)
    assert {Organization.objects.current().name, program.name, department.name} == {PLAIN}


def test_a_name_that_nobody_can_see_is_no_name(cast, sign_in):
    client = sign_in(cast.omar)
    organization = Organization.objects.current()
    page = client.get(reverse("organization_edit"))
    initial = {name: value for name, value in page.context["form"].initial.items() if value is not None}
    data = {**initial, "version": page.context["form"]["version"].value(), "name": "\u200b\u2060"}
    answer = client.post(reverse("organization_edit"), data)
    assert answer.status_code == 422
    assert Organization.objects.current().name == organization.name


def test_what_nobody_sees_in_a_roster_file_is_not_kept():
    header = ["email", "first_name", "last_name"]
    table = read_table(workbook(header, ["ann@example.com", "A\u200bn\u200en", "Lee\u2028Bcc"]))
    (record,) = parse(table, header).records
    assert (record.first_name, record.last_name) == ("Ann", "Lee Bcc")
