"""What ends a sign-in, and that nothing which should end one misses it."""

import pytest
from allauth.usersessions.models import UserSession
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from people.approvals.role_grants import password_link
from people.models import AuditEntry, User
from people.offboarding import end_sessions, let_go
from tests.people.second_factor.conftest import PASSWORD, by_password, with_password  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db
NEW = "an even longer way home"
SIGN_OUT_ELSEWHERE = "usersessions_list"


@pytest.fixture
def two(cast, by_password) -> tuple[Client, Client]:  # noqa: F811
    """Noor in two browsers."""
    first, second = by_password(cast.noor), Client()
    second.post(reverse("account_login"), {"login": cast.noor.email, "password": PASSWORD})
    assert is_in(first)
    assert is_in(second)
    return first, second


def is_in(client: Client) -> bool:
    return client.get(reverse("profile")).status_code == 200


def confirm(client: Client) -> None:
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def listed(person: User) -> set[str]:
    return set(UserSession.objects.filter(user=person).values_list("session_key", flat=True))


def with_another_key(settings) -> None:
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-of-the-server-that-nobody-knows-yet-1234567"


def test_whoever_copied_the_cookie_is_out_when_its_owner_signs_out(two):
    own, copy = two[0], Client()
    copy.cookies = own.cookies.copy()
    assert is_in(copy)
    own.post(reverse("account_logout"))
    assert not is_in(copy)


def test_the_browser_is_asked_to_forget_the_pages_when_one_signs_out(two):
    assert two[0].post(reverse("account_logout")).headers["Clear-Site-Data"] == '"cache", "storage"'


def test_and_when_the_sign_in_was_ended_elsewhere(cast, two):
    end_sessions([cast.noor.pk])
    assert two[0].get(reverse("profile")).headers["Clear-Site-Data"] == '"cache", "storage"'


def test_a_page_in_between_clears_nothing(two, client):
    assert "Clear-Site-Data" not in two[0].get(reverse("profile")).headers
    assert "Clear-Site-Data" not in client.get(reverse("account_login")).headers


def test_another_password_ends_all_other_sign_ins(two):
    first, second = two
    confirm(first)
    first.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert (is_in(first), is_in(second)) == (True, False)


def test_a_password_set_through_a_link_ends_earlier_sign_ins(cast, by_password):  # noqa: F811
    earlier, browser = by_password(cast.noor), Client()
    cast.noor.refresh_from_db()  # signing in voids the links from before
    page = browser.get(password_link(cast.noor).partition("localhost:8000")[2], follow=True)
    browser.post(page.request["PATH_INFO"], {"password1": NEW, "password2": NEW})
    assert (is_in(browser), is_in(earlier)) == (True, False)


def test_whoever_leaves_is_out_everywhere(cast, two):
    let_go([cast.noor.pk], at=timezone.now())
    assert not any(map(is_in, two))


def test_signing_out_elsewhere_reaches_sign_ins_from_before_the_key_of_the_server_was_changed(two, settings):
    with_another_key(settings)
    assert all(map(is_in, two))
    two[0].post(reverse(SIGN_OUT_ELSEWHERE))
    assert (is_in(two[0]), is_in(two[1])) == (True, False)


def test_so_does_the_end_of_all_sign_ins(cast, two, settings):
    with_another_key(settings)
    assert all(map(is_in, two))
    end_sessions([cast.noor.pk])
    assert not any(map(is_in, two))


def test_what_the_list_of_sign_ins_is_made_from_still_names_each_once(cast, two, settings):
    with_another_key(settings)
    assert all(map(is_in, two))
    assert listed(cast.noor) == {client.session.session_key for client in two}


def test_confirming_that_it_is_oneself_makes_the_cookie_another_one(cast, two):
    own, copy = two[0], Client()
    copy.cookies = own.cookies.copy()
    confirm(own)
    assert (is_in(own), is_in(copy)) == (True, False)
    assert listed(cast.noor) == {client.session.session_key for client in two}


def test_whoever_runs_the_server_signs_somebody_out(cast, two, capsys):
    call_command("sign_out", cast.noor.email)
    assert not any(map(is_in, two))
    assert AuditEntry.objects.filter(act="sign_in.ended_by_server", person=cast.noor, actor=None).count() == 1
    assert "signed out" in capsys.readouterr().out


def test_or_everybody(cast, two, by_password):  # noqa: F811
    helen = by_password(cast.helen)
    call_command("sign_out", "--everyone")
    assert not any(map(is_in, (*two, helen)))


def test_nobody_is_signed_out_by_an_address_that_is_nobodys(two):
    with pytest.raises(CommandError, match="Nobody has the address"):
        call_command("sign_out", "nobody@example.com")
    with pytest.raises(CommandError, match="--everyone"):
        call_command("sign_out")
    assert all(map(is_in, two))
