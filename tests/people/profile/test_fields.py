"""What people set about themselves is one list: forms, what is saved, what is shown and to whom follow it."""

import pytest
from django import forms
from django.urls import reverse

from frame.forms import Audience
from people.directory.services import entry_version
from people.models import User
from people.person_records import Readers
from people.profile import fields
from people.profile.fields import PROFILE_FIELDS, ProfileField

TIMES = {"time_zone": "", "works_from": "09:00", "works_until": "17:00", "spoken_languages": "", "assistants": ""}


@pytest.fixture
def add_field(monkeypatch):
    def add(**options):
        one = ProfileField(
            name="city",
            field=lambda: forms.CharField(label="Where you sit", required=False),
            title="Sits in",
            shown=lambda person: person.city,
            **options,
        )
        monkeypatch.setattr(fields, "PROFILE_FIELDS", (*PROFILE_FIELDS, one))

    return add


def facts(client, person):
    return dict(client.get(reverse("person_detail", args=[person.pk])).context["facts"])


@pytest.mark.parametrize("one", PROFILE_FIELDS, ids=lambda one: one.name)
def test_each_has_its_column_and_says_who_reads_its_words(one):
    assert User._meta.get_field(one.name)
    takes_words = isinstance(one.field(), forms.CharField)
    assert bool(one.readers) == takes_words
    assert bool(one.readers_to_hr) == (takes_words and one.is_hrs_too)


def test_the_page_about_a_person_shows_them(cast, sign_in):
    User.objects.filter(pk=cast.kavya.pk).update(time_zone="Europe/Paris", spoken_languages=["hi", "en"])
    shown = facts(sign_in(cast.omar), cast.kavya)
    expected = {
        "Time zone": "Europe/Paris", "Works from": "09:00", "Works until": "17:00", "Languages": "Hindi, English",
    }  # fmt: skip
    assert {title: shown[title] for title in expected} == expected
    User.objects.filter(pk=cast.kavya.pk).update(time_zone="")
    assert "organisation's" in facts(sign_in(cast.omar), cast.kavya)["Time zone"]


def test_another_field_is_one_entry(cast, sign_in, add_field):
    add_field(readers=Audience.TEAM)
    client = sign_in(cast.kavya)
    form = client.get(reverse("profile")).context["form"]
    assert (form["city"].label, form["city"].audience) == ("Where you sit", "The program team")
    client.post(reverse("profile"), {**TIMES, "city": "Graz"})
    assert client.get(reverse("profile")).context["form"]["city"].value() == "Graz"
    assert facts(sign_in(cast.omar), cast.kavya)["Sits in"] == "Graz"
    assert facts(sign_in(cast.priya), cast.kavya)["Sits in"] == "Graz"


def test_hr_sets_it_too_unless_it_is_the_persons_alone(cast, sign_in, add_field):
    add_field()
    hr, url = sign_in(cast.omar), reverse("person_edit", args=[cast.noor.pk])
    before = entry_version(cast.noor)
    hr.post(url, {**TIMES, "level": "", "manager": "", "city": "Linz", "version": before})
    cast.noor.refresh_from_db()
    assert cast.noor.city == "Linz"
    assert entry_version(cast.noor) != before, "so that two who change it at once are told"
    add_field(is_hrs_too=False)
    assert "city" not in hr.get(url).context["form"].fields


def test_one_for_hr_alone_is_hidden_from_coordinators(cast, sign_in, add_field):
    add_field(shown_to=Readers.HR)
    assert "Sits in" in facts(sign_in(cast.omar), cast.kavya)
    assert "Sits in" not in facts(sign_in(cast.priya), cast.kavya)
