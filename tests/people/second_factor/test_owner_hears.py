"""Who takes over an open browser cannot change how the account is opened without its owner reading it in their mail."""

import json

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from tests.people.second_factor.conftest import PASSWORD, code_of
from tests.people.second_factor.soft_key import SoftKey

pytestmark = pytest.mark.django_db
NOT_YOU = "If this was not you, set a new password at once and tell your HR team."


@pytest.fixture
def noor(cast, by_password):
    client = by_password(cast.noor)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    mail.outbox.clear()
    return client


@pytest.fixture
def heard(cast, django_capture_on_commit_callbacks):
    """Gives `heard(client, page, form)`: the subject of what the owner gets when the form is sent."""

    def send(client, page: str, **form: str) -> str:
        with django_capture_on_commit_callbacks(execute=True):
            client.post(reverse(page), form)
        (message,) = mail.outbox
        assert (message.to, NOT_YOU in message.body) == ([cast.noor.email], True)
        return message.subject

    return send


def test_of_another_password(noor, heard):
    new = "an even longer way home"
    subject = heard(noor, "account_change_password", oldpassword=PASSWORD, password1=new, password2=new)
    assert subject == "Your Turnabout password was changed"


def test_of_an_authenticator_app(noor, heard, time_machine):
    time_machine.move_to(timezone.now(), tick=False)  # a code is good for half a minute
    secret = noor.get(reverse("mfa_activate_totp")).context["form"].secret
    assert (
        heard(noor, "mfa_activate_totp", code=code_of(secret))
        == "An authenticator app was added to your Turnabout account"
    )


def test_of_one_that_is_gone(cast, noor, heard, app_of):
    app_of(cast.noor)
    assert heard(noor, "mfa_deactivate_totp") == "The authenticator app was removed from your Turnabout account"


def test_of_new_recovery_codes(cast, noor, heard, app_of):
    app_of(cast.noor)
    assert heard(noor, "mfa_generate_recovery_codes") == "There are new recovery codes for your Turnabout account"


def test_of_a_passkey(cast, noor, heard):
    page = noor.get(reverse("mfa_add_webauthn"))
    challenge = page.context["js_data"]["creation_options"]["publicKey"]["challenge"]
    credential = json.dumps(SoftKey(cast.noor).new_credential(challenge))
    subject = heard(noor, "mfa_add_webauthn", name="Phone", passwordless="on", credential=credential)
    assert Authenticator.objects.filter(user=cast.noor, type="webauthn").exists()
    assert subject == "A passkey was added to your Turnabout account"


def test_a_new_password_names_the_passkeys_that_it_does_not_end(cast, noor, heard):
    """Whoever added one at an open browser keeps it: the owner has to learn that a new password is not enough."""
    key = SoftKey(cast.noor)
    key.register()
    Authenticator.objects.filter(user=cast.noor).update(
        data=Authenticator.objects.get().data | {"name": "A stranger's <key>"}
    )
    new = "an even longer way home"
    heard(noor, "account_change_password", oldpassword=PASSWORD, password1=new, password2=new)
    assert "A new password does not end your passkeys" in mail.outbox[0].body
    assert "– A stranger's <key>\n" in mail.outbox[0].body
    assert reverse("passkeys_remove_all") in mail.outbox[0].body


def test_who_has_no_passkey_reads_nothing_of_them(noor, heard):
    new = "an even longer way home"
    heard(noor, "account_change_password", oldpassword=PASSWORD, password1=new, password2=new)
    assert "passkey" not in mail.outbox[0].body


def test_a_mail_server_that_fails_stands_in_the_way_of_nothing(
    cast, noor, monkeypatch, django_capture_on_commit_callbacks
):
    def fail(*_args, **_kwargs):
        raise OSError

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", fail)
    new = "an even longer way home"
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    with django_capture_on_commit_callbacks(execute=True):
        assert noor.post(reverse("account_change_password"), form).status_code == 302
    cast.noor.refresh_from_db()
    assert cast.noor.check_password(new)
