import datetime as dt

import pytest
from django.urls import reverse

from people.models import ConflictOfInterest, HeldAct, JobTitleLevel, Role, RoleGrant, User
from programs import port_to_people
from proposals.services import pending_checks
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def hr(cast, sign_in):
    return sign_in(cast.omar)


@pytest.fixture
def heard(monkeypatch):
    """What upper apps were told."""
    said: list = []
    monkeypatch.setattr(pending_checks, "people_changed", lambda people, lines: said.append(("changed", set(people))))
    monkeypatch.setattr(pending_checks, "conflicts_changed", lambda pairs: said.append(("apart", set(pairs))))
    monkeypatch.setattr(port_to_people, "people_have_left", lambda people: said.append(("left", set(people))))
    return said


def form(**values: str) -> dict[str, str]:
    return {
        "level": "", "manager": "", "assistants": "", "time_zone": "Europe/Berlin", "works_from": "09:00",
        "works_until": "17:00", "spoken_languages": "",
    } | values  # fmt: skip


def edit(client, person: User, **values: str):
    url = reverse("person_edit", args=[person.pk])
    version = client.get(url).context["form"].initial["version"]
    return client.post(url, form(version=version, **values))


def test_a_page_that_somebody_else_has_changed_meanwhile_puts_nothing_back(hr, cast, sign_in):
    nadia = make.RoleGrantFactory().user
    boss = make.UserFactory(email="boss@example.com")
    client, url = sign_in(nadia), reverse("person_edit", args=[cast.noor.pk])
    version = client.get(url).context["form"].initial["version"]
    edit(hr, cast.noor, manager=boss.email, level="5")
    answer = client.post(url, form(version=version, works_from="08:00"))
    assert answer.status_code == 409
    assert "boss@example.com" in answer.text
    noor = User.objects.get(pk=cast.noor.pk)
    assert (noor.manager, noor.level, noor.works_from) == (boss, 5, dt.time(9))
    newer = form(version=answer.context["version"], works_from="08:00", manager=boss.email, level="5")
    assert client.post(url, newer).status_code == 302
    assert User.objects.get(pk=cast.noor.pk).works_from == dt.time(8)


def test_everything_can_be_changed(hr, cast, heard):
    values = {"level": "4", "manager": "JACK@example.com", "assistants": "sam@example.com", "time_zone": "Asia/Tokyo"}
    assert edit(hr, cast.noor, works_from="08:00", spoken_languages="German, en", **values).status_code == 302
    noor = User.objects.get(pk=cast.noor.pk)
    assert (noor.level, noor.level_source, noor.manager, noor.time_zone) == (4, "person", cast.jack, "Asia/Tokyo")
    assert (noor.works_from, noor.spoken_languages, list(noor.assistants.all())) == (
        dt.time(8),
        ["de", "en"],
        [cast.sam],
    )
    assert heard == [("changed", {cast.noor.pk})]


def test_a_change_of_hours_is_told_since_pairs_are_judged_by_them(hr, cast, heard):
    edit(hr, cast.noor, works_from="08:00")
    edit(hr, cast.noor, works_from="08:00", assistants="sam@example.com")
    assert heard == [("changed", {cast.noor.pk})]


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("manager", "nobody@example.com", "Nobody in the roster has the e-mail nobody@example.com."),
        ("manager", "noor@example.com", "Nobody can be their own manager."),
        ("manager", "kavya@example.com", "Kavya Nair reports to Noor Aziz already."),
        ("manager", "rubbish", "mail"),
        ("assistants", "sam@example.com\nghost@example.com", "Nobody in the roster has the e-mail ghost@example.com."),
        ("assistants", "noor@example.com", "Nobody is their own assistant."),
        ("works_until", "08:00", "The end must be later than the start."),
        ("spoken_languages", "Quenya", "“Quenya” is not known."),
        ("level", "-1", "Enter 0 or more"),
    ],
)
def test_bad_input_is_said_at_its_field_and_changes_nothing(hr, cast, field, value, says):
    User.objects.filter(pk=cast.kavya.pk).update(manager=cast.noor)
    before = User.objects.filter(pk=cast.noor.pk).values().get()
    response = edit(hr, cast.noor, **{field: value})
    assert (response.status_code, says in response.context["form"].errors[field][0]) == (422, True)
    assert response.context["form"][field].value() == value
    assert User.objects.filter(pk=cast.noor.pk).values().get() == before


def test_taking_the_own_level_away_gives_that_of_the_job_title(hr, cast):
    JobTitleLevel.objects.create(job_title="engineer", level=5)
    User.objects.filter(pk=cast.noor.pk).update(level_source="person")
    edit(hr, cast.noor)
    noor = User.objects.get(pk=cast.noor.pk)
    assert (noor.level, noor.level_source) == (5, "title")


def test_derived_levels_follow_a_new_manager(hr, cast):
    User.objects.update(level_source="derived", level=None)
    User.objects.filter(pk=cast.helen.pk).update(manager=cast.jack, level=9)
    User.objects.filter(pk=cast.jack.pk).update(level=10)
    User.objects.filter(pk=cast.maria.pk).update(manager=cast.noor, level=9)
    edit(hr, cast.noor, manager="helen@example.com")
    assert User.objects.get(pk=cast.noor.pk).level == 8
    assert User.objects.get(pk=cast.maria.pk).level == 7


def test_roles_are_asked_for_and_taken_after_a_check(hr, cast):
    url = reverse("role_change", args=[cast.noor.pk, Role.HR_ADMIN])
    assert b"HR admins see the whole roster" in hr.get(url).content
    for _click in "12":
        hr.post(url, {"to": "grant"})
    assert not RoleGrant.objects.filter(user=cast.noor).exists()
    assert HeldAct.objects.get(kind="grant_role").state == "asked"
    RoleGrant.objects.create(user=cast.noor, role=Role.HR_ADMIN)
    assert b"It ends at once" in hr.get(url).content
    for _click in "12":
        hr.post(url, {"to": "revoke"})
    assert not RoleGrant.objects.filter(user=cast.noor).exists()
    assert HeldAct.objects.filter(kind="revoke_role", state="done").count() == 1


def test_the_last_hr_admin_stays(hr, cast):
    url = reverse("role_change", args=[cast.omar.pk, Role.HR_ADMIN])
    page = hr.post(url, {"to": "revoke"}, headers={"Referer": reverse("profile")}, follow=True)
    assert b"is the last HR admin" in page.content
    assert RoleGrant.objects.filter(user=cast.omar).exists()


def test_a_role_that_does_not_exist_is_not_found(hr, cast):
    assert hr.get(reverse("role_change", args=[cast.noor.pk, "king"])).status_code == 404


def test_somebody_who_left_is_deactivated_after_a_check(hr, cast, sign_in, heard):
    noor = sign_in(cast.noor)
    RoleGrant.objects.create(user=cast.noor, role=Role.OPERATOR)
    url = reverse("person_deactivate", args=[cast.noor.pk])
    assert hr.get(url).status_code == 200
    assert User.objects.get(pk=cast.noor.pk).is_active
    for _click in "12":
        hr.post(url)
    gone = User.objects.get(pk=cast.noor.pk)
    assert (gone.is_active, gone.left_at is None, gone.grants.count()) == (False, False, 0)
    assert heard == [("left", {cast.noor.pk})]
    assert noor.get(reverse("profile")).status_code == 302


def test_nobody_deactivates_themselves(hr, cast):
    url = reverse("person_deactivate", args=[cast.omar.pk])
    page = hr.post(url, headers={"Referer": reverse("profile")}, follow=True)
    assert b"You cannot deactivate yourself" in page.content
    assert User.objects.get(pk=cast.omar.pk).is_active


def test_somebody_can_be_taken_back(hr, cast):
    gone = make.UserFactory(is_active=False)
    hr.post(reverse("person_reactivate", args=[gone.pk]))
    gone.refresh_from_db()
    assert (gone.is_active, gone.left_at) == (True, None)


def test_hr_keeps_two_people_apart(hr, cast, heard):
    for person, other in ((cast.kavya, "noor@example.com"), (cast.noor, "kavya@example.com")):
        hr.post(reverse("conflict_add", args=[person.pk]), {"other": other, "note": "cousins"})
    conflict = ConflictOfInterest.objects.get()
    assert ({conflict.person, conflict.other}, conflict.owner, conflict.note) == (
        {cast.kavya, cast.noor},
        None,
        "cousins",
    )
    what, ((one, other),) = heard[0]
    assert (what, {one, other}) == ("apart", {cast.kavya.pk, cast.noor.pk})
    hr.post(reverse("conflict_remove", args=[cast.noor.pk, conflict.pk]))
    assert not ConflictOfInterest.objects.exists()


def test_nobody_is_in_conflict_with_themselves(hr, cast):
    response = hr.post(reverse("conflict_add", args=[cast.noor.pk]), {"other": "noor@example.com"})
    assert "Name somebody else" in response.context["form"].errors["other"][0]


def test_hr_cannot_remove_a_private_conflict(hr, cast):
    private = ConflictOfInterest.objects.create(person=cast.kavya, other=cast.noor, owner=cast.kavya)
    assert hr.post(reverse("conflict_remove", args=[cast.kavya.pk, private.pk])).status_code == 404
    assert ConflictOfInterest.objects.exists()
