"""When somebody else may have been in: all passkeys go and every other sign-in ends, in one step, from the page after a
password was set through a link, and from the mail about it."""

import time
from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.urls import reverse

from people.approvals.role_grants import password_link
from people.models import AuditEntry, User
from people.sign_in.clean_sweep import ASKED_AT
from tests.people.second_factor.conftest import PASSWORD, code_of
from tests.people.second_factor.soft_key import SoftKey

pytestmark = pytest.mark.django_db
SWEEP = reverse("passkeys_remove_all")
NEW = "an even longer way home"


def form_of_link(client, person):
    """The page to which the link in the mail leads."""
    link = password_link(User.objects.get(pk=person.pk))
    return client.get(urlsplit(link).path, follow=True).redirect_chain[-1][0]


def passkeys_of(person):
    return Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN)


def test_the_page_after_a_password_by_link_offers_it_and_one_step_does_it(cast, with_password, app_of, by_password):
    """An intruder has added a passkey and is signed in elsewhere."""
    intruder = by_password(cast.noor)
    secret = app_of(cast.noor)
    SoftKey(cast.noor).register()
    owner = Client()
    form = form_of_link(owner, cast.noor)
    owner.post(form, {"password1": NEW, "password2": NEW})
    landed = owner.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert landed.headers["Location"] == f"{SWEEP}?next=%2F"
    page = owner.get(landed.headers["Location"]).text
    assert "each of these still opens your account" in page
    answer = owner.post(SWEEP, {"next": "/"})
    assert answer.status_code == 302
    assert not passkeys_of(cast.noor).exists()
    assert Authenticator.objects.filter(user=cast.noor, type="totp").exists(), "the app is the owner's"
    assert intruder.get(reverse("profile")).status_code == 302
    assert owner.get(reverse("profile")).status_code == 200
    assert AuditEntry.objects.filter(act="second_factor.removed", person=cast.noor).count() == 1


def test_every_other_sign_in_ends_also_without_passkeys(cast, by_password):
    owner, elsewhere = by_password(cast.noor), Client()
    elsewhere.post(reverse("account_login"), {"login": cast.noor.email, "password": PASSWORD})
    assert elsewhere.get(reverse("profile")).status_code == 200
    owner.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    owner.post(SWEEP)
    assert elsewhere.get(reverse("profile")).status_code == 302
    assert owner.get(reverse("profile")).status_code == 200


def test_whoever_sits_at_an_open_browser_is_asked_for_the_password(cast, sign_in):
    SoftKey(cast.noor).register()
    assert reverse("account_reauthenticate") in sign_in(cast.noor).post(SWEEP).headers["Location"]
    assert passkeys_of(cast.noor).exists()


def test_who_has_no_passkey_goes_where_they_were_going(cast, with_password):
    client = Client()
    form = client.get(urlsplit(password_link(User.objects.get(pk=cast.noor.pk))).path, follow=True).redirect_chain[-1][
        0
    ]
    assert client.post(form, {"password1": NEW, "password2": NEW}).headers["Location"] == "/"


def test_the_mail_about_a_new_password_leads_there(cast, by_password, django_capture_on_commit_callbacks):
    client = by_password(cast.noor)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    SoftKey(cast.noor).register()
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    [message] = mail.outbox
    assert SWEEP in message.body
    assert "two of them take it away" in message.body


def test_the_list_of_sign_ins_leads_there(cast, sign_in):
    assert SWEEP in sign_in(cast.noor).get(reverse("usersessions_list")).text


def test_a_mailbox_alone_takes_no_second_step_away_from_whoever_needs_one(cast, sign_in, settings):
    """Omar of HR: whoever reads his mail gets a password, and not more."""
    settings.REQUIRE_SECOND_FACTOR = True
    client = sign_in(cast.omar)
    SoftKey(cast.omar).register()
    session = client.session
    session[ASKED_AT] = time.time()
    session.save()
    client.post(SWEEP)
    assert passkeys_of(cast.omar).exists()


def test_of_another_nothing_goes(cast, by_password):
    SoftKey(cast.kavya).register()
    noor = by_password(cast.noor)
    noor.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    noor.post(SWEEP)
    assert passkeys_of(cast.kavya).exists()
