"""What every answer carries, and what a request that fails becomes."""

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import path, reverse

from frame.error_pages import bad_request
from frame.errors import Refused
from frame.middleware import RefusedMiddleware
from people.access import anyone, page
from people.urls import urlpatterns as ours


@page(anyone)
def fail(request):
    raise RuntimeError("secret detail")


urlpatterns = [*ours, path("fail/", fail)]


@pytest.fixture
def page(client, db):
    return client.get(reverse("account_login"))


def test_policy_lets_nothing_inline_run(page):
    policy = page.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in policy


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Referrer-Policy", "same-origin"),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("X-Robots-Tag", "noindex, nofollow"),
    ],
)
def test_header(page, name, value):
    assert page.headers[name] == value


def test_pages_are_not_stored_and_devices_not_asked_for(page):
    assert "no-store" in page.headers["Cache-Control"]
    assert "camera=()" in page.headers["Permissions-Policy"]


def test_unknown_address_is_a_designed_page(client, db):
    page = client.get("/no/such/page/")
    assert page.status_code == 404
    assert "There is nothing here for you" in page.text


@pytest.mark.parametrize(("exception", "status"), [(SuspiciousOperation(), 400), (RequestDataTooBig(), 413)])
def test_bad_requests_say_which_kind(exception, status, db):
    request = RequestFactory().post("/")
    request.user = None
    assert bad_request(request, exception).status_code == status


def test_expired_form_is_a_designed_page(db):
    page = Client(enforce_csrf_checks=True).post(reverse("account_login"), {})
    assert page.status_code == 403
    assert "Your form has expired" in page.text


@pytest.mark.urls(__name__)
def test_failure_shows_no_detail(client, db):
    client.raise_request_exception = False
    page = client.get("/fail/")
    assert page.status_code == 500
    assert "Something went wrong on our side" in page.text
    assert "secret detail" not in page.text


def refused(request):
    request._messages = MessagesList()
    return RefusedMiddleware(HttpResponse).process_exception(request, Refused("The cycle is closed."))


class MessagesList(list):
    """Stands where the message storage stands; keeps what was added."""

    def add(self, level, message, extra_tags=""):
        self.append(message)


@pytest.mark.parametrize(
    ("referer", "location"),
    [("http://testserver/programs/?q=a", "http://testserver/programs/?q=a"), ("https://evil.example/", "/"), ("", "/")],
)
def test_refusal_leads_back_inside_with_its_reason(referer, location):
    request = RequestFactory().post("/x/", headers={"referer": referer})
    answer = refused(request)
    assert answer.url == location
    assert list(get_messages(request)) == ["The cycle is closed."]


def test_other_exceptions_are_not_swallowed():
    assert RefusedMiddleware(HttpResponse).process_exception(RequestFactory().get("/"), ValueError()) is None


@pytest.mark.parametrize("method", ["get", "head", "put"])
def test_the_wrong_method_is_a_designed_page_that_says_which_are_right(client, db, method):
    page = getattr(client, method)(reverse("theme_choose"))
    assert (page.status_code, page.headers["Allow"]) == (405, "POST")
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert ("This address is no page" in page.text) == (method != "head")


def test_a_view_of_others_that_refuses_a_method_has_the_page_too(client, db):
    page = client.delete(reverse("account_login"))
    assert page.status_code == 405
    assert "This address is no page" in page.text
    assert set(page.headers["Allow"].split(", ")) >= {"GET", "POST"}
