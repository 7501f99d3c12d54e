import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.conflicts import settle_named
from people.models import ConflictOfInterest, User
from people.profile.services import settle_assistants
from tests import factories as make

FORM = {
    "preferred_name": "Kav", "time_zone": "Asia/Kolkata", "works_from": "10:00", "works_until": "18:30",
    "spoken_languages": "Hindi, English", "assistants": "sam@example.com",
}  # fmt: skip


@pytest.fixture
def kavya(cast, sign_in):
    return sign_in(cast.kavya)


def test_people_set_their_own_name_hours_and_assistants(kavya, cast):
    assert kavya.post(reverse("profile"), FORM).status_code == 302
    user = User.objects.get(pk=cast.kavya.pk)
    assert (user.name, user.time_zone, user.works_until) == ("Kav Nair", "Asia/Kolkata", dt.time(18, 30))
    assert (user.spoken_languages, list(user.assistants.all())) == (["hi", "en"], [cast.sam])


def test_the_profile_changes_nobody_else_and_nothing_of_the_roster(kavya, cast):
    kavya.post(
        reverse("profile"), FORM | {"level": "10", "job_title": "Chief", "is_superuser": "on", "pk": str(cast.jack.pk)}
    )
    user = User.objects.get(pk=cast.kavya.pk)
    assert (user.level, user.job_title, user.is_superuser) == (1, "Social media associate", False)
    assert User.objects.get(pk=cast.jack.pk).preferred_name == ""


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("assistants", "kavya@example.com"),
        ("assistants", "no address"),
        ("works_until", "09:00"),
        ("time_zone", "Mars/Base"),
        ("preferred_name", "x" * 121),
    ],
)
def test_bad_input_is_kept_and_said_at_its_field(kavya, cast, field, value):
    response = kavya.post(reverse("profile"), FORM | {field: value})
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert response.context["form"]["preferred_name"].value() == (FORM | {field: value})["preferred_name"]
    assert User.objects.get(pk=cast.kavya.pk).preferred_name == ""


def test_every_text_says_who_reads_it(kavya):
    form = kavya.get(reverse("profile")).context["form"]
    texts = ("preferred_name", "spoken_languages", "assistants")
    assert all(form[name].audience for name in texts)
    private = kavya.get(reverse("profile_conflicts")).context["form"]
    assert [private[name].audience for name in ("other", "note")] == ["Only you", "Only you"]


def test_private_conflicts_are_added_once_and_removed(kavya, cast):
    for _click in "12":
        kavya.post(reverse("profile_conflicts"), {"other": "NOOR@example.com", "note": "canary-mine"})
    conflict = ConflictOfInterest.objects.get()
    assert (conflict.person, conflict.other, conflict.owner) == (cast.kavya, cast.noor, cast.kavya)
    assert b"canary-mine" in kavya.get(reverse("profile_conflicts")).content
    kavya.post(reverse("profile_conflict_remove", args=[conflict.pk]))
    assert not ConflictOfInterest.objects.exists()


def name_in_private(client, email):
    """What the page says to who names somebody, but for the address that was typed and what is drawn by lot."""
    with CaptureQueriesContext(connection) as queries:
        answer = client.post(reverse("profile_conflicts"), {"other": email, "note": "once bitten"})
    page = client.get(reverse("profile_conflicts")).text.replace(email, "ADDRESS")
    plain = re.sub(r'"[A-Za-z0-9]{32,}"|[0-9a-f-]{36}', "", page)
    ConflictOfInterest.objects.all().delete()
    return answer.status_code, plain, [re.sub(r"'[^']*'|[0-9a-f]{32}", "", one["sql"])[:60] for one in queries]


@pytest.mark.parametrize("known", ["noor@example.com", "jack@example.com", "omar@example.com"])
def test_naming_somebody_in_private_does_not_say_whether_they_are_in_the_roster(kavya, cast, known):
    """As somebody who wants to know whether a firm is about to hire the chief of another one."""
    name_in_private(kavya, "first@example.com")
    assert name_in_private(kavya, known) == name_in_private(kavya, "stranger@example.com")


def test_who_left_is_answered_like_a_stranger(kavya, cast):
    type(cast.noor).objects.filter(pk=cast.noor.pk).update(is_active=False)
    name_in_private(kavya, "first@example.com")
    assert name_in_private(kavya, "noor@example.com") == name_in_private(kavya, "stranger@example.com")


def test_somebody_named_before_they_came_is_kept_apart_from_then_on(kavya, cast):
    kavya.post(reverse("profile_conflicts"), {"other": "New@example.com"})
    assert ConflictOfInterest.objects.get().other is None
    newcomer = make.UserFactory(email="new@example.com")
    assert settle_named() == 1
    assert ConflictOfInterest.objects.get().other == newcomer
    assert newcomer.name not in kavya.get(reverse("profile_conflicts")).text
    assert settle_named() == 0


def name_as_assistant(client, email):
    """What the pages say to who names somebody, but for the address that was typed and what is drawn by lot."""
    with CaptureQueriesContext(connection) as queries:
        answer = client.post(reverse("profile"), FORM | {"assistants": email}, follow=True)
    pages = [answer.text, *(client.get(reverse(name)).text for name in ("profile", "access_log"))]
    plain = [re.sub(r'"[A-Za-z0-9]{32,}"|[0-9a-f-]{36}', "", page.replace(email, "ADDRESS")) for page in pages]
    client.post(reverse("profile"), FORM | {"assistants": ""})
    return answer.redirect_chain, plain, len(queries)


@pytest.mark.parametrize(
    "known", ["noor@example.com", "helen@example.com", "omar@example.com", "priya@example.com", "lena@example.com"]
)
def test_naming_an_assistant_says_neither_who_is_known_nor_who_is_on_the_team(kavya, cast, known):
    name_as_assistant(kavya, "first@example.com")
    stranger = name_as_assistant(kavya, "stranger@example.com")
    somebody = name_as_assistant(kavya, known)
    assert somebody[:2] == stranger[:2]
    assert abs(somebody[2] - stranger[2]) <= 8, "as fast, but for the few rows that are written"


def test_who_is_named_as_an_assistant_and_has_left_is_answered_like_a_stranger(kavya, cast):
    User.objects.filter(pk=cast.noor.pk).update(is_active=False)
    name_as_assistant(kavya, "first@example.com")
    assert name_as_assistant(kavya, cast.noor.email)[:2] == name_as_assistant(kavya, "stranger@example.com")[:2]


def test_an_assistant_who_comes_into_the_roster_later_assists_from_then_on(kavya, cast):
    kavya.post(reverse("profile"), FORM | {"assistants": "sam@example.com\nNew@example.com"})
    assert list(cast.kavya.assistants.all()) == [cast.sam]
    newcomer = make.UserFactory(email="new@example.com")
    assert (settle_assistants(), settle_assistants()) == (1, 0)
    assert set(cast.kavya.assistants.all()) == {cast.sam, newcomer}
    assert kavya.get(reverse("profile")).context["form"]["assistants"].value() == "new@example.com\nsam@example.com"


@pytest.mark.parametrize("who", ["noor", "omar", "priya", "jack", "igor"])
def test_nobody_else_sees_or_removes_them(cast, sign_in, who):
    conflict = ConflictOfInterest.objects.create(
        person=cast.kavya, other=cast.noor, owner=cast.kavya, note="canary-mine"
    )
    client = sign_in(cast.people[who])
    assert b"canary-mine" not in client.get(reverse("profile_conflicts")).content
    assert client.post(reverse("profile_conflict_remove", args=[conflict.pk])).status_code == 404
    assert ConflictOfInterest.objects.exists()


def test_nobody_names_themselves(kavya):
    response = kavya.post(reverse("profile_conflicts"), {"other": "kavya@example.com"})
    assert "Name somebody else" in response.context["form"].errors["other"][0]


@pytest.mark.parametrize("name", ["profile", "profile_conflicts"])
def test_strangers_sign_in_first(client, db, name):
    assert client.get(reverse(name)).status_code == 302


@pytest.mark.parametrize(("name", "is_told"), [("\u202eYour password expired", True), ("נועה", False)])
def test_signs_that_turn_the_direction_are_left_out_of_a_name_and_that_is_said(cast, sign_in, name, is_told):
    response = sign_in(cast.kavya).post(reverse("profile"), FORM | {"preferred_name": name}, follow=True)
    said = "Signs that turn the direction of writing were left out of your name." in response.content.decode()
    assert said is is_told
    assert User.objects.get(pk=cast.kavya.pk).preferred_name == name.replace("\u202e", "")


@pytest.mark.parametrize("zone", ["US/Eastern", "Asia/Calcutta", "CET", "Europe/Kiev", "Etc/GMT+5"])
def test_a_zone_that_is_not_offered_stays(cast, sign_in, zone):
    User.objects.filter(pk=cast.kavya.pk).update(time_zone=zone)
    client = sign_in(cast.kavya)
    page = client.get(reverse("profile")).context["form"]
    assert page["time_zone"].value() == zone
    assert zone in dict(page.fields["time_zone"].choices)
    response = client.post(reverse("profile"), FORM | {"time_zone": zone, "works_from": "08:00"})
    user = User.objects.get(pk=cast.kavya.pk)
    assert (response.status_code, user.time_zone, user.works_from) == (302, zone, dt.time(8))
