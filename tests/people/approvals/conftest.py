"""Two HR admins: Omar, and Nadia, whose role is old enough to be the second."""

import datetime as dt
import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from notifications.sending import deliver_due
from people.models import HeldAct, RoleGrant, User
from roster import services as rosters
from roster.models import RosterImport
from tests import factories as make


def long_ago() -> dt.datetime:
    return timezone.now() - dt.timedelta(days=31)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


@pytest.fixture
def nadia(cast) -> User:
    person = make.UserFactory(first_name="Nadia", last_name="Koroma", email="nadia@example.com")
    make.RoleGrantFactory(user=person, granted_at=long_ago())
    RoleGrant.objects.filter(user=cast.omar).update(granted_at=long_ago())
    return person


@pytest.fixture
def hr(cast, sign_in):
    return sign_in(cast.omar)


@pytest.fixture
def second(nadia, sign_in):
    return sign_in(nadia)


@pytest.fixture
def noor(cast) -> User:
    """Somebody who has signed in before."""
    User.objects.filter(pk=cast.noor.pk).update(last_login=timezone.now())
    EmailAddress.objects.create(user=cast.noor, email=cast.noor.email, verified=True, primary=True)
    return fresh(cast.noor)


@pytest.fixture
def asked(hr, nadia, noor) -> HeldAct:
    """Omar asks that Noor signs in with another address."""
    answer = hr.post(reverse("address_change", args=[noor.pk]), {"email": "New@example.com", "reason": "Married"})
    assert answer.status_code == 302
    return HeldAct.objects.get()


def decide(client, answer: str, act: HeldAct):
    return client.post(
        reverse(f"held_act_{answer}", args=[act.pk]), headers={"Referer": reverse("held_act_list")}, follow=True
    )


def address(person: User) -> str:
    return fresh(person).email


def links() -> dict[str, str]:
    """The paths of the links in the latest mail to an owner, which comes at once: at night and on Sundays too."""
    deliver_due()
    bodies = [message.body for message in mail.outbox if "/people/waiting/refuse/" in message.body]
    addresses = re.findall(r"https?://[^/]+(/people/waiting/(agree|refuse)/\S+)", bodies[-1])
    return {answer: path for path, answer in addresses}


LINES = "email,first name,last name,job title,manager email"


def imported(by: User, *rows: str, header: str = "email,first name,last name,job title", **options) -> RosterImport:
    content = "\n".join([header, *rows]).encode()
    roster = rosters.start_import(user=by, file_name="roster.csv", content=content)
    rosters.map_columns(roster=roster, targets=roster.mapping["targets"], options={"level_mode": "keep", **options})
    roster = fresh(roster)
    rosters.apply_import(roster=roster, typed=roster.counts.get("leave"))
    return fresh(roster)


def edit(client, person: User, **values: str):
    url = reverse("person_edit", args=[person.pk])
    page = client.get(url)
    form = {name: value for name, value in page.context["form"].initial.items() if value}
    return client.post(url, form | values, follow=True)


def ask_for_role(client, person: User, role: str = "hr_admin"):
    url = reverse("role_change", args=[person.pk, role])
    return client.post(url, {"to": "grant"}, headers={"Referer": reverse("profile")}, follow=True)


def roles_held(person: User) -> list[str]:
    return sorted(person.grants.values_list("role", flat=True))
