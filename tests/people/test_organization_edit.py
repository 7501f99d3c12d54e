"""The organisation's settings: name, clock, and what stands in messages."""

from email.utils import parseaddr

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from notifications.rendering import this_site
from people.models import AuditEntry, Organization
from people.sign_in.adapters import AccountAdapter
from programs.models import Cycle
from sessions.models import Meeting
from sessions.reminders.facts import invitation_of
from tests import factories as make

URL = "organization_edit"
GIVEN = {
    "name": "Northwind",
    "time_zone": "Europe/Berlin",
    "email_sender": "Mentoring <mentoring@example.com>",
}


@pytest.fixture(autouse=True)
def permitted(settings):
    settings.MAIL_SENDER_DOMAINS = ["example.com"]


@pytest.fixture
def hr(cast, sign_in):
    return sign_in(cast.omar)


def save(client, **changes):
    version = client.get(reverse(URL)).context["form"].initial["version"]
    return client.post(reverse(URL), GIVEN | {"version": version} | changes)


def test_settings_are_saved_and_used_in_messages(hr):
    assert save(hr).status_code == 302
    organization = Organization.objects.current()
    assert (organization.name, organization.time_zone) == ("Northwind", "Europe/Berlin")
    assert this_site().sender == "Mentoring <mentoring@example.com>"


def test_the_log_says_what_it_was_and_what_it_is(hr):
    Organization.objects.current()
    Organization.objects.update(name="Southwind")
    save(hr)
    details = AuditEntry.objects.get(act="organization.changed").details
    assert (details["name"], details["time_zone"]) == ("Southwind → Northwind", "UTC → Europe/Berlin")


def test_nobody_points_links_elsewhere(hr, settings, cast):
    """Not by the form, not by a field that it does not show, not by the host that a request asks for."""
    settings.BASE_URL, settings.ALLOWED_HOSTS = "https://mentoring.example.com/", ["*"]
    assert "https://mentoring.example.com" in hr.get(reverse(URL)).text
    save(hr, base_url="https://evil.example", site_url="https://evil.example")
    assert this_site().base_url == "https://mentoring.example.com"
    make.MeetingFactory(pairing=cast.pairing)
    invitation = invitation_of(Meeting.objects.get())
    assert invitation.url.startswith("https://mentoring.example.com/")
    Client().post(reverse("account_reset_password"), {"email": cast.noor.email}, headers={"Host": "evil.example"})
    (message,) = mail.outbox
    assert "https://mentoring.example.com/account/password/reset/key/" in message.body
    assert "evil.example" not in str(message.message())
    Cycle.objects.update(state="enrolling")
    page = hr.get(reverse("participant_list", args=[cast.program.pk]), headers={"Host": "evil.example"})
    assert page.context["link"].startswith("https://mentoring.example.com/")


def test_mail_comes_from_permitted_domains_only(hr, settings):
    settings.DEFAULT_FROM_EMAIL = "Turnabout <turnabout@corp.example>"
    settings.MAIL_SENDER_DOMAINS = ["corp.example"]
    answer = save(hr, email_sender="The chief <ceo@example.com>")
    assert "Mail may only come from: corp.example." in answer.context["form"].errors["email_sender"][0]
    Organization.objects.update(email_sender="The chief <ceo@example.com>")  # as it stood before the setting
    assert this_site().sender == "Turnabout <turnabout@corp.example>"
    assert parseaddr(AccountAdapter().get_from_email())[1] == "turnabout@corp.example"
    save(hr, email_sender="Mentoring <mentoring@corp.example>")
    assert this_site().sender == "Mentoring <mentoring@corp.example>"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("time_zone", "Europe/Atlantis"),
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
