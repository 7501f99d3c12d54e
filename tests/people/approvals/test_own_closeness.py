"""Attacks: somebody of the team ends their own closeness to a pair, or changes their own entry."""

import datetime as dt

import pytest
from django.urls import reverse

from people.approvals import services
from people.models import HeldAct, User
from tests import factories as make
from tests.people.approvals.conftest import (
    decide,
    edit,
    fresh,
)

pytestmark = pytest.mark.django_db


def close_to_kavya(cast, how: str) -> None:
    if how == "manager":
        User.objects.filter(pk=cast.kavya.pk).update(manager=cast.omar)
    else:
        cast.kavya.assistants.add(cast.omar)


@pytest.mark.parametrize("how", ["manager", "assistants"])
def test_an_hr_admin_does_not_end_their_own_closeness(cast, nadia, hr, second, how):
    close_to_kavya(cast, how)
    page = edit(hr, cast.kavya, works_from="08:00", **{how: ""})
    assert "waits for a second person, because it ends or makes somebody" in page.text
    kavya = fresh(cast.kavya)
    assert User.objects.near(cast.omar).filter(pk=kavya.pk).exists()
    assert kavya.works_from == dt.time(8), "the rest is saved"
    act = HeldAct.objects.get()
    decide(hr, "approve", act)
    assert User.objects.near(cast.omar).filter(pk=kavya.pk).exists()
    decide(second, "approve", act)
    assert not User.objects.near(cast.omar).filter(pk=kavya.pk).exists()


@pytest.mark.parametrize("how", ["manager", "assistants"])
def test_nor_does_another_for_them_and_they_approve(cast, nadia, hr, second, how):
    """The one whose closeness would end gains by it, and is not the second."""
    close_to_kavya(cast, how)
    edit(second, cast.kavya, **{how: ""})
    assert "This is about you" in decide(hr, "approve", HeldAct.objects.get()).text
    assert User.objects.near(cast.omar).filter(pk=cast.kavya.pk).exists()


def test_a_coordinators_closeness_ends_with_two_as_well(cast, nadia, hr):
    User.objects.filter(pk=cast.kavya.pk).update(manager=cast.priya)
    edit(hr, cast.kavya, manager="noor@example.com")
    assert fresh(cast.kavya).manager == cast.priya


def test_a_manager_who_looks_after_nobody_changes_at_once(cast, hr):
    User.objects.filter(pk=cast.kavya.pk).update(manager=cast.lena)
    edit(hr, cast.kavya, manager="noor@example.com")
    assert (fresh(cast.kavya).manager, HeldAct.objects.count()) == (cast.noor, 0)


def test_a_leader_does_not_end_the_closeness_of_an_assistant_who_looks_after_them(cast, nadia, sign_in):
    """Sam assists Jack and becomes HR; Jack lets him go, so that he may read what Kavya wrote for the team."""
    make.RoleGrantFactory(user=cast.sam)
    client = sign_in(cast.jack)
    form = {k: v for k, v in client.get(reverse("profile")).context["form"].initial.items() if v}
    page = client.post(reverse("profile"), form | {"assistants": ""}, follow=True)
    assert "HR has to agree" in page.text
    assert list(cast.jack.assistants.all()) == [cast.sam]
    services.approve(act=HeldAct.objects.get(), by=nadia)
    assert list(cast.jack.assistants.all()) == []


def test_an_hr_admin_does_not_change_their_own_entry(cast, nadia, hr):
    url = reverse("person_edit", args=[cast.omar.pk])
    form = {"manager": "nadia@example.com", "assistants": "", "level": "1", "time_zone": "", "works_from": "09:00",
            "works_until": "17:00", "spoken_languages": ""}  # fmt: skip
    assert hr.post(url, form).status_code == 302
    assert "Another HR admin can" in hr.get(url, follow=True).text
    omar = fresh(cast.omar)
    assert (omar.manager, omar.level) == (None, 5)
    assert url not in hr.get(reverse("person_detail", args=[omar.pk])).text
