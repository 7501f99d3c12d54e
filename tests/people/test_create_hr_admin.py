"""`manage.py create_hr_admin`: the way in for whoever set the server up."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from people.models import Role, User

pytestmark = pytest.mark.django_db


def appoint(*arguments: str) -> str:
    out = io.StringIO()
    call_command("create_hr_admin", *arguments, stdout=out)
    return out.getvalue()


def test_someone_new_is_made_appointed_and_given_a_link():
    said = appoint("Omar@Corp.example", "--name", "Omar Haddad")
    omar = User.objects.get(email="omar@corp.example")
    assert (omar.first_name, omar.last_name, [grant.role for grant in omar.grants.all()]) == (
        "Omar",
        "Haddad",
        [Role.HR_ADMIN],
    )
    assert said.startswith("Omar Haddad is now an HR admin.")


def test_the_link_leads_to_a_password_and_in(settings):
    settings.BASE_URL = "https://turnabout.example"
    link = appoint("omar@corp.example", "--name", "Omar Haddad").split()[-1]
    assert link.startswith("https://turnabout.example/")
    client = Client()
    form = client.get(link.removeprefix("https://turnabout.example"), follow=True)
    chosen = {"password1": "walking uphill 7 times", "password2": "walking uphill 7 times"}
    client.post(form.request["PATH_INFO"], chosen)
    fresh = Client()
    fresh.post("/account/login/", {"login": "omar@corp.example", "password": "walking uphill 7 times"})
    assert "_auth_user_id" in fresh.session


def test_someone_of_the_roster_keeps_their_name(cast):
    said = appoint(cast.noor.email.upper(), "--name", "Somebody Else")
    assert said.startswith("Noor Aziz is now an HR admin.")
    assert User.objects.filter(email__iexact=cast.noor.email).count() == 1


def test_a_second_time_changes_nothing():
    appoint("omar@corp.example", "--name", "Omar Haddad")
    assert "already an HR admin" in appoint("omar@corp.example")
    assert User.objects.get().grants.count() == 1


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["omar at corp"], "is not an e-mail address"),
        (["omar@corp.example"], "Give the name as well"),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(arguments, why):
    with pytest.raises(CommandError, match=why):
        appoint(*arguments)
    assert not User.objects.exists()


def test_someone_who_left_is_not_appointed(cast):
    User.objects.filter(pk=cast.noor.pk).update(is_active=False)
    with pytest.raises(CommandError, match="has left"):
        appoint(cast.noor.email)
    assert not cast.noor.grants.exists()


def test_a_typed_password_is_checked_and_set(cast, monkeypatch):
    monkeypatch.setattr("getpass.getpass", lambda prompt: "walking uphill 7 times")
    assert "The password is set." in appoint(cast.omar.email, "--ask-password")
    assert User.objects.get(pk=cast.omar.pk).check_password("walking uphill 7 times")


def test_a_weak_one_is_refused(cast, monkeypatch):
    monkeypatch.setattr("getpass.getpass", lambda prompt: "12345")
    with pytest.raises(CommandError, match="too short"):
        appoint(cast.omar.email, "--ask-password")
