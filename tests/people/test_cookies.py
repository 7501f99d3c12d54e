"""Over TLS no cookie can be planted by a neighbour under the same domain, and none goes out in the clear."""

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from people.sign_in.known_browsers import PATH, mark_of
from tests.people.second_factor.conftest import PASSWORD, with_password  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock():
    with time_machine.travel(timezone.now(), tick=False) as traveller:
        yield traveller


@pytest.fixture
def as_in_production(settings):
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"


def use_everything(client: Client, person, clock) -> dict:
    """Every cookie that the site has set in the end, by its name."""
    seen = {}

    def send(name: str, **data: str) -> None:
        answer = client.post(reverse(name), data, secure=True)
        seen.update({cookie: one for cookie, one in answer.cookies.items() if one.value})

    client.get(reverse("account_login"), secure=True)
    seen.update(client.cookies)
    send("account_login", login=person.email, password=PASSWORD)
    send("theme_choose", theme="dark")
    clock.shift(dt.timedelta(hours=13))  # the sign-in ends while something is typed
    send("profile", preferred_name="Noor the Great")
    return seen


def test_all_of_them_are_bound_to_this_host(as_in_production, cast, client, clock, with_password):  # noqa: F811
    cookies = use_everything(client, with_password(cast.noor), clock)
    plain = {name.removeprefix("__Host-").removeprefix("__Secure-").partition("-")[0] for name in cookies}
    assert plain == {"session", "csrf", "known", "theme", "kept", "messages"}
    for name, cookie in cookies.items():
        assert cookie["secure"], name
        assert cookie["httponly"], name
        assert cookie["samesite"] == "Lax", name
        assert not cookie["domain"], name
        if cookie["path"] == "/":
            assert name.startswith("__Host-")
        else:
            assert (name.startswith("__Secure-known-"), cookie["path"]) == (True, PATH)


def test_they_are_read_under_these_names(as_in_production, cast, client, clock, with_password):  # noqa: F811
    use_everything(client, with_password(cast.noor), clock)
    page = client.get(reverse("account_login"), secure=True)
    assert mark_of(page.wsgi_request, cast.noor.email)
    assert 'data-theme-choice="dark"' in page.text
    assert "what you typed is still there" in page.text
    client.post(reverse("account_login"), {"login": cast.noor.email, "password": PASSWORD}, secure=True)
    assert "Noor the Great" in client.get(reverse("kept_form"), secure=True).text


def test_without_tls_they_have_their_plain_names(cast, client, clock, with_password):  # noqa: F811
    names = use_everything(client, with_password(cast.noor), clock).keys()
    assert {"theme", "messages", "kept-form"} <= names
