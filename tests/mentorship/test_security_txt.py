"""`/.well-known/security.txt`: whoever found a weakness learns from it whom to tell."""

import datetime as dt

import pytest
import time_machine
from django.test import Client

from mentorship.refusals import wrong_contacts

PATH = "/.well-known/security.txt"
NOW = dt.datetime(2026, 11, 28, 13, 45, tzinfo=dt.UTC)


@pytest.fixture
def named(settings):
    settings.SECURITY_CONTACT = ["security@example.com", "https://example.com/report"]
    settings.BASE_URL = "https://turnabout.example"
    return settings


def read() -> list[tuple[str, str]]:
    answer = Client().get(PATH)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/plain; charset=utf-8")
    assert answer.text.endswith("\n")
    return [tuple(line.split(": ", 1)) for line in answer.text.splitlines()]


def test_strangers_read_whom_to_tell_in_the_order_of_preference(named):
    contacts = [value for name, value in read() if name == "Contact"]
    assert contacts == ["mailto:security@example.com", "https://example.com/report"]


def test_it_says_where_it_lies_whatever_host_was_asked(named):
    named.ALLOWED_HOSTS = ["other.example"]
    text = Client(SERVER_NAME="other.example").get(PATH).text
    assert "\nCanonical: https://turnabout.example/.well-known/security.txt\n" in text


def test_it_expires_within_a_year_and_never_while_it_is_read(named):
    with time_machine.travel(NOW, tick=False):
        fields = dict(read())
    expires = dt.datetime.strptime(fields["Expires"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=dt.UTC)
    assert NOW + dt.timedelta(days=30) < expires < NOW + dt.timedelta(days=365)


def test_it_names_the_languages_of_the_site(named):
    assert dict(read())["Preferred-Languages"] == "en"


def test_a_policy_is_named_where_there_is_one(named):
    assert "Policy" not in dict(read())
    named.SECURITY_POLICY = "https://example.com/security"
    assert dict(read())["Policy"] == "https://example.com/security"


def test_without_a_contact_there_is_no_such_page(client, db, settings):
    settings.SECURITY_CONTACT = []
    answer = client.get(PATH)
    assert answer.status_code == 404
    assert "There is nothing here for you" in answer.text


@pytest.mark.parametrize(
    "contact", ["security@example.com", "mailto:a@b.example", "https://example.com", "tel:+49-30-1"]
)
def test_the_site_starts_with_a_contact_that_leads_somewhere(contact):
    assert wrong_contacts([contact], "https://example.com/security") == []


@pytest.mark.parametrize(
    "contact", ["ask Igor", "http://example.com", "javascript:alert(1)", "a@b.example\nExpires: 1", ""]
)
def test_and_not_with_one_that_leads_nowhere(contact):
    assert "SECURITY_CONTACT" in wrong_contacts([contact], "")[0]


def test_nor_with_a_policy_that_is_no_page():
    assert "SECURITY_POLICY" in wrong_contacts([], "our wiki")[0]
