"""What stands in a line of a list holds no second line, and nothing unseen, whoever writes it."""

import pytest
from django.urls import reverse

from sessions.form_data import ItemEntry
from sessions.models import ActionItem, ItemChange, Meeting, Win
from sessions.services import add_item, change_item, log_meeting, plan_meetings
from tests.factories import MeetingFactory
from tests.sessions.story import HOUR, NOW, entry, slot

TWO_LINES = "Send the link\r\nDone, said Jack\x07 \u202eyas"
ONE_LINE = "Send the link Done, said Jack yas"


@pytest.fixture
def meeting(story):
    return MeetingFactory(pairing=story.pairing, starts_at=NOW - 2 * HOUR)


def test_something_to_do_is_one_line(story, sign_in):
    fields = {"kind": "action", "text": TWO_LINES, "owner": "junior"}
    sign_in(story.kavya).post(reverse("item_add", args=[story.pairing.pk]), fields)
    assert ActionItem.objects.get().text == ONE_LINE


def test_an_item_of_nothing_to_be_seen_is_refused(story, sign_in):
    fields = {"kind": "action", "text": "\u200b\u2060", "owner": "junior"}
    assert sign_in(story.kavya).post(reverse("item_add", args=[story.pairing.pk]), fields).status_code == 422
    assert not ActionItem.objects.exists()


def test_a_service_that_is_called_by_others_keeps_one_line_too(story):
    item = add_item(pairing=story.pairing, entry=ItemEntry(TWO_LINES, "junior"), by=story.kavya)
    change_item(item=item, by=story.jack, text="Read\nit", owner="junior", due_on=None)
    item.refresh_from_db()
    assert (item.text, ItemChange.objects.get().text) == ("Read it", ONE_LINE)


def test_a_line_of_a_log_holds_nothing_unseen(story, sign_in, meeting):
    fields = {"happened": "held", "learned": "How", "to_do": "Send\x07 it \u202eyas\n\u200b\n", "win": TWO_LINES}
    sign_in(story.kavya).post(reverse("meeting_log", args=[meeting.pk]), fields)
    assert [item.text for item in ActionItem.objects.all()] == ["Send it yas"]
    assert Win.objects.get().text == ONE_LINE


def test_a_win_is_one_line_whoever_writes_it(story, meeting):
    log_meeting(meeting=meeting, entry=entry(win=TWO_LINES), by=story.kavya)
    assert Win.objects.get().text == ONE_LINE


def test_a_place_is_one_line(story):
    plan_meetings(pairing=story.pairing, slots=[slot(place="Room 4\nSummary: Cancelled")], by=story.kavya)
    assert Meeting.objects.get().place == "Room 4 Summary: Cancelled"
