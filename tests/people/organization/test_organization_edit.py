"""The organisation's settings: name, clock, and what stands in messages."""

import pytest
from django.urls import reverse

from notifications.rendering import this_site
from people.models import Organization

URL = "organization_edit"
GIVEN = {
    "name": "Northwind",
    "time_zone": "Europe/Berlin",
    "fiscal_year_start": "4",
    "base_url": "https://mentoring.example.com/",
    "email_sender": "Mentoring <mentoring@example.com>",
}


@pytest.fixture
def hr(cast, sign_in):
    return sign_in(cast.omar)


def save(client, **changes):
    version = client.get(reverse(URL)).context["form"].initial["version"]
    return client.post(reverse(URL), GIVEN | {"version": version} | changes)


def test_settings_are_saved_and_used_in_messages(hr):
    assert save(hr).status_code == 302
    organization = Organization.objects.current()
    assert (organization.name, organization.time_zone, organization.fiscal_year_start) == (
        "Northwind", "Europe/Berlin", 4,
    )  # fmt: skip
    site = this_site()
    assert (site.base_url, site.sender) == ("https://mentoring.example.com", "Mentoring <mentoring@example.com>")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("time_zone", "Europe/Atlantis"),
        ("fiscal_year_start", "13"),
        ("base_url", "javascript:alert(1)"),
        ("email_sender", "Mentoring"),
        ("email_sender", "Mentoring <a@example.com>\r\nBcc: b@example.com"),
    ],
)
def test_bad_values_are_refused_at_their_field_and_change_nothing(hr, field, value):
    Organization.objects.current()
    before = Organization.objects.values().get()
    answer = save(hr, **{field: value})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert Organization.objects.values().get() == before


def test_what_another_hr_admin_saved_meanwhile_is_not_overwritten(hr):
    version = hr.get(reverse(URL)).context["form"].initial["version"]
    save(hr, name="Southwind")
    answer = hr.post(reverse(URL), GIVEN | {"version": version})
    assert answer.status_code == 409
    assert "Southwind" in answer.text
    assert Organization.objects.current().name == "Southwind"


@pytest.mark.parametrize("who", ["priya", "lena", "igor", "kavya", "noor"])
def test_only_hr_admins_change_the_organisation(cast, sign_in, who):
    client = sign_in(getattr(cast, who))
    assert client.get(reverse(URL)).status_code == 403
    assert client.post(reverse(URL), GIVEN).status_code == 403


def test_the_sidebar_offers_settings_to_hr_admins(hr, cast, sign_in):
    link = f'href="{reverse(URL)}"'
    assert link in hr.get(reverse("people_list")).text
    assert link not in sign_in(cast.priya).get(reverse("people_list")).text
