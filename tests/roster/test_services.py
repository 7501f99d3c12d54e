import datetime as dt

import pytest
import time_machine
from django.test import Client

from frame.errors import Refused
from people.models import Department, HeldAct, JobTitleLevel, RoleGrant, User
from programs import port_to_people
from programs.models import Todo
from proposals import living_check
from roster import services
from roster.limits import RosterUnreadable
from roster.models import RosterImport, RosterPage
from tests import factories as make
from tests.roster.files import SAMPLE, csv

pytestmark = pytest.mark.django_db


@pytest.fixture
def omar():
    return make.RoleGrantFactory(
        user__email="omar@example.com", user__level=None, user__level_source="", role="hr_admin"
    ).user


@pytest.fixture
def previewed(omar):
    """Uploads a file and checks it with the guessed columns."""

    def upload(content: bytes, **options) -> RosterImport:
        roster = services.start_import(user=omar, file_name="people.csv", content=content)
        services.map_columns(roster=roster, targets=roster.mapping["targets"], options=options)
        return fresh(roster)

    return upload


@pytest.fixture
def applied(previewed):
    def upload(content: bytes, typed: int | None = None, **options) -> RosterImport:
        roster = previewed(content, **options)
        services.apply_import(roster=roster, typed=typed)
        return fresh(roster)

    return upload


def fresh(roster: RosterImport) -> RosterImport:
    return RosterImport.objects.get(pk=roster.pk)


def person(**fields) -> User:
    defaults = {
        "employee_number": "1",
        "first_name": "Ann",
        "last_name": "Lee",
        "job_title": "Clerk",
        "level_source": "derived",
    }
    return make.UserFactory(**{"email": "ann@x.org", **defaults, **fields})


ANN = csv("1,Ann,Lee,ann@x.org,Boss,IT,Berlin,Germany,")


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
    monkeypatch.setattr(living_check, "people_changed", lambda people: heard.append(("changed", list(people))))
    ann, bo = person(), make.UserFactory()
    applied(ANN, typed=1, everyone=True)
    assert ("left", [bo.pk]) in heard
    assert ("changed", [ann.pk]) in [(kind, [pk for pk in people if pk == ann.pk]) for kind, people in heard]


def test_a_failing_reaction_undoes_everything(previewed, monkeypatch):
    def fail(people):
        raise ValueError("no more")

    monkeypatch.setattr(living_check, "people_changed", fail)
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
    services.choose_details(roster=roster, zones=[], titles={"Programmer": 3})
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
    services.choose_details(roster=roster, zones=[["Springfield", "", "USA", "America/Chicago"]], titles={})
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


def everything() -> list:
    tables = [
        User.objects.order_by("pk"),
        RoleGrant.objects.order_by("user", "role"),
        Department.objects.order_by("pk"),
    ]
    ignored = {"id", "granted_at", "granted_by_id"}
    rows = [list(table.values()) for table in tables]
    grants = [{name: value for name, value in row.items() if name not in ignored} for row in rows[1]]
    return [rows[0], grants, rows[2], list(JobTitleLevel.objects.values_list("job_title", "level"))]


def test_undoing_restores_everything(omar, previewed):
    make.RoleGrantFactory(user__email="gone@x.org", role="operator")
    person(manager=omar, hired_on=dt.date(2020, 1, 2), department=make.DepartmentFactory(name="Old"))
    make.UserFactory(email="back@x.org", employee_number="7", is_active=False)
    before = everything()
    roster = previewed(
        csv("1,Ann,Lea,ann@x.org,Boss,New,,,7", "7,Bo,Ek,back@x.org,Chief,,,,", "8,Cy,Fox,cy@x.org,,,,,1"),
        everyone=True,
    )
    services.choose_details(roster=fresh(roster), zones=[], titles={"Boss": 9})
    services.apply_import(roster=fresh(roster), typed=1)
    assert everything() != before
    services.undo_import(roster=fresh(roster), by=omar)
    after = everything()
    back = next(row for row in after[0] if row["email"] == "back@x.org")
    assert back.pop("left_at") is not None
    next(row for row in before[0] if row["email"] == "back@x.org").pop("left_at")
    for row in [*before[0], *after[0]]:  # links that were sent before stay void
        row.pop("closed_at")
    back_in_role = [row for row in before[1] if row["role"] == "operator"]
    assert after == [before[0], [row for row in before[1] if row not in back_in_role], *before[2:]]
    asked = HeldAct.objects.filter(kind="grant_role", state="asked")
    assert list(asked.values_list("person", "topic", "asked_by")) == [(back_in_role[0]["user_id"], "operator", omar.pk)]


def test_undoing_restores_the_lines_to_those_who_left(omar, applied):
    """A manager and a report who both leave, one who is spared, and one who had left before."""
    boss = make.UserFactory(email="boss@x.org")
    both_leave = make.UserFactory(email="both@x.org", manager=boss)
    stays = person(manager=boss)
    gone_before = make.UserFactory(manager=boss, is_active=False)
    User.objects.filter(pk=omar.pk).update(manager=boss)
    managers = User.objects.order_by("pk").values_list("pk", "manager")
    before = list(managers)
    roster = applied(csv("1,Ann,Lee,ann@x.org,Clerk,,,,"), typed=2, everyone=True)
    assert set(User.objects.values_list("manager", flat=True)) == {None}
    services.undo_import(roster=fresh(roster), by=omar)
    assert list(managers) == before
    assert {both_leave.pk, stays.pk, gone_before.pk, omar.pk} == set(boss.reports.values_list("pk", flat=True))


def test_undoing_lets_go_again_whom_the_import_had_brought_back(omar, applied):
    """With everything that ends then: else somebody who is gone would stay in places and charges."""
    bo = make.UserFactory(email="back@x.org", employee_number="7", is_active=False)
    roster = applied(csv("7,Bo,Ek,back@x.org,Chief,,,,"))
    assert User.objects.get(pk=bo.pk).is_active
    place, charge = make.ParticipantFactory(user=bo), make.CoordinatorFactory(user=bo)
    make.RoleGrantFactory(user=bo, role="operator")
    report = make.UserFactory(manager=bo)
    services.undo_import(roster=fresh(roster), by=omar)
    place.refresh_from_db()
    report.refresh_from_db()
    assert (User.objects.get(pk=bo.pk).is_active, place.state, report.manager) == (False, "withdrawn", None)
    assert not RoleGrant.objects.filter(user=bo).exists()
    assert not type(charge).objects.filter(pk=charge.pk).exists()
    assert set(Todo.objects.filter(kind="leaver").values_list("subject_id", flat=True)) == {place.pk, charge.pk}


def test_undoing_leaves_a_line_that_was_drawn_since(omar, applied):
    boss = make.UserFactory()
    report = make.UserFactory(manager=boss, is_active=False)
    roster = applied(ANN, typed=1, everyone=True)
    User.objects.filter(pk=report.pk).update(manager=omar)
    services.undo_import(roster=fresh(roster), by=omar)
    report.refresh_from_db()
    assert report.manager == omar


def test_undoing_that_would_close_a_circle_is_refused(omar, applied):
    top = make.UserFactory()
    between = make.UserFactory(manager=top)
    ann = person(manager=between)
    make.UserFactory(employee_number="9", email="top@x.org")
    User.objects.filter(pk=top.pk).update(employee_number="8")
    roster = applied(csv("1,Ann,Lee,ann@x.org,Clerk,,,,", f"8,T,Op,{top.email},,,,,"), typed=2, everyone=True)
    User.objects.filter(pk=top.pk).update(manager=ann)
    with pytest.raises(Refused, match="manage each other in a circle"):
        services.undo_import(roster=fresh(roster), by=omar)
    assert fresh(roster).state == "applied"


def test_undoing_twice_is_undoing_once(omar, applied):
    roster = applied(ANN)
    services.undo_import(roster=roster, by=omar)
    services.undo_import(roster=fresh(roster), by=omar)
    assert fresh(roster).state == "undone"


def test_after_a_day_an_import_stays(omar, applied):
    with time_machine.travel(dt.datetime(2030, 1, 1, tzinfo=dt.UTC), tick=False):
        roster = applied(ANN)
    with time_machine.travel(dt.datetime(2030, 1, 2, 0, 0, 1, tzinfo=dt.UTC)), pytest.raises(Refused, match="24 hours"):
        services.undo_import(roster=roster, by=omar)


def test_an_earlier_import_waits_for_the_later_one(omar, applied):
    roster = applied(ANN)
    applied(csv("2,Bo,Ek,bo@x.org,,,,,"))
    with pytest.raises(Refused, match="later import"):
        services.undo_import(roster=roster, by=omar)


@pytest.mark.parametrize("use", ["invited", "signed in", "leads"])
def test_people_in_use_cannot_be_undone(omar, applied, use):
    roster = applied(ANN)
    ann = User.objects.get(email="ann@x.org")
    if use == "invited":
        make.ParticipantFactory(user=ann)
    elif use == "signed in":
        User.objects.filter(pk=ann.pk).update(last_login=dt.datetime.now(dt.UTC))
    else:
        make.UserFactory(manager=ann)
    with pytest.raises(Refused, match="1 person of this import has signed in or is used elsewhere"):
        services.undo_import(roster=roster, by=omar)
    assert User.objects.filter(pk=ann.pk).exists()


def test_later_edits_are_not_lost_by_undoing(omar, applied):
    ann = person()
    roster = applied(ANN)
    User.objects.filter(pk=ann.pk).update(job_title="Chief")
    with pytest.raises(Refused, match="changed since, and undoing would lose that: Ann Lee"):
        services.undo_import(roster=roster, by=omar)


def test_an_import_that_was_not_applied_can_be_thrown_away(previewed):
    services.discard_import(roster=previewed(ANN), by=make.UserFactory())
    assert not RosterImport.objects.exists()


def test_an_applied_import_stays_in_the_list(applied):
    with pytest.raises(Refused, match="stays in the list"):
        services.discard_import(roster=applied(ANN), by=make.UserFactory())


def test_files_are_forgotten_after_two_weeks(applied, previewed):
    done = applied(csv("1,Ann,Lee,ann@x.org,,,,,", "2,,,bad,,,,,"))
    open_one = previewed(csv("3,Cy,Fox,cy@x.org,,,,,"))
    now = dt.datetime.now(dt.UTC)
    assert services.forget_files(now=now + dt.timedelta(days=13, hours=23)) == 0
    assert set(RosterPage.objects.values_list("part", flat=True)) == {"create", "problems"}
    assert services.forget_files(now=now + dt.timedelta(days=14, minutes=1)) == 2
    kept = RosterImport.objects.get()
    assert (kept.pk, bytes(kept.content), kept.preview, kept.before) == (done.pk, b"", {}, {})
    assert not RosterPage.objects.exists()
    assert (kept.counts["create"], open_one.pk == kept.pk) == (1, False)
