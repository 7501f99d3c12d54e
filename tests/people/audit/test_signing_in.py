"""Sign-ins and their failures: HR's to read for the team, everybody else's own."""

import datetime as dt

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from people.audit import recording
from people.models import AuditEntry, User
from people.sign_in.links import PasswordLinkTokens
from tests.people.second_factor.conftest import PASSWORD, app_of, by_password, code_of, with_password  # noqa: F401  (fixtures)

pytestmark = pytest.mark.django_db


def entries():
    return list(AuditEntry.objects.order_by("at").values_list("act", "person__first_name", "is_private"))


def test_of_a_mentor_they_are_private(cast, by_password):  # noqa: F811
    client = by_password(cast.maria)
    client.post(reverse("account_logout"))
    assert sorted(entries()) == [("sign_in.done", "Maria", True), ("sign_in.ended", "Maria", True)]


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


class TestACopyOfTheDatabase:
    """Who holds one reads who was there when a review was answered or a pause began: by the day, and no finer."""

    DAY = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)

    @pytest.fixture(autouse=True)
    def clock(self, time_machine):
        time_machine.move_to(self.DAY.replace(hour=10, minute=47, second=31), tick=False)
        return time_machine

    def again(self, person):
        """Signs them in, as often as it is called."""
        data = {"login": person.email, "password": PASSWORD}
        return lambda: Client().post(reverse("account_login"), data)

    def test_of_a_mentor_the_log_holds_the_day(self, cast, by_password):  # noqa: F811
        client = by_password(cast.maria)
        client.post(reverse("account_login"), {"login": cast.maria.email, "password": "wrong"})
        client.post(reverse("account_logout"))
        assert {entry.at for entry in AuditEntry.objects.filter(person=cast.maria)} == {self.DAY}

    def test_who_reads_their_own_reads_the_day(self, cast, by_password):  # noqa: F811
        text = by_password(cast.maria).get(reverse("access_log")).text
        assert "signed in" in text
        assert "23 November 2026" in text or "23 Nov" in text
        assert "10:47" not in text

    def test_of_the_team_the_log_holds_the_second(self, cast, by_password):  # noqa: F811
        by_password(cast.priya)
        assert AuditEntry.objects.get().at == self.DAY.replace(hour=10, minute=47, second=31)

    @pytest.mark.parametrize("name", ["maria", "priya"])
    def test_the_account_holds_the_day_of_the_last_sign_in(self, cast, with_password, name):  # noqa: F811
        enter, times = self.again(with_password(cast.people[name])), set()
        for _ in range(3):
            enter()
            Session.objects.all().delete()
            times.add(User.objects.get(pk=cast.people[name].pk).last_login)
        assert {time.date() for time in times} == {self.DAY.date()}
        assert len(times) == 3, "drawn by lot, not that of the sign-in"

    def test_a_link_to_set_a_password_is_void_after_a_sign_in_of_the_same_day(self, cast, by_password):  # noqa: F811
        by_password(cast.maria)
        person = User.objects.get(pk=cast.maria.pk)
        token = PasswordLinkTokens().make_token(person)
        self.again(person)()
        assert not PasswordLinkTokens().check_token(User.objects.get(pk=person.pk), token)

    def test_the_session_holds_half_hours(self, cast, by_password, clock):  # noqa: F811
        client = by_password(cast.maria)
        clock.shift(dt.timedelta(hours=1, minutes=3))
        client.get("/")
        session, place = Session.objects.get(), UserSession.objects.get()
        times = {int(session.get_decoded()[name]) for name in ("began_at", "seen_at")}
        times.add(int(session.expire_date.timestamp()))
        assert {time % 1800 for time in times} == {0}
        assert {place.created_at, place.last_seen_at} == {self.DAY.replace(hour=10)}
