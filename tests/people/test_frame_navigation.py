"""The sidebar shows what one may open, and what is missing is left out."""

import pytest
from django.test import RequestFactory

from frame import navigation
from frame.navigation import Entry
from frame.ports import Hook
from people.access import hr_admin, signed_in


@pytest.fixture(autouse=True)
def entries(monkeypatch):
    monkeypatch.setattr(navigation, "entries", Hook("test", "Entries of a test."))
    navigation.entries.register(Entry("Security", "key", "mfa_index", signed_in, order=20, under="/account/"))
    navigation.entries.register(Entry("Address", "key", "account_email", hr_admin, order=10))
    navigation.entries.register(Entry("Gone", "key", "no_such_page", signed_in, order=5))


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


def test_frame_costs_few_queries(cast, sign_in, django_assert_max_num_queries):
    client = sign_in(cast.omar)
    with django_assert_max_num_queries(8):
        client.get("/account/email/")
