"""How the pairs meet, and all of their meetings, as files: facts, never a word."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from people.models import AuditEntry
from sessions.models import Meeting, MeetingChange
from tests import factories as make
from tests.downloads import assert_file_costs_the_same, lines_of

AT = timezone.now().replace(microsecond=0, second=0) - dt.timedelta(days=9)


def take(client, story, **query):
    url = reverse("program_run", args=[story.program.pk])
    header, *rows = lines_of(client.get(url, {"cycle": story.cycle.pk, "download": "csv", **query}))
    return [dict(zip(header, row, strict=True)) for row in rows]


@pytest.fixture
def meetings(story):
    """One that was held, one that the two tell differently, and one that was moved and then called off."""
    Meeting.objects.all().delete()
    common = {"pairing": story.pairing, "agenda": "canary-agenda", "place": "canary-place"}
    make.MeetingFactory(**common, starts_at=AT, state="held", junior_word="held")
    words = {"junior_word": "held", "senior_word": "missed:junior"}
    make.MeetingFactory(**common, starts_at=AT + dt.timedelta(days=1), state="held", **words)
    off = make.MeetingFactory(**common, starts_at=AT + dt.timedelta(days=2), state="cancelled")
    for kind in ("moved", "cancelled"):
        MeetingChange.objects.create(meeting=off, kind=kind, by_side="senior", was_at=off.starts_at)


def test_every_meeting_is_a_row(story, sign_in, meetings):
    rows = take(sign_in(story.priya), story, of="meetings")
    assert [(row["Outcome"], row["The mentor says"], row["Called off by"], row["Moved"]) for row in rows] == [
        ("Held", "You met", "", "0"), ("told differently by the two", "You met", "", "0"),
        ("Cancelled", "", "The leader", "1"),
    ]  # fmt: skip
    assert rows[0]["Starts"] == f"{AT.astimezone(story.priya.zone):%Y-%m-%d %H:%M %:z}"
    assert "canary" not in str(rows)
    assert AuditEntry.objects.get(act="meetings.downloaded").actor == story.priya


def test_every_pair_is_a_row(story, sign_in, meetings):
    mentor = story.pairing.junior.user.name
    row = next(row for row in take(sign_in(story.priya), story) if row["Mentor"] == mentor)
    assert (row["Mentor"], row["Held"], row["Planned until now"], row["Told differently"]) == (
        mentor, "1", "3", "1",
    )  # fmt: skip


def test_filters_and_closeness_count_in_both(story, sign_in, meetings):
    client = sign_in(story.priya)
    for of in ("", "meetings"):
        assert take(client, story, of=of)
        assert not take(client, story, of=of, q="nobody of that name")
    story.pairing.senior.user.manager = story.priya
    story.pairing.senior.user.save()
    for of in ("", "meetings"):
        assert story.pairing.junior.user.name not in str(take(client, story, of=of))


@pytest.mark.parametrize("of", ["", "meetings"])
def test_they_cost_the_same_whatever_their_length(story, sign_in, of):
    def add():
        make.MeetingFactory(pairing=make.PairingFactory(cycle=story.cycle))

    url = reverse("program_run", args=[story.program.pk], query={"of": of})
    assert_file_costs_the_same(sign_in(story.priya), url, add)
