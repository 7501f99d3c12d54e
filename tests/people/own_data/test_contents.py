"""A copy holds everything that the product keeps about its owner and lets them read, and nothing of anybody else."""

import datetime as dt
import json
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from frame.safe_csv import is_like_a_formula
from people.own_data.values import for_programs, in_words
from people.personal_data import PERSONAL_RECORDS
from tests import factories as make
from tests.people.own_data.reading import copy_of, opened
from tests.permissions.canaries import let_loose
from tests.permissions.scene import set_scene

pytestmark = pytest.mark.django_db
NAMES = ("kavya", "jack", "maria", "helen", "priya", "omar", "lena", "noor", "sam", "igor")
EXPORTED = [record for record in PERSONAL_RECORDS if record.exported]
#: What the two read and what is yet in nobody's copy but the other one's, or in nobody's at all: a promise and the
#: answers of the partner are the partner's, the word of who had the place before is theirs, and the register says why
#: the note of the team stands in none.
NOT_THEIRS = {
    "kavya": {"canary-pledge", "canary-shared-warm-up", "canary-hand-over", "canary-team-note"},
    "jack": {"canary-shared-answer", "canary-hand-over", "canary-team-note"},
}
#: What somebody has said themselves as one of the team or as a sponsor. What came of a review is one text that the
#: team and the sponsor write together: it stands in the copy of each who wrote of it, a step in that of who sees to it.
SAID = {
    "priya": {"canary-answer-to-her", "canary-learnt", "canary-sponsor-says", "canary-review-step"},
    "lena": {"canary-learnt", "canary-sponsor-says"},
}


@pytest.fixture
def stage(cast):
    scene = set_scene(cast)
    return cast, let_loose(scene)


@pytest.mark.parametrize("name", NAMES)
def test_nobody_finds_a_word_that_they_may_not_read(stage, name):
    cast, flock = stage
    text = opened(copy_of(cast.people[name])).text
    assert {canary.word for canary in flock if canary.word in text and name not in canary.readers} == set()


@pytest.mark.parametrize("name", NOT_THEIRS)
def test_the_two_find_every_word_that_they_read(stage, name):
    cast, flock = stage
    text = opened(copy_of(cast.people[name])).text
    expected = {canary.word for canary in flock if name in canary.readers} - NOT_THEIRS[name]
    assert {word for word in expected if word not in text} == set()


@pytest.mark.parametrize("name", ["priya", "omar", "lena", "igor", "noor"])
def test_what_somebody_reads_for_their_work_is_about_others_and_stays_out(stage, name):
    """Priya's copy holds what she has answered to Kavya and said of a review, and nothing that Kavya said."""
    cast, flock = stage
    text = opened(copy_of(cast.people[name])).text
    assert {canary.word for canary in flock if canary.word in text} == SAID.get(name, set())


@pytest.mark.parametrize("name", NAMES)
def test_every_exported_field_of_every_row_is_in_it(stage, name):
    """What stands in the database when one asks is in what programs read, and nothing else but what came since."""
    cast, _flock = stage
    person = cast.people[name]
    kept = {record.label: in_database(record, person) for record in EXPORTED}
    copy = opened(copy_of(person))
    for record in EXPORTED:
        told = {str({field: row[field] for field in record.exported}) for row in copy.rows(record.label)}
        assert kept[record.label] - told == set(), record.label
        assert told - in_database(record, person) == set(), record.label
        assert len(copy.rows(record.label)) >= record.rows_of(person).count() - 1


def in_database(record, person):
    return {str(plain(record, row)) for row in record.rows_of(person)}


def plain(record, row):
    return {field: for_programs(row, field, record.shown_as) for field in record.exported}


@pytest.mark.parametrize("name", ["kavya", "jack", "omar"])
def test_page_tables_and_data_tell_the_same(stage, name):
    cast, _flock = stage
    copy = opened(copy_of(cast.people[name]))
    found = [subject for subject in copy.data["subjects"] if subject["rows"]]
    assert len(copy.tables) == len(found)
    for subject, (_table, lines) in zip(found, sorted(copy.tables.items()), strict=True):
        assert len(lines) == len(subject["rows"]) + 1
        assert f"{escape(subject['name'])}</h2>" in copy.page
    for record in EXPORTED:
        if record.label == "sessions.SessionLog":
            for row in record.rows_of(cast.people[name]):
                assert in_words(row, "learned") in copy.page


def test_names_of_all_scripts_come_through(cast):
    person = make.UserFactory(first_name="محمد", last_name="佐藤 𠮷", email="m.sato@example.com")
    copy = opened(copy_of(person))
    assert "محمد 佐藤 𠮷" in copy.page
    [entry] = copy.rows("people.User")
    assert (entry["first_name"], entry["last_name"]) == ("محمد", "佐藤 𠮷")
    assert any("佐藤 𠮷" in cell for lines in copy.tables.values() for line in lines for cell in line)
    assert 'dir="auto"' in copy.page


def test_no_cell_of_a_table_is_a_formula(cast):
    cast.kavya.job_title = "=HYPERLINK(1)"
    cast.kavya.preferred_name = "@SUM(1)"
    cast.kavya.save()
    copy = opened(copy_of(cast.kavya))
    cells = [cell for lines in copy.tables.values() for line in lines for cell in line]
    assert "'=HYPERLINK(1)" in cells
    assert [cell for cell in cells if cell[:1] != "'" and is_like_a_formula(cell)] == []


def test_what_somebody_typed_is_text_and_no_markup(cast):
    cast.kavya.job_title = "<script>alert(1)</script>"
    cast.kavya.save()
    page = opened(copy_of(cast.kavya)).page
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_the_page_needs_nothing_from_elsewhere(cast):
    page = opened(copy_of(cast.kavya)).page
    assert not re.search(r"\b(src|href)=\"(?!#)", page)
    assert "url(" not in page
    assert "default-src 'none'" in page


def test_times_are_on_ones_own_clock_to_read_and_with_their_zone_for_programs(cast):
    cast.kavya.time_zone = "Asia/Kolkata"
    cast.kavya.save()
    met_at = dt.datetime(2026, 3, 4, 20, 30, tzinfo=dt.UTC)
    make.MeetingFactory(pairing=cast.pairing, state="held", starts_at=met_at, junior_word="held")
    copy = opened(copy_of(cast.kavya))
    assert "5 Mar 2026, 02:00" in copy.page
    assert copy.rows("sessions.Meeting")[0]["starts_at"] == "2026-03-04T20:30+00:00"
    assert copy.data["time_zone"] == "Asia/Kolkata"


def test_thousands_of_rows_are_written_in_batches(cast, django_assert_max_num_queries):
    make.UserFactory.create_batch(1)
    from notifications.models import Delivery

    now = timezone.now()
    Delivery.objects.bulk_create(
        Delivery(key=f"x:{number}", kind="meeting_reminder", recipient=cast.noor, channel="in_app", due_at=now,
                 state="sent", sent_at=now, title=f"Message {number}")
        for number in range(1500)
    )  # fmt: skip
    with django_assert_max_num_queries(120):
        copy = opened(copy_of(cast.noor))
    assert len(copy.rows("notifications.Delivery")) == 1500
    assert "Message 1499" in copy.page


FINER_THAN_A_MINUTE = re.compile(r"\d\dT\d\d:\d\d:\d\d|\d\d:\d\d:\d\d\.\d")


@pytest.mark.parametrize("name", NAMES)
def test_no_time_is_finer_than_pages_show_it(stage, name):
    """Who has two people's files lays their seconds side by side, and knows what was done in one go."""
    cast, _flock = stage
    data = opened(copy_of(cast.people[name])).data
    subjects = json.dumps(data["subjects"])
    assert FINER_THAN_A_MINUTE.findall(subjects) == []
    assert re.search(r"\d\dT\d\d:\d\d[+Z-]", subjects)


def test_what_is_kept_by_the_day_is_told_by_the_day(cast, sign_in):
    """A second drawn by lot, or midnight, would be read as the time of a sign-in."""
    sign_in(cast.kavya).get(reverse("profile"))
    copy = opened(copy_of(cast.kavya))
    today = dt.datetime.now(dt.UTC).date().isoformat()
    [entry] = copy.rows("people.User")
    assert entry["last_login"] == today
    assert {row["at"] for row in copy.rows("people.AuditEntry") if row["act"].startswith("sign_in")} == {today}
