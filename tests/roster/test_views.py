"""The journey of a roster through the pages, and what they refuse."""

import datetime as dt
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from people.models import JobTitleLevel, User
from roster import progress, services
from roster.encodings import family
from roster.models import RosterImport
from tests import factories as make
from tests.roster.files import HEADER, SAMPLE, csv, workbook
from tests.roster.test_reading_xlsx import with_part

ROW = "1,Ann,Lee,ann@x.org,Clerk,IT,Springfield,USA,"
PAGES = ["roster_import", "roster_columns", "roster_details", "roster_undo", "roster_problems"]
ACTIONS = ["roster_apply", "roster_restart", "roster_discard"]


@pytest.fixture
def omar(db):
    return make.RoleGrantFactory(user__level=None, user__level_source="").user


@pytest.fixture
def hr(omar, sign_in):
    return sign_in(omar)


def uploaded(client, content: bytes, name: str = "people.csv") -> RosterImport:
    file = SimpleUploadedFile(name, content)
    response = client.post(reverse("roster_upload"), {"file": file})
    assert response.status_code == 302, response.context["form"].errors
    return RosterImport.objects.latest("created_at")


def columns_of(roster: RosterImport, **changes: str) -> dict[str, str]:
    """What the columns page sends when nothing is changed on it, and levels are derived."""
    targets = {f"column_{index}": target for index, target in enumerate(roster.mapping["targets"])}
    reading = {"encoding": family(roster.mapping["kind"]), "separator": roster.mapping["separator"]}
    return {"date_order": "", "level_mode": "derived", "everyone": "some"} | reading | targets | changes


def mapped(client, roster: RosterImport, **changes: str) -> RosterImport:
    data = columns_of(roster, **changes)
    response = client.post(reverse("roster_columns", args=[roster.pk]), data)
    assert response.status_code == 302, response.context["form"].errors
    return RosterImport.objects.get(pk=roster.pk)


def text_of(response) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", response.content.decode()).split())


def test_the_sample_goes_through_all_pages(hr):
    before = User.objects.count()
    roster = mapped(hr, uploaded(hr, SAMPLE.read_bytes(), "roster_hr_sample.csv"))
    page = hr.get(reverse("roster_import", args=[roster.pk]))
    assert "New 107" in text_of(page)
    hr.post(reverse("roster_apply", args=[roster.pk]))
    assert "The roster is imported" in text_of(hr.get(reverse("roster_import", args=[roster.pk])))
    assert User.objects.count() == before + 107


def test_a_workbook_goes_through_as_well(hr):
    content = workbook(["Name", "E-mail", "Hired"], ["Ann Lee", "ann@x.org", "2020-01-31"])
    roster = mapped(hr, uploaded(hr, content, "people.xlsx"))
    assert roster.counts["create"] == 1


def test_a_german_export_keeps_its_letters(hr):
    """Semicolons and Windows-1252, as Excel saves it there."""
    content = csv("1;Jörg;Weiß;joerg@x.org;Büro;IT;Köln;Deutschland;", header=HEADER.replace(",", ";"))
    roster = mapped(hr, uploaded(hr, content.decode().encode("cp1252")))
    assert "Jörg Weiß" in text_of(hr.get(reverse("roster_import", args=[roster.pk])))
    hr.post(reverse("roster_apply", args=[roster.pk]))
    person = User.objects.get(email="joerg@x.org")
    assert (person.name, person.city, person.department.name) == ("Jörg Weiß", "Köln", "IT")


def test_the_upload_page_lists_imports(hr):
    roster = uploaded(hr, csv(ROW))
    assert roster.file_name in text_of(hr.get(reverse("roster_upload")))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "The file is empty"),
        (b"name,email\n", "no people below them"),
        (b"%PDF-1.7", "kind PDF"),
        (b"\x00\x01\x02\xff\x00", "cannot be read as CSV"),
    ],
)
def test_what_is_no_roster_is_refused_at_the_field(hr, content, says):
    response = hr.post(reverse("roster_upload"), {"file": SimpleUploadedFile("people.csv", content)})
    assert (response.status_code, RosterImport.objects.count()) == (422, 0)
    assert says in response.context["form"].errors["file"][0]


def test_a_workbook_with_macros_is_refused_at_the_field(hr):
    content = with_part("xl/vbaProject.bin", b"macro")
    response = hr.post(reverse("roster_upload"), {"file": SimpleUploadedFile("people.xlsm", content)})
    assert (response.status_code, RosterImport.objects.count()) == (422, 0)
    assert "macros" in response.context["form"].errors["file"][0]


def test_a_file_over_60_mb_is_refused_at_the_field(hr):
    content = csv(ROW) + b"\n" * (60 * 1024 * 1024)
    response = hr.post(reverse("roster_upload"), {"file": SimpleUploadedFile("people.csv", content)})
    assert (response.status_code, RosterImport.objects.count()) == (422, 0)
    assert "larger than 60 MB" in response.context["form"].errors["file"][0]


def test_no_file_at_all_is_said(hr):
    response = hr.post(reverse("roster_upload"), {})
    assert response.context["form"].errors["file"] == ["Choose a file first."]


def test_columns_are_guessed_and_kept_after_an_error(hr):
    roster = uploaded(hr, csv(ROW))
    data = columns_of(roster, column_3="")
    response = hr.post(reverse("roster_columns", args=[roster.pk]), data)
    assert (response.status_code, RosterImport.objects.get().state) == (422, "uploaded")
    assert "people sign in with it" in response.context["form"].non_field_errors()[0]
    assert response.context["form"]["column_0"].value() == "employee_number"


def test_a_column_used_twice_is_said_at_the_column(hr):
    roster = uploaded(hr, csv(ROW))
    data = columns_of(roster, column_8="email")
    response = hr.post(reverse("roster_columns", args=[roster.pk]), data)
    assert "already taken" in response.context["form"].errors["column_8"][0]


def many(count: int) -> bytes:
    return csv(*(f"{number},Ann,Lee{number},a{number}@x.org,,,,," for number in range(1, count + 1)))


def test_every_row_of_a_large_preview_can_be_reached(hr):
    roster = mapped(hr, uploaded(hr, many(2070)))
    first, last = (hr.get(reverse("roster_import", args=[roster.pk]) + f"?page={n}") for n in (1, 42))
    assert "1–50 of 2070" in text_of(first)
    assert "2051–2070 of 2070" in text_of(last)
    assert [row["name"] for row in last.context["page"]] == [f"Ann Lee{n}" for n in range(2051, 2071)]
    assert sum(len(page.rows) for page in roster.pages.all()) == 2070


def test_a_page_of_the_preview_costs_the_same_for_few_and_many_rows(hr, django_assert_max_num_queries):
    costs = set()
    for count in (1, 60, 120):
        roster = mapped(hr, uploaded(hr, many(count)))
        with django_assert_max_num_queries(12) as asked:
            hr.get(reverse("roster_import", args=[roster.pk]))
        costs.add(len(asked))
    assert len(costs) == 1


def test_a_new_check_replaces_the_rows_of_the_one_before(hr):
    roster = mapped(hr, uploaded(hr, csv(ROW, "2,Bo,Ek,bad,,,,,")))
    assert sorted(roster.pages.values_list("part", flat=True)) == ["create", "problems"]
    roster = mapped(hr, roster, column_3="", column_8="email")
    assert [page.part for page in roster.pages.all()] == ["problems"]


def test_time_zones_and_levels_are_asked_and_used(hr):
    roster = mapped(hr, uploaded(hr, csv(ROW)))
    assert "For one place the time zone is not clear" in text_of(hr.get(reverse("roster_import", args=[roster.pk])))
    page = hr.get(reverse("roster_details", args=[roster.pk]) + "?q=clerk")
    assert [row[0] for row in page.context["form"].titles] == ["Clerk"]
    data = {"zone_0": "America/Chicago", "level_0": "4"}
    hr.post(reverse("roster_details", args=[roster.pk]) + "?q=clerk", data)
    hr.post(reverse("roster_apply", args=[roster.pk]))
    ann = User.objects.get(email="ann@x.org")
    assert (ann.time_zone, ann.level, JobTitleLevel.objects.get().level) == ("America/Chicago", 4, 4)


def test_a_level_that_is_none_is_refused_at_its_field(hr):
    roster = mapped(hr, uploaded(hr, csv(ROW)))
    response = hr.post(reverse("roster_details", args=[roster.pk]) + "?q=clerk", {"level_0": "-3"})
    assert (response.status_code, "level_0" in response.context["form"].errors) == (422, True)


def test_problems_are_listed_and_can_be_downloaded_safely(hr):
    roster = mapped(hr, uploaded(hr, csv(ROW, '2,Bo,"=HYPERLINK(""x"")",bad,,,,,')))
    page = text_of(hr.get(reverse("roster_import", args=[roster.pk]) + "?show=problems"))
    assert "This is not an e-mail address. Write one address" in page
    lines = b"".join(hr.get(reverse("roster_problems", args=[roster.pk])).streaming_content).decode("utf-8-sig")
    assert lines.splitlines()[0].endswith("manager id,Row,Column,Value,Reason,Remedy,Imported")
    assert lines.splitlines()[1].startswith("""2,Bo,"'=HYPERLINK(""x"")",bad,""")
    assert ",3,email,bad,This is not an e-mail address." in lines


def test_one_manager_under_two_numbers_is_shown_and_downloaded(hr):
    header = "number,full name,email,manager id,manager email"
    rows = ["1,Ann Lee,ann@x.org,,", "2,Bo Ek,bo@x.org,1,ann@x.org", "3,Cy Fox,cy@x.org,9,ann@x.org"]
    roster = mapped(hr, uploaded(hr, csv(*rows, header=header)))
    reason = "One manager under two numbers: the other column says it is Ann Lee."
    page = text_of(hr.get(reverse("roster_import", args=[roster.pk]) + "?show=problems"))
    assert reason in page
    lines = b"".join(hr.get(reverse("roster_problems", args=[roster.pk])).streaming_content)
    assert reason in lines.decode("utf-8-sig")


def test_changes_are_shown_with_before_and_after(hr):
    make.UserFactory(email="ann@x.org", first_name="Ann", last_name="Lee", employee_number="1", job_title="Boss")
    roster = mapped(hr, uploaded(hr, csv(ROW)))
    assert "Job title: Boss → Clerk" in text_of(hr.get(reverse("roster_import", args=[roster.pk]) + "?show=update"))


def test_many_leavers_must_be_typed_on_the_page(hr, omar):
    noor, _other = (make.UserFactory(level_source="derived") for _each in "12")
    roster = mapped(hr, uploaded(hr, csv(ROW)), everyone="everyone")
    leavers = roster.counts["leave"]
    refused = hr.post(reverse("roster_apply", args=[roster.pk]), {"typed": "1"})
    assert refused.status_code == 422
    assert f"({leavers})" in refused.context["form"].errors["typed"][0]
    assert User.objects.get(pk=noor.pk).is_active
    hr.post(reverse("roster_apply", args=[roster.pk]), {"typed": str(leavers)})
    assert not User.objects.get(pk=noor.pk).is_active
    assert User.objects.get(pk=omar.pk).is_active


def test_undo_asks_first_and_then_restores(hr):
    before = User.objects.count()
    roster = mapped(hr, uploaded(hr, csv(ROW)))
    hr.post(reverse("roster_apply", args=[roster.pk]))
    url = reverse("roster_undo", args=[roster.pk])
    assert "People removed again 1" in text_of(hr.get(url))
    assert User.objects.count() == before + 1
    page = hr.post(url, follow=True)
    assert "This import was undone" in text_of(page)
    assert User.objects.count() == before


def test_undo_says_why_it_is_not_possible(hr):
    roster = mapped(hr, uploaded(hr, csv(ROW)))
    hr.post(reverse("roster_apply", args=[roster.pk]))
    make.ParticipantFactory(user=User.objects.get(email="ann@x.org"))
    page = hr.get(reverse("roster_undo", args=[roster.pk]), follow=True)
    assert "is used elsewhere since" in text_of(page)


def test_undo_is_over_after_a_day(hr):
    roster = mapped(hr, uploaded(hr, csv(ROW)))
    hr.post(reverse("roster_apply", args=[roster.pk]))
    RosterImport.objects.update(applied_at=timezone.now() - dt.timedelta(hours=25))
    url, page = reverse("roster_undo", args=[roster.pk]), reverse("roster_import", args=[roster.pk])
    assert "24 hours" in text_of(hr.post(url, follow=True, headers={"Referer": page}))
    assert User.objects.filter(email="ann@x.org").exists()
    assert f'href="{url}"' not in hr.get(page).text


def test_a_busy_import_shows_progress_and_refreshes_itself(hr):
    roster = uploaded(hr, csv(ROW))
    RosterImport.objects.update(state="checking")
    progress.report(roster.pk, progress.Step.READ, 50, 200)
    url = reverse("roster_import", args=[roster.pk])
    assert "Step 1 of 3 The file is read. 25 % are through." in text_of(hr.get(url))
    part = hr.get(url, headers={"HX-Request": "true"})
    assert part.content.decode().lstrip().startswith('<div class="card page-narrow" id="progress"')
    services.check_import(roster.pk)
    RosterImport.objects.filter(state="failed").update(state="previewed")
    assert hr.get(url, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"


@pytest.mark.parametrize(
    ("state", "step", "says"),
    [
        ("checking", progress.Step.COMPARE, "Step 2 of 3 Its rows are compared with the people there are."),
        ("checking", progress.Step.WRITE, "Step 3 of 3 The preview is written."),
        ("applying", progress.Step.WRITE, "Step 3 of 4 The changes are written."),
        ("applying", progress.Step.FOLLOW, "Step 4 of 4 Reporting lines and pairings are looked at"),
    ],
)
def test_a_step_whose_length_is_not_known_shows_no_number(hr, state, step, says):
    roster = uploaded(hr, csv(ROW))
    RosterImport.objects.update(state=state)
    progress.report(roster.pk, step)
    page = hr.get(reverse("roster_import", args=[roster.pk]))
    assert says in text_of(page)
    assert "% are through" not in page.text
    assert '<progress class="progress" aria-label="Progress">' in page.text


def test_work_on_an_import_ends_with_its_last_step(hr):
    roster = mapped(hr, uploaded(hr, csv(ROW)))
    roster.state = "checking"
    assert progress.of(roster) == progress.Progress(3, 3, "The preview is written.", None)
    hr.post(reverse("roster_apply", args=[roster.pk]))
    roster.state = "applying"
    assert (progress.of(roster).number, progress.of(roster).percent) == (4, None)


def test_writing_begins_anew_however_far_reading_was(hr):
    roster = uploaded(hr, csv(ROW))
    roster.state = "applying"
    progress.report(roster.pk, progress.Step.READ, 48_000, 50_000)
    assert progress.of(roster).percent == 96
    progress.report(roster.pk, progress.Step.WRITE, 1000, 50_000)
    assert (progress.of(roster).number, progress.of(roster).percent) == (3, 2)


def test_an_upload_can_be_thrown_away(hr):
    roster = uploaded(hr, csv(ROW))
    hr.post(reverse("roster_discard", args=[roster.pk]))
    assert not RosterImport.objects.exists()


def test_a_double_click_imports_once(hr):
    before = User.objects.count()
    roster = mapped(hr, uploaded(hr, csv(ROW)))
    for _click in "12":
        assert hr.post(reverse("roster_apply", args=[roster.pk]), {"form_token": "t"}).status_code == 302
    assert User.objects.count() == before + 1


@pytest.mark.parametrize("who", ["kavya", "jack", "priya", "lena", "noor", "sam", "igor"])
def test_only_hr_admins_come_here(cast, sign_in, who):
    roster = RosterImport.objects.create(uploaded_by=cast.omar, file_name="a.csv", content=b"", digest="")
    client = sign_in(cast.people[who])
    for name in PAGES:
        assert client.get(reverse(name, args=[roster.pk])).status_code == 403
    for name in ACTIONS:
        assert client.post(reverse(name, args=[roster.pk])).status_code == 403
    assert client.get(reverse("roster_upload")).status_code == 403


@pytest.mark.parametrize("name", ACTIONS)
def test_actions_are_posts(hr, name):
    assert hr.get(reverse(name, args=["5b0b6d0e-6a3b-4b7e-9d49-3c5d6e7f8a9b"])).status_code == 405


def test_the_preview_takes_few_queries_whatever_its_size(hr, django_assert_max_num_queries):
    roster = mapped(hr, uploaded(hr, SAMPLE.read_bytes()))
    with django_assert_max_num_queries(12):
        hr.get(reverse("roster_import", args=[roster.pk]))


def test_an_import_whose_file_is_forgotten_still_has_its_page(hr):
    roster = mapped(hr, uploaded(hr, csv(ROW)))
    hr.post(reverse("roster_apply", args=[roster.pk]))
    RosterImport.objects.update(content=b"", preview={}, before={})
    assert "are not kept any more" in text_of(hr.get(reverse("roster_import", args=[roster.pk])))
    assert hr.get(reverse("roster_problems", args=[roster.pk])).status_code == 404
