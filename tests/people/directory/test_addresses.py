import datetime as dt
import re

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse

from people.models import AddressChange, User
from tests import factories as make


@pytest.fixture
def hr(cast, sign_in):
    return sign_in(cast.omar)


@pytest.fixture
def second(cast, sign_in):
    make.RoleGrantFactory(user=cast.lena)
    return sign_in(cast.lena)


@pytest.fixture
def asked(hr, cast) -> AddressChange:
    EmailAddress.objects.create(user=cast.noor, email="noor@example.com", verified=True, primary=True)
    assert hr.post(reverse("address_change", args=[cast.noor.pk]), {"email": "New@example.com"}).status_code == 302
    return AddressChange.objects.get()


def address(cast) -> str:
    return User.objects.get(pk=cast.noor.pk).email


def act(client, name: str, change: AddressChange):
    url = reverse(name, args=[change.person_id, change.pk])
    return client.post(url, headers={"Referer": reverse("profile")}, follow=True)


def link_in_mail() -> str:
    return re.search(r"https?://[^/]+(/people/address/\S+)", mail.outbox[0].body)[1]


def test_asking_changes_nothing_and_writes_to_the_old_address(asked, cast):
    assert (address(cast), [message.to for message in mail.outbox]) == ("noor@example.com", [["noor@example.com"]])
    assert "Omar Haddad asked that you sign in to Turnabout with new@example.com" in mail.outbox[0].body


def test_the_old_address_confirms_by_its_link(asked, cast, client):
    url = link_in_mail()
    assert b"new@example.com" in client.get(url).content
    assert address(cast) == "noor@example.com"
    client.post(url)
    assert address(cast) == "new@example.com"
    assert not EmailAddress.objects.filter(user=cast.noor, verified=True).exists()


def test_the_link_works_once(asked, cast, client):
    url = link_in_mail()
    client.post(url)
    User.objects.filter(pk=cast.noor.pk).update(email="third@example.com")
    client.post(url)
    assert address(cast) == "third@example.com"


def test_the_link_ends_after_three_days(asked, cast, client):
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(days=3, minutes=1)):
        client.post(link_in_mail())
    assert address(cast) == "noor@example.com"


def test_a_made_up_link_does_nothing(asked, cast, client):
    assert client.post(reverse("address_link", args=["made-up"])).status_code == 302
    assert address(cast) == "noor@example.com"


def test_who_asked_cannot_confirm(asked, cast, hr):
    assert b"Another HR admin has to confirm this" in act(hr, "address_confirm", asked).content
    assert address(cast) == "noor@example.com"


def test_a_second_hr_admin_confirms(asked, cast, second, sign_in):
    act(second, "address_confirm", asked)
    assert address(cast) == "new@example.com"
    page = sign_in(User.objects.get(pk=cast.noor.pk)).get(reverse("profile")).content.decode()
    assert "noor@example.com → new@example.com" in page
    assert "confirmed by Lena Fischer" in page


def test_a_withdrawn_change_cannot_be_confirmed(asked, cast, hr, second, client):
    act(hr, "address_withdraw", asked)
    act(second, "address_confirm", asked)
    client.post(link_in_mail())
    assert address(cast) == "noor@example.com"


@pytest.mark.parametrize(
    ("email", "says"), [("kavya@example.com", "Somebody else"), ("NOOR@example.com", "already"), ("rubbish", "mail")]
)
def test_bad_addresses_are_refused_at_the_field(hr, cast, email, says):
    response = hr.post(reverse("address_change", args=[cast.noor.pk]), {"email": email})
    assert says in response.context["form"].errors["email"][0]
    assert (AddressChange.objects.count(), mail.outbox) == (0, [])


@pytest.mark.parametrize("who", ["noor", "priya", "igor"])
def test_only_hr_admins_ask_and_confirm(asked, cast, sign_in, who):
    client = sign_in(cast.people[who])
    assert client.get(reverse("address_change", args=[cast.noor.pk])).status_code == 403
    assert act(client, "address_confirm", asked).status_code == 403
    assert address(cast) == "noor@example.com"
