"""Signing in for the first time, and the pages around one's own sign-in."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.urls import reverse
from zeal import zeal_ignore

from tests import factories as make

pytestmark = pytest.mark.django_db
PASSWORD = "a long way home"


@pytest.fixture(autouse=True)
def lands_on_the_address_page(settings):
    settings.LOGIN_REDIRECT_URL = "account_email"


@pytest.fixture
def newcomer():
    """A person of the roster who has never signed in: no usable password, no verified address."""
    user = make.UserFactory(first_name="Noor", last_name="Aziz", email="noor@example.com")
    user.set_unusable_password()
    user.save()
    return user


@pytest.fixture
def member(newcomer):
    """The same person, with a password and a verified address."""
    newcomer.set_password(PASSWORD)
    newcomer.save()
    EmailAddress.objects.create(user=newcomer, email=newcomer.email, verified=True, primary=True)
    return newcomer


@pytest.fixture
def signed_in(client, member):
    client.post(reverse("account_login"), {"login": member.email, "password": PASSWORD})
    return client


def set_password_through_link(client):
    client.post(reverse("account_reset_password"), {"email": "Noor@Example.com"})
    link = re.search(r"https?://[^/\s]+(/account/password/reset/key/\S+)", mail.outbox[-1].body)[1]
    form_page = client.get(link, follow=True)
    data = {"password1": PASSWORD, "password2": PASSWORD}
    return client.post(form_page.request["PATH_INFO"], data, follow=True)


def test_first_link_sets_a_password_and_signs_in_with_one_mail(client, newcomer):
    page = set_password_through_link(client)
    assert page.redirect_chain == [("/account/email/", 302)]
    assert [message.to for message in mail.outbox] == [["noor@example.com"]]


def test_the_first_sign_in_leads_on_to_the_page_one_came_for(client, newcomer):
    """From an invitation's link: sign-in page, link by mail, password, and the page of the link again."""
    wanted = reverse("profile_conflicts")
    sign_in_page = client.get(wanted, follow=True)
    ask = re.search(r'href="(/account/password/reset/\?[^"]+)"', sign_in_page.text)[1]
    then = re.search(r'name="then" value="([^"]+)"', client.get(ask).text)[1]
    told = client.post(reverse("account_reset_password"), {"email": newcomer.email, "then": then})
    assert told.url == reverse("account_reset_password_done")
    link = re.search(r"https?://[^/\s]+(/account/password/reset/key/\S+)", mail.outbox[-1].body)[1]
    form_page = client.get(link, follow=True)
    data = {"password1": PASSWORD, "password2": PASSWORD, "next": form_page.context["redirect_field_value"]}
    landed = client.post(form_page.request["PATH_INFO"], data, follow=True)
    assert landed.redirect_chain == [(wanted, 302)]
    assert landed.status_code == 200


def test_the_way_on_stays_on_this_site(client, newcomer):
    client.post(reverse("account_reset_password"), {"email": newcomer.email, "then": "https://example.org/"})
    assert "example.org" not in mail.outbox[-1].body


def test_link_proves_nothing_while_an_older_address_is_known(client, newcomer):
    EmailAddress.objects.create(user=newcomer, email="noor.old@example.com", verified=True)
    set_password_through_link(client)
    assert not EmailAddress.objects.filter(email="noor@example.com", verified=True).exists()


def test_unknown_address_gets_the_same_answer_and_no_mail(client, newcomer):
    known = client.post(reverse("account_reset_password"), {"email": newcomer.email})
    mail.outbox.clear()
    unknown = client.post(reverse("account_reset_password"), {"email": "stranger@example.com"})
    assert (unknown.status_code, unknown.url, mail.outbox) == (known.status_code, known.url, [])


def test_wrong_password_does_not_say_whether_the_address_is_known(client, member):
    answers = [
        client.post(reverse("account_login"), {"login": address, "password": "wrong"}).context["form"].errors
        for address in (member.email, "stranger@example.com")
    ]
    assert answers[0] == answers[1]


def test_people_who_left_cannot_sign_in(client, member):
    member.is_active = False
    member.save()
    client.post(reverse("account_login"), {"login": member.email, "password": PASSWORD})
    assert "_auth_user_id" not in client.session


def test_nobody_signs_up(client):
    data = {"email": "stranger@example.com", "password1": PASSWORD}
    page = client.post(reverse("account_signup"), data)
    assert "No sign-up needed" in page.text
    assert not EmailAddress.objects.exists()


def test_sixth_wrong_password_in_a_row_is_stopped(client, member):
    for _ in range(10):
        page = client.post(reverse("account_login"), {"login": member.email, "password": "wrong"})
    right = client.post(reverse("account_login"), {"login": member.email, "password": PASSWORD})
    assert "Too many wrong passwords. Wait five minutes, or get a link" in page.text
    assert right.status_code != 302


def test_address_cannot_be_changed_here(signed_in, member):
    answer = signed_in.post(reverse("account_email"), {"email": "other@example.com", "action_add": ""})
    assert answer.status_code == 405
    assert "noor@example.com" in signed_in.get(reverse("account_email")).text


@zeal_ignore()  # allauth looks at the sessions of the one person one by one
@pytest.mark.parametrize("name", ["account_change_password", "account_logout", "mfa_index", "usersessions_list"])
def test_pages_of_ones_own_sign_in_stand_in_the_frame(signed_in, name):
    page = signed_in.get(reverse(name))
    assert 'class="navbar navbar-vertical' in page.text
    assert "allauth" not in page.text


@zeal_ignore()
def test_session_list_names_the_browser_and_ends_the_others(signed_in, client, member):
    firefox = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
    other = type(client)(headers={"user-agent": firefox})
    other.post(reverse("account_login"), {"login": member.email, "password": PASSWORD})
    assert "Firefox on Windows" in signed_in.get(reverse("usersessions_list")).text
    signed_in.post(reverse("usersessions_list"))
    assert other.get(reverse("account_email")).status_code == 302
    assert signed_in.get(reverse("account_email")).status_code == 200


def test_password_is_asked_again_before_the_second_step_changes(signed_in):
    answer = signed_in.get(reverse("mfa_activate_totp"), follow=True)
    assert "Confirm that it is you" in answer.text
    again = signed_in.post(
        answer.request["PATH_INFO"], {"password": PASSWORD, "next": reverse("mfa_activate_totp")}, follow=True
    )
    assert "scan this picture" in again.text


def test_authenticator_app_is_asked_for_after_the_password(client, member):
    TOTP.activate(member, generate_totp_secret())
    answer = client.post(reverse("account_login"), {"login": member.email, "password": PASSWORD}, follow=True)
    assert "Enter your code" in answer.text
    assert "_auth_user_id" not in client.session


def test_mail_has_text_and_html_with_the_same_link_and_no_foreign_picture(client, newcomer):
    client.post(reverse("account_reset_password"), {"email": newcomer.email})
    message = mail.outbox[0]
    html = message.alternatives[0].content
    link = re.search(r"https?://\S+/account/password/reset/key/\S+", message.body)[0]
    assert message.subject == "Set your password for Turnabout"
    assert html.count(f'href="{link}"') == 2
    assert "Hello Noor" in html
    assert "<img" not in html
