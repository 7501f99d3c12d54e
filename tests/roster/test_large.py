"""Rosters of a whole organisation: what they cost for each row, where the limit is, and what the page says of it."""

import tracemalloc

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from people.models import User
from roster import services
from roster.limits import RosterUnreadable
from roster.models import RosterImport
from roster.preparing import prepare
from tests import factories as make
from tests.roster.files import csv

ROWS = 2500
BYTES_PER_ROW = 1900
"""150,000 rows stay within 500 MB, of which the process itself takes 140."""


@pytest.fixture
def omar(db):
    return make.RoleGrantFactory(user__level=None, user__level_source="").user


def everyone(*, without: int = 0, boss: str = "Boss") -> bytes:
    """A row for each of ROWS people but the last ones; every manager has eight reports."""
    return csv(
        *(
            f"{number},Ann{number},Müller{number},ann{number}@example.com,{'Clerk' if number else boss},"
            f"Team {number % 40},München,Germany,{(number - 1) // 8 if number else ''}"
            for number in range(ROWS - without)
        )
    )


def checked(omar: User, content: bytes, **options: object) -> RosterImport:
    roster = services.start_import(user=omar, file_name="r.csv", content=content)
    services.map_columns(roster=roster, targets=roster.mapping["targets"], options=options)
    if roster.digest and len(content) > services.SMALL_BYTES:
        services.check_import(roster.pk)  # what the worker does
    return RosterImport.objects.get(pk=roster.pk)


def applied(roster: RosterImport) -> RosterImport:
    services.apply_import(roster=roster, typed=roster.counts["leave"])
    services.write_import(roster.pk)
    return RosterImport.objects.get(pk=roster.pk)


def test_everyone_comes_changes_and_leaves(omar):
    assert applied(checked(omar, everyone(), level_mode="derived")).counts["create"] == ROWS
    assert User.objects.get(email="ann9@example.com").manager.email == "ann1@example.com"
    again = applied(checked(omar, everyone(without=100, boss="Chief"), level_mode="derived", everyone=True))
    assert (again.state, again.counts["update"], again.counts["leave"]) == ("applied", 1, 100)
    assert User.objects.active().exclude(pk=omar.pk).count() == ROWS - 100
    services.undo_import(roster=again, by=omar)
    assert User.objects.active().exclude(pk=omar.pk).count() == ROWS


@pytest.mark.parametrize("is_known", [False, True], ids=["all new", "all known"])
def test_what_a_row_takes_of_the_memory_is_bounded(omar, is_known):
    roster = checked(omar, everyone(), level_mode="derived")
    if is_known:
        applied(roster)
        roster = checked(omar, everyone(boss="Chief"), level_mode="derived", everyone=True)
    tracemalloc.start()
    prepared = prepare(roster)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert prepared.plan.counts()["create"] == (0 if is_known else ROWS)
    assert peak < ROWS * BYTES_PER_ROW


def test_a_shorter_preview_leaves_no_rows_of_the_longer_one_behind(omar):
    roster = checked(omar, everyone(), level_mode="derived")
    assert roster.pages.count() == ROWS // 50
    targets = ["" if target == "department" else target for target in roster.mapping["targets"]]
    User.objects.create_user("ann0@example.com", first_name="Ann0", last_name="Müller0")
    services.map_columns(roster=roster, targets=targets, options={})
    services.check_import(roster.pk)
    roster.refresh_from_db()
    assert roster.counts["create"] == ROWS - 1
    assert sum(len(page.rows) for page in roster.pages.filter(part="create")) == ROWS - 1
    assert set(roster.pages.values_list("part", flat=True)) == {"create", "update"}


def test_the_limit_can_be_set_and_the_page_says_it_and_what_to_do(omar, client, settings):
    settings.ROSTER_MAX_ROWS = 6
    client.force_login(omar)
    page = client.get(reverse("roster_upload")).text
    assert "up to 60 MB and 6 rows. Import a larger file in parts, as “some people”" in page
    rows = [f"{number},Ann,Lee,ann{number}@example.com,,,,," for number in range(7)]
    assert services.start_import(user=omar, file_name="r.csv", content=csv(*rows[:6])).state == "uploaded"
    roster = checked(omar, csv(*rows), level_mode="keep")
    assert roster.state == "failed"
    assert "more than 6 rows. Split it and import the parts as “some people”" in roster.message


def test_a_file_above_the_limit_is_not_read_to_its_end(settings):
    from roster.reading import read_table

    settings.ROSTER_MAX_ROWS = 10
    with pytest.raises(RosterUnreadable, match="more than 10 rows"):
        list(read_table(b"a\n" + b"1\n" * 11).rows)


def test_the_upload_form_takes_a_large_file(omar, client):
    client.force_login(omar)
    answer = client.post(reverse("roster_upload"), {"file": SimpleUploadedFile("r.csv", everyone())})
    assert (answer.status_code, RosterImport.objects.count()) == (302, 1)
