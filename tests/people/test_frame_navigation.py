"""The sidebar shows what one may open, and what is missing is left out."""

import pytest
from django.test import RequestFactory

from people import navigation
from people.access import hr_admin, signed_in
from people.navigation import Entry


@pytest.fixture(autouse=True)
def entries(monkeypatch):
    monkeypatch.setattr(navigation, "_entries", {})
    navigation.register(Entry("Security", "key", "mfa_index", signed_in, order=20, under="/account/"))
    navigation.register(Entry("Address", "key", "account_email", hr_admin, order=10))
    navigation.register(Entry("Gone", "key", "no_such_page", signed_in, order=5))


def labels(user, path="/"):
    request = RequestFactory().get(path)
    request.user = user
    return [link.label for link in navigation.entries_for(request)]


def test_rules_decide_who_sees_what(cast):
    assert labels(cast.noor) == ["Security"]
    assert labels(cast.omar) == ["Address", "Security"]


@pytest.mark.parametrize(
    ("path", "under", "current"),
    [
        ("/a/b/", "/a/", True),
        ("/b/", "/a/", False),
        ("/b/", "/", False),
        ("/meetings/1/log/", ("/pairing/", "/meetings/"), True),
        ("/reviews/", ("/pairing/", "/meetings/"), False),
    ],
)
def test_current_entry(path, under, current):
    assert navigation.is_current(path, under) is current


def test_bell_counts_what_is_unread(cast, sign_in, monkeypatch):
    monkeypatch.setattr(navigation, "_unread", [lambda user: 4 if user == cast.kavya else 0])
    request = RequestFactory().get("/")
    request.user = cast.kavya
    assert navigation.unread_for(request.user) == 4
    assert navigation.unread_for(cast.noor) == 0


def test_frame_costs_few_queries(cast, sign_in, django_assert_max_num_queries):
    client = sign_in(cast.omar)
    with django_assert_max_num_queries(8):
        client.get("/account/email/")
