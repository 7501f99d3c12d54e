"""HR adds somebody by hand: known by address and name, kept by imports, a guest only with somebody who vouches."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from frame.errors import Refused
from notifications.models import Delivery
from people.approvals.role_grants import ask_to_grant
from people.clock import local_today
from people.directory import adding
from people.models import AuditEntry, User
from programs.services import add_coordinator, set_sponsor
from roster.models import RosterImport
from roster.services import undo_import
from tests import factories as make
from tests.mail import deliver_all, plan_all, sent_to
from tests.people.approvals.conftest import imported

SAID = {"first_name": "Ida", "last_name": "Blau", "email": "Ida.Blau@example.com", "job_title": "Apprentice",
        "department": "Workshop", "level": "1", "manager": "Helen Brandt", "country": "Germany",
        "time_zone": "Europe/Berlin"}  # fmt: skip
DAY = dt.timedelta(days=1)
HEADER = "email,first name,last name"


@pytest.fixture
def hr(cast, sign_in):
    return sign_in(cast.omar)


def add(hr, **said):
    return hr.post(reverse("person_add"), SAID | said, follow=True)


def ida():
    return User.objects.get(email="ida.blau@example.com")


@pytest.fixture
def guest(cast, hr):
    until = (local_today() + 60 * DAY).isoformat()
    add(hr, email="ida@post.example", guest_until=until, is_vouched_for="on")
    return User.objects.get(email="ida@post.example")


def test_somebody_is_added_with_what_was_said(cast, hr):
    page = add(hr)
    person = ida()
    assert "Ida Blau is here now" in page.text
    assert (person.name, person.job_title, str(person.department), person.manager) == (
        "Ida Blau", "Apprentice", "Workshop", cast.helen,
    )  # fmt: skip
    assert (person.level, person.level_source, person.time_zone) == (1, "person", "Europe/Berlin")
    assert (person.added_by, person.has_usable_password()) == (cast.omar, False)
    assert AuditEntry.objects.get(act="person.added").person_id == person.pk
    assert "Added by hand" in page.text


def test_adding_twice_makes_one(hr):
    add(hr)
    assert add(hr).status_code == 422
    assert User.objects.filter(first_name="Ida").count() == 1


@pytest.mark.parametrize("email", ["noor@example.com", "NOOR@Example.com"])
def test_an_address_that_somebody_has_is_said_with_the_way_to_them(cast, hr, email):
    page = add(hr, email=email)
    assert page.status_code == 422
    assert "Noor Aziz has this address already." in page.text
    assert reverse("person_detail", args=[cast.noor.pk]) in page.text


def test_whoever_has_left_is_taken_back_instead(cast, hr):
    User.objects.filter(pk=cast.noor.pk).update(is_active=False)
    assert "Take them back on their page" in add(hr, email=cast.noor.email).text


@pytest.mark.parametrize(
    ("there", "typed"), [(("Jörg", "Müller"), ("Joerg", "Mueller")), (("Ana", "Silva"), ("Silva", "ANA"))]
)
def test_the_same_name_however_it_is_written_is_asked_about_once(cast, hr, there, typed):
    first, last = there
    make.UserFactory(first_name=first, last_name=last, email="other@example.com")
    names = {"first_name": typed[0], "last_name": typed[1]}
    page = add(hr, **names)
    assert page.status_code == 422
    assert "other@example.com" in page.text
    assert not User.objects.filter(email="ida.blau@example.com").exists()
    add(hr, **names, is_another="on")
    assert ida().first_name == typed[0]


def test_a_manager_whose_name_several_have_is_asked_for(cast, hr):
    make.UserFactory(first_name="Helen", last_name="Brandt", email="helen.two@example.com")
    page = add(hr, manager="Helen Brandt")
    assert page.status_code == 422
    assert "helen.two@example.com" in page.text
    add(hr, manager="helen.two@example.com")
    assert ida().manager.email == "helen.two@example.com"


@pytest.mark.parametrize("name", ["kavya", "priya", "lena", "igor"])
def test_nobody_else_adds_people(cast, sign_in, name):
    assert sign_in(cast.people[name]).post(reverse("person_add"), SAID).status_code == 403


# ---- the next import


def everybody_but(*people):
    rest = User.objects.exclude(pk__in=[person.pk for person in people]).order_by("email")
    return [f"{one.email},{one.first_name},{one.last_name}" for one in rest]


def test_an_import_that_has_everyone_leaves_them_and_says_so(cast, hr):
    add(hr)
    roster = imported(cast.omar, *everybody_but(ida()), header=HEADER, everyone=True)
    assert ida().is_active
    assert RosterImport.objects.get(pk=roster.pk).preview["by_hand"] == ["Ida Blau"]
    assert "added by hand, so they stay as they are: Ida Blau" in " ".join(
        hr.get(reverse("roster_import", args=[roster.pk])).text.split()
    )


def test_once_a_file_has_them_the_roster_speaks_for_them_until_it_is_undone(cast, hr):
    add(hr)
    roster = imported(cast.omar, "ida.blau@example.com,Ida,Blau", header=HEADER)
    assert ida().added_by_hand_at is None
    undo_import(roster=roster, by=cast.omar)
    assert ida().added_by_hand_at is not None


# ---- guests


def test_an_address_outside_is_taken_only_where_somebody_vouches(cast, hr):
    page = add(hr, email="ida@post.example")
    assert page.status_code == 422
    assert "Nobody of the roster has an address at post.example" in page.text
    until = (local_today() + 60 * DAY).isoformat()
    assert "A guest needs somebody of HR" in add(hr, email="ida@post.example", guest_until=until).text
    assert "Say until when" in add(hr, email="ida@post.example", is_vouched_for="on").text
    assert not User.objects.filter(email="ida@post.example").exists()


@pytest.mark.parametrize("days", [0, -3, 900])
def test_a_day_that_makes_no_sense_is_said_at_its_field(cast, hr, days):
    until = (local_today() + days * DAY).isoformat()
    page = add(hr, email="ida@post.example", guest_until=until, is_vouched_for="on")
    assert page.status_code == 422
    assert page.context["form"].errors["guest_until"]


def test_who_vouches_is_recorded_and_shown(cast, hr, guest):
    assert (guest.vouched_by, guest.guest_until) == (cast.omar, local_today() + 60 * DAY)
    assert AuditEntry.objects.get(act="guest.vouched").actor == cast.omar
    page = hr.get(reverse("person_detail", args=[guest.pk])).text
    assert "Guest until" in page
    assert "The address is vouched for by" in page


def test_an_address_of_a_guest_makes_no_domain_the_organisations(cast, hr, guest):
    assert add(hr, email="second@post.example", first_name="Uma").status_code == 422


def test_hr_and_the_guest_are_told_two_weeks_ahead(cast, guest, sign_in, mailoutbox):
    with time_machine.travel(timezone.now() + 48 * DAY):
        plan_all()
        deliver_all()
        assert any("time of a guest ends soon" in mail.subject for mail in sent_to(cast.omar))
        assert [mail.subject for mail in sent_to(guest)] == ["Your time as a guest ends soon"]
        assert not Delivery.objects.filter(kind="guest_ends", recipient=cast.priya).exists()
        assert "The time of Ida Blau as a guest ends soon" in sign_in(cast.omar).get("/").text


def test_after_the_day_nobody_signs_in_and_a_pairing_ends(cast, hr, guest, sign_in):
    place = make.ParticipantFactory(cycle=cast.cycle, user=guest)
    client = sign_in(guest)
    assert adding.end_guests(today=guest.guest_until) == 0
    after = guest.guest_until + DAY
    assert [adding.end_guests(today=after) for _ in range(2)] == [1, 0]
    guest.refresh_from_db()
    place.refresh_from_db()
    assert (guest.is_active, place.state) == (False, "withdrawn")
    assert client.get("/").status_code == 302
    assert AuditEntry.objects.get(act="guest.ended").person_id == guest.pk


def test_one_guest_who_cannot_be_let_go_keeps_nobody_else(cast, hr, guest, monkeypatch):
    other = make.UserFactory(guest_until=guest.guest_until)
    let_go = adding.offboarding.let_go

    def fails_for_one(people, **kwargs):
        if people == [min(guest.pk, other.pk)]:
            raise LookupError("a mistake of ours")
        return let_go(people, **kwargs)

    monkeypatch.setattr(adding.offboarding, "let_go", fails_for_one)
    assert adding.end_guests(today=guest.guest_until + DAY) == 1
    assert User.objects.active().filter(pk__in=[guest.pk, other.pk]).get().pk == min(guest.pk, other.pk)


def test_the_time_is_lengthened_by_whoever_vouches_anew(cast, hr, guest, sign_in):
    nadia = make.RoleGrantFactory(user__first_name="Nadia").user
    until = guest.guest_until + 30 * DAY
    url = reverse("guest_change", args=[guest.pk])
    assert sign_in(nadia).post(url, {"guest_until": until.isoformat()}).status_code == 422
    sign_in(nadia).post(url, {"guest_until": until.isoformat(), "is_vouched_for": "on"})
    guest.refresh_from_db()
    assert (guest.guest_until, guest.vouched_by) == (until, nadia)
    assert hr.get(reverse("guest_change", args=[cast.noor.pk])).status_code == 404


def test_a_guest_has_no_role_and_runs_nothing(cast, guest):
    for act in (
        lambda: ask_to_grant(person=guest, role="operator", by=cast.omar),
        lambda: add_coordinator(program=cast.program, user=guest, by=cast.omar),
        lambda: set_sponsor(program=cast.program, user=guest),
    ):
        with pytest.raises(Refused, match="is a guest"):
            act()


def test_a_guest_is_out_after_the_last_day_whether_or_not_a_worker_runs(guest, sign_in):
    client = sign_in(guest)
    assert client.get("/").status_code == 200
    with time_machine.travel(timezone.now() + 62 * DAY):
        assert User.objects.active().filter(pk=guest.pk).exists(), "no worker has run"
        assert sign_in(guest).get("/").status_code == 302
