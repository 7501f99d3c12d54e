"""What meetings show on the page of the two."""

import pytest
from django.urls import reverse

from sessions.models import ActionItem, Insight, Win
from tests.factories import MeetingFactory
from tests.sessions.story import DAY, NOW, SECRETS, canaries_in, logged, plan


@pytest.fixture
def page(story, sign_in):
    def get(name):
        return sign_in(story.people[name]).get(reverse("pairing_detail", args=[story.pairing.pk]))

    return get


def test_the_next_meeting_comes_first_with_both_clocks_and_its_agenda(story, page):
    plan(story, agenda="Films")
    text = page("jack").text
    assert "Thu 26 Nov 2026, 04:00" in text
    assert "10:00 for Kavya" in text
    assert "Films" in text
    assert text.index("Next meeting") < text.index("To do")


def test_the_two_read_what_they_wrote_and_nobodys_reflection(story, page):
    logged(story)
    for name in ("kavya", "jack"):
        assert canaries_in(page(name).text) == {"learned", "item"}


def test_the_assistant_reads_dates_alone(story, page):
    meeting = logged(story)
    Win.objects.create(pairing=story.pairing, meeting=meeting, author=story.kavya, text="win-canary")
    Insight.objects.create(pairing=story.pairing, author=story.jack, text="insight-canary")
    text = page("sam").text
    assert "Sat 21 Nov 2026" in text
    assert canaries_in(text) | ({"win"} if "win-canary" in text else set()) == set()
    assert "insight-canary" not in text
    assert "We met without planning" not in text


def test_what_waits_for_a_log_is_pointed_out(story, page):
    meeting = MeetingFactory(pairing=story.pairing, starts_at=NOW - DAY)
    assert reverse("meeting_log", args=[meeting.pk]) in page("kavya").text
    assert reverse("meeting_log", args=[meeting.pk]) not in page("sam").text


def test_only_the_mentor_is_asked_whether_a_promise_can_be_seen(story, page):
    item = ActionItem.objects.create(pairing=story.pairing, text="Answer", owner="senior", kind="commitment")
    assert reverse("item_seen", args=[item.pk]) in page("kavya").text
    assert reverse("item_seen", args=[item.pk]) not in page("jack").text


@pytest.mark.parametrize("number", [1, 15])
def test_the_page_costs_the_same_with_many_meetings(story, sign_in, number, django_assert_max_num_queries):
    for n in range(number):
        meeting = logged(story)
        type(meeting).objects.filter(pk=meeting.pk).update(starts_at=NOW - n * DAY)
        MeetingFactory(pairing=story.pairing, starts_at=NOW + (n + 1) * DAY)
    client = sign_in(story.kavya)
    with django_assert_max_num_queries(19):
        client.get(reverse("pairing_detail", args=[story.pairing.pk]))


def test_every_secret_is_known_to_this_story():
    assert len(set(SECRETS.values())) == len(SECRETS)
