"""Where it is required, the team's sign-in opens nothing without a second factor, in whichever way one comes in."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from people.models import AuditEntry, Role, RoleGrant
from tests.people.second_factor.conftest import PASSWORD, code_of

pytestmark = pytest.mark.django_db
SET_UP, PROVE = "/account/2fa/", "/account/2fa/reauthenticate/"


@pytest.fixture(autouse=True)
def required(settings):
    settings.REQUIRE_SECOND_FACTOR = True


@pytest.mark.parametrize("name", ["omar", "priya", "igor"])
@pytest.mark.parametrize("page", ["home", "people_list", "program_list", "outbox", "profile", "usersessions_list"])
def test_the_team_gets_no_further_than_the_set_up_page(cast, by_password, name, page):
    assert by_password(cast.people[name]).get(reverse(page)).headers["Location"] == SET_UP


@pytest.mark.parametrize("name", ["kavya", "jack", "lena", "noor", "sam"])
def test_others_sign_in_as_before(cast, by_password, name):
    assert by_password(cast.people[name]).get(reverse("profile")).status_code == 200


def test_the_set_up_page_says_why_and_offers_no_other_page(cast, by_password):
    page = by_password(cast.omar).get(SET_UP)
    assert "until then no other page opens" in page.text
    assert reverse("people_list") not in page.text
    assert reverse("account_logout") in page.text


def test_a_part_of_a_page_leads_there_too(cast, by_password):
    answer = by_password(cast.omar).get(reverse("people_list"), headers={"HX-Request": "true"})
    assert (answer.content, answer.headers["HX-Redirect"]) == (b"", SET_UP)


def test_nothing_is_changed_by_a_post_either(cast, by_password):
    client = by_password(cast.omar)
    client.post(reverse("role_change", args=[cast.noor.pk, Role.OPERATOR]), {"to": "grant"})
    assert not RoleGrant.objects.filter(user=cast.noor).exists()


def test_a_remembered_sign_in_without_it_stays_outside(cast, by_password):
    assert by_password(cast.omar, remember="on").get(reverse("home")).headers["Location"] == SET_UP


def test_who_is_given_a_role_while_signed_in_has_to_set_it_up(cast, by_password):
    client = by_password(cast.noor)
    assert client.get(reverse("profile")).status_code == 200
    RoleGrant.objects.create(user=cast.noor, role=Role.OPERATOR)
    assert client.get(reverse("profile")).headers["Location"] == SET_UP


@pytest.mark.django_db(transaction=True)
def test_setting_it_up_opens_the_site(cast, by_password):
    client = by_password(cast.omar)
    set_up = reverse("mfa_activate_totp")
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": set_up})
    secret = client.get(set_up).context["form"].secret
    client.post(set_up, {"code": code_of(secret)})
    assert client.get(reverse("people_list")).status_code == 200


def test_a_sign_in_that_used_it_opens_the_site(cast, by_password, app_of):
    secret = app_of(cast.omar)
    client = by_password(cast.omar)
    assert "_auth_user_id" not in client.session
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert client.get(reverse("people_list")).status_code == 200


def test_an_older_sign_in_has_to_show_it_once_there_is_one(cast, by_password, app_of):
    """The password was stolen, the thief signed in first; the owner's factor keeps them out, and what they cannot do
    is add one of their own."""
    thief = by_password(cast.omar)
    secret = app_of(cast.omar)
    thief.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    for page in ("people_list", "mfa_add_webauthn", "mfa_deactivate_totp", "mfa_view_recovery_codes"):
        assert thief.get(reverse(page)).headers["Location"] == PROVE
    thief.post(PROVE, {"code": code_of(secret)})
    assert thief.get(reverse("people_list")).status_code == 200


@pytest.mark.parametrize("cookie", ["forged", "0" * 32])
def test_a_forged_session_is_nobody(cast, client, settings, cookie):
    client.cookies[settings.SESSION_COOKIE_NAME] = cookie
    assert client.get(reverse("people_list")).headers["Location"].startswith("/account/login/")


def test_the_last_one_cannot_be_removed(cast, by_password, app_of):
    secret = app_of(cast.omar)
    client = by_password(cast.omar)
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    answer = client.post(reverse("mfa_deactivate_totp"))
    assert "Your role needs a second step" in answer.text
    assert Authenticator.objects.filter(user=cast.omar).count() == 1


def test_the_last_passkey_cannot_be_removed(cast, by_password, app_of):
    secret = app_of(cast.omar)
    client = by_password(cast.omar)
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    Authenticator.objects.filter(user=cast.omar).update(type=Authenticator.Type.WEBAUTHN)
    passkey = Authenticator.objects.get(user=cast.omar)
    answer = client.post(reverse("mfa_remove_webauthn", args=[passkey.pk]), follow=True)
    assert answer.redirect_chain == [(SET_UP, 302)]
    assert Authenticator.objects.filter(pk=passkey.pk).exists()


def test_nobody_removes_the_passkey_of_another(cast, by_password, app_of):
    app_of(cast.kavya)
    Authenticator.objects.update(type=Authenticator.Type.WEBAUTHN)
    client = by_password(cast.noor)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert client.post(reverse("mfa_remove_webauthn", args=[Authenticator.objects.get().pk])).status_code == 404


def test_others_may_remove_theirs(cast, by_password, app_of):
    secret = app_of(cast.kavya)
    client = by_password(cast.kavya)
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(user=cast.kavya).exists()
    assert AuditEntry.objects.filter(act="second_factor.removed", person=cast.kavya, is_private=True).count() == 1


def test_a_link_by_mail_sets_a_password_but_opens_nothing(cast, with_password, app_of, client, mailoutbox):
    """Whoever reads the mailbox still needs the second factor."""
    with_password(cast.omar)
    app_of(cast.omar)
    client.post(reverse("account_reset_password"), {"email": cast.omar.email})
    link = next(word for word in mailoutbox[-1].body.split() if "/password/reset/key/" in word)
    page = client.get("/" + link.split("/", 3)[3], follow=True)
    new = {"password1": "another long way", "password2": "another long way"}
    client.post(page.request["PATH_INFO"], new, follow=True)
    assert "_auth_user_id" not in client.session


def test_where_it_is_not_required_nothing_changes(cast, by_password, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    assert by_password(cast.omar).get(reverse("people_list")).status_code == 200
