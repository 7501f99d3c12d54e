"""What was promised stays promised: tried as the one who would gain from its being gone."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from frame.errors import Refused
from insights.figures.counting import PromiseCounts, promise_counts
from insights.figures.scope import Scope
from notifications.models import Delivery
from sessions.form_data import ItemEntry
from sessions.models import ActionItem, ItemChange
from sessions.services import add_item, remove_item, withdraw_item
from tests.sessions.story import DAY, NOW

MINUTE = dt.timedelta(minutes=1)
DUE = dt.date(2026, 12, 1)
WORDS = {"text": "Answer every question of the staff", "due_on": DUE.isoformat()}


@pytest.fixture
def promise(story):
    """Jack's promise, which Kavya wrote down a day ago."""
    return ActionItem.objects.create(
        pairing=story.pairing, kind="commitment", owner="senior", text=WORDS["text"], due_on=DUE,
        created_by=story.kavya, created_at=NOW - DAY,
    )  # fmt: skip


@pytest.fixture
def own(story):
    """A promise that Jack has just written down himself."""
    entry = ItemEntry(WORDS["text"], "senior", "commitment", DUE)
    return add_item(pairing=story.pairing, entry=entry, by=story.jack)


@pytest.fixture
def kavya(story, sign_in):
    return sign_in(story.kavya)


@pytest.fixture
def jack(story, sign_in):
    return sign_in(story.jack)


def url(name, thing):
    return reverse(name, args=[thing.pk])


def figures(story):
    return promise_counts(Scope((story.cycle.pk,)))


def list_of(client, story):
    return client.get(url("pairing_detail", story.pairing)).text.partition('id="to-do"')[2].partition("</section>")[0]


POSTS = {
    "removed": ("item_remove", {}),
    "kind changed": ("item_edit", WORDS | {"kind": "action", "owner": "junior"}),
    "handed over": ("item_edit", WORDS | {"owner": "junior"}),
    "handed over in place": ("item_adjust", {"who": "junior", "due_on": ""}),
    "made an action item in place": ("item_adjust", {"who": "senior", "due_on": ""}),
    "withdrawn without a reason": ("item_withdraw", {"reason": " "}),
    "seen by himself": ("item_seen", {"seen": "seen"}),
    "fine by himself": ("item_fine", {"fine": "yes"}),
}


@pytest.mark.parametrize("attack", POSTS)
def test_the_leader_moves_no_figure_and_changes_nothing(story, promise, jack, attack):
    name, fields = POSTS[attack]
    jack.post(url(name, promise), fields)
    assert figures(story) == PromiseCounts(made=1, pairs=1)
    found = ActionItem.objects.get()
    assert (found.kind, found.owner, found.text, found.due_on) == ("commitment", "senior", WORDS["text"], DUE)


@pytest.mark.parametrize("verb", ["get", "delete", "put", "patch"])
@pytest.mark.parametrize("name", ["item_remove", "item_withdraw", "item_edit", "item_adjust"])
def test_no_other_verb_does_it_either(story, promise, jack, name, verb):
    getattr(jack, verb)(url(name, promise), {"reason": "No time", **WORDS})
    found = ActionItem.objects.get()
    assert (found.kind, found.text, found.withdrawn_at) == ("commitment", WORDS["text"], None)


def test_a_withdrawn_promise_stays_in_the_figure_and_before_the_eyes_of_both(story, promise, jack, kavya):
    jack.post(url("item_withdraw", promise), {"reason": "The board has decided otherwise"})
    assert figures(story) == PromiseCounts(made=1, pairs=1)
    for client in (jack, kavya):
        shown = list_of(client, story)
        assert WORDS["text"] in shown
        assert "Withdrawn" in shown
        assert "The board has decided otherwise" in shown


def test_what_is_withdrawn_is_neither_done_nor_seen_nor_said_anew(story, promise, jack, kavya):
    jack.post(url("item_withdraw", promise), {"reason": "No time"})
    jack.post(url("item_finish", promise))
    kavya.post(url("item_seen", promise), {"seen": "seen"})
    jack.post(url("item_edit", promise), WORDS | {"text": "Say hello"})
    jack.post(url("item_withdraw", promise), {"reason": "Another reason"})
    assert figures(story) == PromiseCounts(made=1, pairs=1)
    assert ActionItem.objects.get().withdrawn_reason == "No time"
    assert ActionItem.objects.get().text == WORDS["text"]


def test_what_is_done_or_seen_is_not_withdrawn(story, promise, jack, kavya):
    kavya.post(url("item_seen", promise), {"seen": "seen"})
    jack.post(url("item_withdraw", promise), {"reason": "No time"})
    assert ActionItem.objects.get().withdrawn_at is None


def test_the_mentor_is_asked_for_nothing_when_it_is_withdrawn(story, promise, jack, kavya):
    jack.post(url("item_finish", promise))
    home = reverse("home")
    assert WORDS["text"] in kavya.get(home).text
    jack.post(url("item_reopen", promise))
    jack.post(url("item_withdraw", promise), {"reason": "No time"})
    assert WORDS["text"] not in kavya.get(home).text
    assert WORDS["text"] not in jack.get(home).text
    assert not Delivery.objects.filter(recipient=story.kavya).exists()


def test_fine_by_me_moves_no_figure_and_can_be_taken_back(story, promise, jack, kavya):
    jack.post(url("item_withdraw", promise), {"reason": "No time"})
    kavya.post(url("item_fine", promise), {"fine": "yes"})
    assert figures(story) == PromiseCounts(made=1, pairs=1)
    assert "Kavya: fine by me" in list_of(jack, story)
    kavya.post(url("item_fine", promise), {"fine": "no"})
    assert "Kavya: fine by me" not in list_of(jack, story)


def test_fine_is_said_of_nothing_that_stands(story, promise, kavya):
    kavya.post(url("item_fine", promise), {"fine": "yes"})
    assert ActionItem.objects.get().fine_at is None


def test_other_words_and_a_later_day_leave_what_was_promised_in_sight(story, promise, jack, kavya):
    jack.post(url("item_edit", promise), {"text": "Say hello", "due_on": "2027-12-01"})
    for client, who in ((kavya, "Jack"), (jack, "You")):
        assert f"{who} changed it. It was: “{WORDS['text']}”, due 1 Dec 2026" in list_of(client, story)


def test_each_of_several_changes_stays(story, promise, jack, kavya):
    for text in ("Answer ten questions", "Answer one question", "Say hello"):
        jack.post(url("item_edit", promise), {"text": text, "due_on": DUE.isoformat()})
    assert list(ItemChange.objects.values_list("text", "by")) == [
        (WORDS["text"], story.jack.pk), ("Answer ten questions", story.jack.pk), ("Answer one question", story.jack.pk),
    ]  # fmt: skip
    shown = list_of(kavya, story)
    assert all(text in shown for text in (WORDS["text"], "Answer ten questions", "Answer one question"))


def test_words_to_which_the_mentor_said_seen_stay(story, promise, jack, kavya):
    kavya.post(url("item_seen", promise), {"seen": "seen"})
    answer = jack.post(url("item_edit", promise), {"text": "Give everyone a raise", "due_on": ""})
    assert answer.status_code == 422
    assert ActionItem.objects.get().text == WORDS["text"]


def test_done_taken_back_leaves_a_trace(story, promise, jack, kavya):
    jack.post(url("item_finish", promise))
    assert figures(story) == PromiseCounts(made=1, pairs=1, done=1)
    jack.post(url("item_reopen", promise))
    assert figures(story) == PromiseCounts(made=1, pairs=1)
    assert "Jack took “done” back; it had been said on 23 Nov 2026." in list_of(kavya, story)


def test_the_mentors_word_is_the_mentors_and_keeps_what_it_was(story, promise, jack, kavya):
    kavya.post(url("item_seen", promise), {"seen": "seen"})
    for seen in ("", "not_yet"):
        jack.post(url("item_seen", promise), {"seen": seen})
    assert figures(story) == PromiseCounts(made=1, pairs=1, seen=1)
    kavya.post(url("item_seen", promise), {"seen": "not_yet"})
    assert figures(story) == PromiseCounts(made=1, pairs=1)
    assert "Kavya has changed the word; it was “seen”." in list_of(jack, story)


def test_an_action_item_handed_to_the_mentor_says_whose_it_was(story, jack, kavya):
    item = ActionItem.objects.create(pairing=story.pairing, owner="senior", text="Send the deck")
    jack.post(url("item_edit", item), {"text": "Send the deck", "owner": "junior", "due_on": ""})
    assert "Jack changed it. It was: Jack" in list_of(kavya, story)


def test_the_leader_does_not_withdraw_what_is_the_mentors(story, jack):
    item = ActionItem.objects.create(pairing=story.pairing, owner="junior", text="Send", created_by=story.kavya)
    jack.post(url("item_withdraw", item), {"reason": "I do not like it"})
    assert ActionItem.objects.get().withdrawn_at is None


def test_a_slip_that_nobody_saw_is_undone_as_if_it_never_was(story, own, jack):
    jack.get(url("pairing_detail", story.pairing))
    jack.post(url("item_adjust", own), {"who": "junior", "due_on": ""})
    found = ActionItem.objects.get()
    assert (found.kind, found.owner, ItemChange.objects.count()) == ("action", "junior", 0)
    jack.post(url("item_remove", own))
    assert not ActionItem.objects.exists()


@pytest.mark.parametrize("page", ["pairing", "item", "home", "meeting"])
def test_once_the_other_has_had_a_page_with_it_it_stays(story, own, jack, kavya, page):
    if page == "meeting":
        from tests.sessions.story import logged

        own.meeting = logged(story)
        own.save()
    pages = {
        "pairing": lambda: url("pairing_detail", story.pairing),
        "item": lambda: url("item_edit", own),
        "home": lambda: reverse("home"),
        "meeting": lambda: url("meeting_detail", own.meeting),
    }
    if page == "home":
        ActionItem.objects.update(due_on=NOW.date())
    assert WORDS["text"] in kavya.get(pages[page]()).text
    jack.post(url("item_remove", own))
    jack.post(url("item_edit", own), WORDS | {"kind": "action", "owner": "junior"})
    assert figures(story) == PromiseCounts(made=1, pairs=1)


def test_after_ten_minutes_it_stays_even_unseen(story, own, jack, clock):
    clock.move_to(NOW + 10 * MINUTE)
    jack.post(url("item_remove", own))
    assert figures(story) == PromiseCounts(made=1, pairs=1)


def test_what_a_message_has_told_of_stays(story, own):
    Delivery.objects.create(
        key="k", kind="action_item_due", recipient=story.jack, channel="email", subject_id=own.pk, due_at=NOW
    )
    with pytest.raises(Refused):
        remove_item(item=own, by=story.jack)


def test_the_other_removes_nobodys_slip(story, own, kavya):
    kavya.post(url("item_remove", own))
    assert ActionItem.objects.count() == 1


@pytest.mark.parametrize("fields", [
    {"withdrawn_at": NOW},
    {"withdrawn_at": NOW, "withdrawn_reason": "Why"},
    {"withdrawn_reason": "Why"},
    {"fine_at": NOW},
])  # fmt: skip
def test_the_database_knows_no_half_withdrawal(story, promise, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        ActionItem.objects.update(**fields)


@pytest.mark.parametrize("fields", [{"done_at": NOW}, {"seen": "seen"}])
def test_the_database_keeps_nothing_that_was_withdrawn(story, promise, fields):
    withdraw_item(item=promise, by=story.jack, reason="No time")
    with pytest.raises(IntegrityError), transaction.atomic():
        ActionItem.objects.update(**fields)


@pytest.mark.parametrize("number", [1, 3, 30])
def test_a_page_of_changed_items_costs_the_same(story, jack, kavya, number, django_assert_max_num_queries):
    for n in range(number):
        item = ActionItem.objects.create(pairing=story.pairing, owner="senior", kind="commitment", text=f"Item {n}")
        for text in ("Else", "More"):
            jack.post(url("item_edit", item), {"text": f"{text} {n}", "due_on": ""})
    with django_assert_max_num_queries(15):  # one of them for all that the two noted as changed, whatever their number
        assert list_of(kavya, story).count("changed it") == 2 * number
