"""Into a pairing that has not opened, or is over, nothing new is written; what stands in one that is over stays."""

import pytest
from django.urls import reverse

from frame.errors import Refused
from pairings.models import Pairing
from sessions.models import ActionItem, Insight, SessionLog
from sessions.services import (
    change_insight,
    change_item,
    finish_item,
    log_meeting,
    remove_item,
    reopen_item,
    say_fine,
    say_seen,
    withdraw_item,
)
from tests.sessions.story import entry, logged

POSTS = {
    "item_add": {"kind": "action", "text": "Send the link", "owner": "junior"},
    "insight_add": {"text": "Ask first", "audience": "pair"},
}


@pytest.mark.parametrize("name", POSTS)
@pytest.mark.parametrize("state", ["preparing", "ended", "completed"])
def test_nothing_new_is_written(cast, sign_in, name, state):
    type(cast.pairing).objects.filter(pk=cast.pairing.pk).update(state=state)
    response = sign_in(cast.kavya).post(reverse(name, args=[cast.pairing.pk]), POSTS[name], follow=True)
    assert "nothing new can be written" in response.content.decode()
    assert not ActionItem.objects.exists()
    assert not Insight.objects.exists()


@pytest.mark.parametrize("name", POSTS)
def test_an_open_pairing_takes_it(cast, sign_in, name):
    sign_in(cast.kavya).post(reverse(name, args=[cast.pairing.pk]), POSTS[name])
    assert ActionItem.objects.count() + Insight.objects.count() == 1


@pytest.fixture(params=["ended", "completed"])
def over(request, story):
    """Kavya and Jack have a log, something to do and an insight; then their pairing is over."""
    meeting = logged(story)
    ActionItem.objects.update(kind="commitment", owner="senior")
    Insight.objects.create(pairing=story.pairing, author=story.kavya, text="Ask first")
    Pairing.objects.filter(pk=story.pairing.pk).update(state=request.param)
    return type(meeting).objects.get(pk=meeting.pk)


def what_stands():
    return (
        list(SessionLog.objects.values("learned", "version")),
        list(ActionItem.objects.values("text", "owner", "due_on", "done_at", "seen", "withdrawn_at")),
        list(Insight.objects.values("text")),
    )


CHANGES = {
    "log": lambda story, over: log_meeting(meeting=over, entry=entry(learned="Else"), by=story.kavya, version=1),
    "wording": lambda story, over: change_item(item=item(), by=story.jack, text="Else", owner="junior", due_on=None),
    "done": lambda story, over: finish_item(item=item(), by=story.jack),
    "undone": lambda story, over: reopen_item(item=item(), by=story.jack),
    "removed": lambda story, over: remove_item(item=item(), by=story.jack),
    "withdrawn": lambda story, over: withdraw_item(item=item(), by=story.jack, reason="Too late"),
    "fine": lambda story, over: say_fine(item=item(), is_fine=True, by=story.kavya),
    "seen": lambda story, over: say_seen(item=item(), seen="seen", by=story.kavya),
    "insight": lambda story, over: change_insight(insight=Insight.objects.get(), by=story.kavya, text="Else"),
}


def item():
    return ActionItem.objects.get()


@pytest.mark.parametrize("change", CHANGES)
def test_what_stands_in_a_pairing_that_is_over_stays(story, over, change):
    before = what_stands()
    with pytest.raises(Refused, match="what stands in it stays as it is"):
        CHANGES[change](story, over)
    assert what_stands() == before


def test_its_pages_offer_no_change_and_say_why(story, over, sign_in):
    client = sign_in(story.kavya)
    text = client.get(reverse("meeting_detail", args=[over.pk])).text
    assert "learned-canary" in text
    assert "Change the log" not in text
    text = client.get(reverse("meeting_log", args=[over.pk]), follow=True).text
    assert "This pairing is over, so what stands in it stays as it is." in text
    text = client.get(reverse("pairing_detail", args=[story.pairing.pk])).text
    for name in ("item_withdraw", "item_finish", "item_reopen"):
        assert reverse(name, args=[item().pk]) not in text
    assert "Add an insight" not in text


def test_a_change_that_comes_too_late_is_refused_with_what_was_typed(story, over, sign_in):
    fields = {"happened": "held", "learned": "Typed too late", "to_do": "Else", "version": "1"}
    answer = sign_in(story.kavya).post(reverse("meeting_log", args=[over.pk]), fields)
    assert answer.status_code == 422
    assert "Typed too late" in answer.text
    assert "what stands in it stays as it is" in answer.text
