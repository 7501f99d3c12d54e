"""Sign-ins and their failures: HR's to read for the team, everybody else's own."""

import pytest
from django.urls import reverse

from people.audit import recording
from people.models import AuditEntry
from tests.people.second_factor.conftest import PASSWORD, app_of, by_password, code_of, with_password  # noqa: F401  (fixtures)

pytestmark = pytest.mark.django_db


def entries():
    return list(AuditEntry.objects.order_by("at").values_list("act", "person__first_name", "is_private"))


def test_of_a_mentor_they_are_private(cast, by_password):  # noqa: F811
    client = by_password(cast.maria)
    client.post(reverse("account_logout"))
    assert entries() == [("sign_in.done", "Maria", True), ("sign_in.ended", "Maria", True)]


@pytest.mark.parametrize("name", ["omar", "priya", "igor"])
def test_of_the_team_hr_reads_them(cast, by_password, name):  # noqa: F811
    by_password(cast.people[name])
    assert entries() == [("sign_in.done", cast.people[name].first_name, False)]


def test_failures_are_recorded_for_the_account(cast, client, with_password):  # noqa: F811
    with_password(cast.maria)
    client.post(reverse("account_login"), {"login": "MARIA@example.com", "password": "wrong"})
    assert entries() == [("sign_in.failed", "Maria", True)]
    assert AuditEntry.objects.get().details == {"step": "password"}


def test_an_address_of_nobody_is_not_kept_and_costs_the_same(cast, client):
    """Else the answer's time would tell which addresses exist, and typed passwords would stand in the log."""
    client.post(reverse("account_login"), {"login": "stranger@example.com", "password": "wrong"})
    assert entries() == [("sign_in.failed", None, False)]
    assert AuditEntry.objects.get().details == {"step": "password"}


def test_a_wrong_code_is_a_failure(cast, by_password, app_of):  # noqa: F811
    secret = app_of(cast.omar)
    client = by_password(cast.omar)
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert entries() == [("sign_in.failed", "Omar", False), ("sign_in.done", "Omar", False)]
    assert [found.details for found in AuditEntry.objects.order_by("at")] == [
        {"step": "second factor"}, {"second_factor": "yes"},
    ]  # fmt: skip


class TestFromWhichSignIn:
    def test_one_sign_in_has_one_name_another_another(self, cast, by_password, client):  # noqa: F811
        one = by_password(cast.omar)
        client.post(reverse("account_login"), {"login": cast.omar.email, "password": PASSWORD})
        one.get(reverse("audit_export"))
        one.get(reverse("audit_export"))
        client.get(reverse("audit_export"))
        first, second, third = AuditEntry.objects.filter(act="audit.exported").order_by("at")
        assert first.sign_in == second.sign_in != third.sign_in

    def test_the_name_does_not_lead_back_to_the_session(self, cast, by_password):  # noqa: F811
        client = by_password(cast.omar)
        client.get(reverse("audit_export"))
        name = AuditEntry.objects.get(act="audit.exported").sign_in
        assert len(name) == 12
        assert name not in client.session.session_key

    def test_there_is_none_outside_a_request_nor_for_somebody_else(self, cast):
        recording.record(actor=cast.omar, act="role.granted")
        assert AuditEntry.objects.get().sign_in == ""
