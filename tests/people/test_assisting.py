"""Nobody's assistant is who looks after them."""

import pytest
from django.urls import reverse

from people.profile.services import change_profile
from programs.models import Cycle
from tests import factories as make

WHY = "on the HR or program team"


def own_profile(client):
    page = client.get(reverse("profile"))
    return {name: value for name, value in page.context["form"].initial.items() if value}


@pytest.mark.parametrize("name", ["priya", "omar", "lena"])
def test_a_leader_cannot_take_the_team_as_assistants(cast, sign_in, name):
    """Else the mentor's words for the team, and a wish to end it, would be read by nobody."""
    client, carer = sign_in(cast.jack), cast.people[name]
    form = own_profile(client) | {"assistants": f"{cast.sam.email}\n{carer.email}"}
    page = client.post(reverse("profile"), form, follow=True).text
    assert carer.name not in page
    assert carer.email in page, "what was typed is kept"
    assert list(cast.jack.assistants.all()) == [cast.sam]


@pytest.mark.parametrize("name", ["priya", "omar", "lena"])
def test_nor_can_hr_name_them(cast, sign_in, name):
    client, url = sign_in(cast.omar), reverse("person_edit", args=[cast.jack.pk])
    form = {name: value for name, value in client.get(url).context["form"].initial.items() if value}
    answer = client.post(url, form | {"assistants": cast.people[name].email})
    assert WHY in answer.context["form"].errors["assistants"][0]


def test_who_assisted_before_does_not_stand_in_the_way_of_another_change(cast):
    cast.jack.assistants.add(cast.priya)
    change_profile(person=cast.jack, assistants=[cast.priya.email, cast.sam.email], preferred_name="Jack")
    assert set(cast.jack.assistants.all()) == {cast.priya, cast.sam}


@pytest.mark.parametrize("name", ["coordinator", "sponsor"])
def test_those_of_another_program_may_assist(cast, name):
    other = make.CoordinatorFactory(program__sponsor=make.UserFactory())
    elsewhere = other.user if name == "coordinator" else other.program.sponsor
    change_profile(person=cast.jack, assistants=[elsewhere.email])
    assert list(cast.jack.assistants.all()) == [elsewhere]


def test_nor_once_the_cycle_is_over(cast, sign_in):
    """What was written to the coordinator would lose its reader."""
    Cycle.objects.update(state="closed")
    change_profile(person=cast.jack, assistants=[cast.priya.email])
    assert list(cast.jack.assistants.all()) == []
    client, url = sign_in(cast.omar), reverse("person_edit", args=[cast.jack.pk])
    form = {name: value for name, value in client.get(url).context["form"].initial.items() if value}
    answer = client.post(url, form | {"assistants": cast.priya.email})
    assert WHY in answer.context["form"].errors["assistants"][0]
