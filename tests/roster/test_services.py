"""From the upload to the written import, and what is forgotten afterwards."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from frame.errors import Refused
from people.models import HeldAct, RoleGrant, User
from people.retention.applying import apply_retention
from programs import port_to_people
from proposals.services import pending_checks
from roster import services
from roster.limits import RosterUnreadable
from roster.models import RosterImport, RosterPage
from tests import factories as make
from tests.roster.conftest import ANN, fresh, person
from tests.roster.files import SAMPLE, csv

pytestmark = pytest.mark.django_db


def test_the_sample_is_imported_whole(applied):
    roster = applied(SAMPLE.read_bytes())
    assert (roster.state, roster.counts["create"], roster.counts["problems"]) == ("applied", 107, 0)
    valli = User.objects.select_related("manager", "department").get(email="vjackson@example.com")
    assert (valli.name, valli.job_title, valli.department.name, valli.city) == (
        "Valli Jackson",
        "Programmer",
        "IT",
        "Southlake",
    )
    assert (valli.manager.name, valli.level, valli.level_source) == ("Alexander James", 7, "derived")
    assert (valli.time_zone, valli.hired_on) == ("America/Chicago", dt.date(2016, 2, 5))
    assert not valli.has_usable_password()


def test_the_same_file_again_changes_nothing(applied):
    applied(SAMPLE.read_bytes())
    before = list(User.objects.order_by("pk").values())
    roster = applied(SAMPLE.read_bytes())
    assert (roster.counts["unchanged"], roster.counts["create"], roster.counts["update"]) == (107, 0, 0)
    assert list(User.objects.order_by("pk").values()) == before


def test_nothing_is_written_before_it_is_applied(previewed):
    roster = previewed(SAMPLE.read_bytes())
    assert (roster.state, User.objects.count()) == ("previewed", 1)


def test_a_file_that_is_no_roster_leaves_nothing_behind(omar):
    with pytest.raises(RosterUnreadable):
        services.start_import(user=omar, file_name="a.pdf", content=b"%PDF-1.7")
    assert not RosterImport.objects.exists()


def test_the_same_upload_twice_is_one_import(omar):
    first, second = (services.start_import(user=omar, file_name="a.csv", content=ANN) for _ in "12")
    assert first.pk == second.pk


def test_the_mapping_that_was_applied_is_remembered(omar, previewed):
    content = b"who,mail,x\nAnn Lee,ann@x.org,Boss\n"
    roster = services.start_import(user=omar, file_name="a.csv", content=content)
    services.map_columns(roster=roster, targets=["full_name", "email", "job_title"], options={})
    services.apply_import(roster=fresh(roster))
    again = services.start_import(user=omar, file_name="a.csv", content=content + b"Bo Ek,bo@x.org,Clerk\n")
    assert again.mapping["targets"] == ["full_name", "email", "job_title"]


def test_changes_are_written_and_the_rest_is_left_alone(applied):
    ann = person(preferred_name="Annie", time_zone="Asia/Tokyo", password="secret", works_from=dt.time(7))
    other = make.UserFactory()
    applied(ANN, level_mode="keep")
    ann.refresh_from_db()
    assert (ann.job_title, ann.department.name) == ("Boss", "IT")
    assert (ann.preferred_name, ann.time_zone, ann.password, ann.works_from) == (
        "Annie",
        "Asia/Tokyo",
        "secret",
        dt.time(7),
    )
    assert User.objects.get(pk=other.pk).job_title == other.job_title


def test_departments_are_one_whatever_their_case(applied):
    it = make.DepartmentFactory(name="it")
    applied(ANN)
    assert User.objects.get(email="ann@x.org").department == it


def test_an_address_in_the_file_never_changes_who_signs_in(applied):
    person()
    roster = applied(csv("1,Ann,Lee,new@x.org,Boss,,,,"))
    assert (User.objects.get(employee_number="1").email, roster.counts["email"]) == ("ann@x.org", 1)
    act = HeldAct.objects.get()
    assert (act.kind, act.state, act.payload) == (
        "change_address", "asked", {"before": "ann@x.org", "after": "new@x.org"},
    )  # fmt: skip


def test_people_missing_in_the_file_of_everyone_leave(omar, applied):
    bo = make.UserFactory(manager=omar)
    make.RoleGrantFactory(user=bo, role="operator")
    report = make.UserFactory(manager=bo, is_active=False)
    applied(ANN, typed=1, everyone=True)
    bo.refresh_from_db()
    report.refresh_from_db()
    omar.refresh_from_db()
    assert (bo.is_active, bo.left_at is None, report.manager) == (False, False, None)
    assert (omar.is_active, list(RoleGrant.objects.values_list("role", flat=True))) == (True, ["hr_admin"])


def test_many_leavers_must_be_typed(omar, previewed):
    make.UserFactory()
    roster = previewed(ANN, everyone=True)
    with pytest.raises(Refused, match="Type the number of people who leave"):
        services.apply_import(roster=roster, typed=2)
    assert fresh(roster).state == "previewed"


def test_who_leaves_is_signed_out(applied, settings):
    bo = make.UserFactory()
    client = Client()
    client.force_login(bo)
    applied(ANN, typed=1, everyone=True)
    assert client.get("/account/sessions/").status_code == 302


def test_upper_apps_hear_of_leavers_and_changes_in_the_same_transaction(applied, monkeypatch):
    heard = []
    monkeypatch.setattr(port_to_people, "people_have_left", lambda people: heard.append(("left", list(people))))
    monkeypatch.setattr(pending_checks, "people_changed", lambda people, lines: heard.append(("changed", list(people))))
    ann, bo = person(), make.UserFactory()
    applied(ANN, typed=1, everyone=True)
    assert ("left", [bo.pk]) in heard
    assert ("changed", [ann.pk]) in [(kind, [pk for pk in people if pk == ann.pk]) for kind, people in heard]


def test_a_failing_reaction_undoes_everything(previewed, monkeypatch):
    def fail(people, lines):
        raise ValueError("no more")

    monkeypatch.setattr(pending_checks, "people_changed", fail)
    person()
    roster = previewed(ANN)
    services.apply_import(roster=roster)
    assert (fresh(roster).state, User.objects.get(email="ann@x.org").job_title) == ("failed", "Clerk")


def test_what_changed_since_the_preview_is_shown_again_instead_of_applied(previewed):
    ann = person()
    roster = previewed(ANN)
    User.objects.filter(pk=ann.pk).update(job_title="Chief")
    services.apply_import(roster=roster)
    roster = fresh(roster)
    assert (roster.state, User.objects.get(pk=ann.pk).job_title) == ("previewed", "Chief")
    assert "have changed since the preview" in roster.message
    services.apply_import(roster=roster)
    assert User.objects.get(pk=ann.pk).job_title == "Boss"


def test_applying_twice_is_applying_once(applied):
    roster = applied(ANN)
    services.apply_import(roster=roster)
    assert User.objects.filter(email="ann@x.org").count() == 1


def test_an_import_in_use_cannot_be_mapped_again(applied):
    roster = applied(ANN)
    with pytest.raises(Refused, match="is done"):
        services.map_columns(roster=roster, targets=[], options={})


def test_levels_of_job_titles_are_kept_through_imports(previewed, applied):
    roster = previewed(SAMPLE.read_bytes())
    services.choose_details(roster=roster, zones=[], titles={"Programmer": 3}, managers={})
    services.apply_import(roster=fresh(roster))
    assert set(User.objects.filter(job_title="Programmer").values_list("level", "level_source")) == {(3, "title")}
    assert applied(SAMPLE.read_bytes()).counts["unchanged"] == 107


def test_a_level_set_for_a_person_is_kept(applied):
    ann = person(level=6, level_source="person")
    applied(ANN)
    ann.refresh_from_db()
    assert (ann.job_title, ann.level, ann.level_source) == ("Boss", 6, "person")


def test_a_level_column_for_some_is_refused_while_others_are_derived(previewed):
    make.UserFactory(level_source="derived")
    roster = previewed(b"name,email,level\nAnn Lee,ann@x.org,4\n")
    assert (roster.state, "come from the reporting lines" in roster.message) == ("failed", True)


def test_time_zones_are_asked_where_the_place_is_unclear(previewed):
    roster = previewed(csv("1,Ann,Lee,ann@x.org,,,Springfield,USA,"))
    assert roster.preview["places"] == [["Springfield", "", "USA", 1]]
    services.choose_details(
        roster=roster, zones=[["Springfield", "", "USA", "America/Chicago"]], titles={}, managers={}
    )
    services.apply_import(roster=fresh(roster))
    assert User.objects.get(email="ann@x.org").time_zone == "America/Chicago"


def test_large_files_go_to_the_worker(omar, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(services, "SMALL_BYTES", 10)
    roster = services.start_import(user=omar, file_name="people.csv", content=ANN)
    with django_capture_on_commit_callbacks() as callbacks:
        services.map_columns(roster=roster, targets=roster.mapping["targets"], options={})
    assert (fresh(roster).state, len(callbacks)) == ("checking", 1)
    services.check_import(roster.pk)
    assert fresh(roster).state == "previewed"


def test_an_import_that_was_not_applied_can_be_thrown_away(previewed):
    services.discard_import(roster=previewed(ANN), by=make.UserFactory())
    assert not RosterImport.objects.exists()


def test_an_applied_import_stays_in_the_list(applied):
    with pytest.raises(Refused, match="stays in the list"):
        services.discard_import(roster=applied(ANN), by=make.UserFactory())


def test_files_are_forgotten_after_two_weeks(applied, previewed):
    done = applied(csv("1,Ann,Lee,ann@x.org,,,,,", "2,,,bad,,,,,"))
    open_one = previewed(csv("3,Cy,Fox,cy@x.org,,,,,"))
    long_ago = timezone.now() - dt.timedelta(days=14)
    RosterImport.objects.update(created_at=long_ago + dt.timedelta(hours=1), applied_at=long_ago)
    assert apply_retention(codes=["roster_uploads"])[0].rows == 0
    assert set(RosterPage.objects.values_list("part", flat=True)) == {"create", "problems"}
    RosterImport.objects.update(created_at=long_ago - dt.timedelta(minutes=1))
    assert apply_retention(codes=["roster_uploads"])[0].rows == 2
    kept = RosterImport.objects.get()
    assert (kept.pk, bytes(kept.content), kept.preview, kept.before) == (done.pk, b"", {}, {})
    assert not RosterPage.objects.exists()
    assert (kept.counts["create"], open_one.pk == kept.pk) == (1, False)
