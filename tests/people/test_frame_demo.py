"""One-click sign-in, in demo mode and nowhere else."""

import pytest
from django.urls import reverse

URL = "/demo/sign-in/"


@pytest.fixture
def demo(settings):
    settings.DEMO = True
    settings.LOGIN_REDIRECT_URL = "account_email"


def test_persona_is_signed_in(client, cast, demo):
    answer = client.post(URL, {"email": cast.kavya.email})
    assert answer.url == "/account/email/"
    assert client.session["_auth_user_id"] == str(cast.kavya.pk)


def test_next_page_stays_inside(client, cast, demo):
    assert client.post(URL, {"email": cast.kavya.email, "next": "/theme/"}).url == "/theme/"
    assert client.post(URL, {"email": cast.kavya.email, "next": "https://evil.example/"}).url == "/account/email/"


def test_others_cannot_be_signed_in_as(client, cast, demo):
    cast.kavya.first_name = "Kavita"
    cast.kavya.save()
    assert client.post(URL, {"email": cast.kavya.email}).status_code == 404


def test_outside_the_demo_it_does_not_exist(client, cast):
    assert client.post(URL, {"email": cast.kavya.email}).status_code == 404
    assert "_auth_user_id" not in client.session


def test_link_in_a_mail_cannot_sign_in(client, cast, demo):
    assert client.get(URL, {"email": cast.kavya.email}).status_code == 405


def test_sign_in_page_offers_the_people_in_the_demo_only(client, cast, settings):
    assert cast.omar.email not in client.get(reverse("account_login")).text
    settings.DEMO = True
    assert cast.omar.email in client.get(reverse("account_login")).text
