"""What is kept of a second factor is sealed; keys can be changed; a lost factor is taken away."""

import json

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse

from notifications.models import Delivery
from people.models import AuditEntry
from tests.people.second_factor.conftest import code_of

pytestmark = pytest.mark.django_db
NEW = "n3W-Qw2Lr7Tz1Bn8Mc3Yp6Hs5Gd0Fj-kX4v9Qw2Lr7Tz1Bn8Mc3kk"


def dump() -> str:
    """Every row of every table, as a thief of the database reads it."""
    rows = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows += [str(row) for row in cursor.fetchall()]
    return "\n".join(rows)


def test_a_dump_holds_neither_the_secret_nor_a_recovery_code(cast, by_password, app_of):
    secret = app_of(cast.omar)
    codes = RecoveryCodes.activate(cast.omar).generate_codes()
    client = by_password(cast.omar)
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    stolen = dump()
    assert cast.omar.email in stolen
    assert not [word for word in (secret, *codes) if word in stolen]


def test_the_key_can_be_changed(cast, app_of, by_password, settings, capsys):
    secret = app_of(cast.omar)
    RecoveryCodes.activate(cast.omar)
    old = settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [old]
    call_command("rotate_secrets")
    assert capsys.readouterr().out == (
        "2 secrets of second factors sealed under the newest key.\n"
        "0 copies of people's own data sealed under the newest key.\n"
        "0 keys of reviews sealed under the newest key.\n"
    )
    settings.SECRET_KEY_FALLBACKS = []
    client = by_password(cast.omar)
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert "_auth_user_id" in client.session
    assert AuditEntry.objects.get(act="secrets.rotated").details == {
        "secrets of second factors": "2",
        "copies of people's own data": "0",
        "keys of reviews": "0",
    }


def test_a_key_that_is_gone_changes_nothing(cast, app_of, settings):
    app_of(cast.omar)
    before = json.dumps(Authenticator.objects.get().data)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, []
    with pytest.raises(CommandError, match="SECRET_KEY_FALLBACKS"):
        call_command("rotate_secrets")
    assert json.dumps(Authenticator.objects.get().data) == before


def test_a_factor_that_cannot_be_opened_lets_nobody_in_and_says_so(cast, app_of, by_password):
    secret = app_of(cast.omar)
    client = by_password(cast.omar)
    Authenticator.objects.update(data={"secret": "no seal of ours"})
    answer = client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert answer.status_code == 302
    assert "_auth_user_id" not in client.session
    assert "cannot be checked now" in client.get(reverse("account_login"), follow=True).text


class TestReset:
    def reset(self, cast, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            call_command("reset_second_factor", cast.omar.email.upper())

    def test_removes_it_ends_sessions_tells_and_records(
        self, cast, app_of, by_password, mailoutbox, django_capture_on_commit_callbacks
    ):
        secret = app_of(cast.omar)
        RecoveryCodes.activate(cast.omar)
        app_of(cast.kavya)
        client = by_password(cast.omar)
        client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
        self.reset(cast, django_capture_on_commit_callbacks)
        assert [one.user for one in Authenticator.objects.all()] == [cast.kavya]
        assert client.get(reverse("profile")).headers["Location"].startswith("/account/login/")
        assert [(mail.to, mail.subject) for mail in mailoutbox] == [
            ([cast.omar.email], "Your second step for Turnabout was reset")
        ]
        told = Delivery.objects.get(recipient=cast.omar)
        assert (told.kind, told.channel) == ("second_factor_reset", "in_app")
        entry = AuditEntry.objects.get(act="second_factor.reset")
        assert (entry.actor, entry.person) == (None, cast.omar)

    def test_of_nobody(self, db):
        with pytest.raises(CommandError, match="Nobody has the address"):
            call_command("reset_second_factor", "stranger@example.com")
