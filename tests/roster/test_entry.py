"""The table of fields: what stands in it is kept, shown and offered."""

import datetime as dt

import pytest
from django.urls import reverse

from people.models import User
from people.person_records import COLUMN_OF
from roster import services
from roster.entry import ENTRY_FIELDS
from roster.models import RosterImport
from roster.pages import template_rows
from roster.records import FIELDS
from tests import factories as make
from tests.markup import in_one_line
from tests.roster.files import csv


@pytest.fixture
def omar(db):
    return make.RoleGrantFactory(user__level=None, user__level_source="").user


def imported(omar: User, content: bytes) -> RosterImport:
    roster = services.start_import(user=omar, file_name="r.csv", content=content)
    services.map_columns(roster=roster, targets=roster.mapping["targets"], options={"level_mode": "keep"})
    services.apply_import(roster=RosterImport.objects.get(pk=roster.pk))
    return RosterImport.objects.get(pk=roster.pk)


@pytest.mark.parametrize("name", [field.name for field in ENTRY_FIELDS])
def test_every_kept_field_has_its_column(name):
    assert User._meta.get_field(COLUMN_OF.get(name, name))


def test_the_template_is_understood_whole_and_imports_its_example(omar, client):
    client.force_login(omar)
    content = b"".join(client.get(reverse("roster_template")).streaming_content)
    roster = imported(omar, content)
    assert roster.mapping["targets"] == [field.name for field in FIELDS.values() if field.example]
    assert (roster.state, roster.counts["create"], roster.counts["left_out"]) == ("applied", 1, 0)
    maria = User.objects.get(email="maria.weber@example.com")
    assert (maria.name, maria.department.name, maria.city, maria.hired_on, maria.spoken_languages) == (
        "Maria Weber", "Sales", "München", dt.date(2019, 3, 31), ["de"],
    )  # fmt: skip


def test_who_is_made_or_renamed_by_an_import_is_found_by_name(omar):
    imported(omar, csv("77,Ann,Müller,ann@x.org", header="number,first name,last name,email"))
    assert User.objects.search("muller").get().email == "ann@x.org"
    imported(omar, csv("77,Ann,Søren,ann@x.org", header="number,first name,last name,email"))
    assert (User.objects.search("soren").get().email, User.objects.search("muller").exists()) == ("ann@x.org", False)


def test_the_upload_page_lists_every_field(omar, client):
    client.force_login(omar)
    page = client.get(reverse("roster_upload"))
    assert ", ".join(str(field.label) for field in FIELDS.values()).replace("'", "&#x27;") in page.text


def test_fields_without_a_place_of_their_own_are_on_the_pages_about_a_person(omar, client):
    imported(omar, csv("77,31.03.2019,Ann Lee,ann@x.org", header="number,hired on,name,email"))
    client.force_login(omar)
    page = in_one_line(client.get(reverse("person_detail", args=[User.objects.get(email="ann@x.org").pk])).text)
    facts = [page.split(f">{label}<")[1].split("</div></div>")[0] for label in ("Employee number", "Hire date")]
    assert (facts[0].endswith(">77"), 'datetime="2019-03-31"' in facts[1]) == (True, True)
    assert len(template_rows()[0]) == len(template_rows()[1])
