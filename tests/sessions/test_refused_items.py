"""What is refused of things to do: said in a sentence, and nothing is changed."""

import datetime as dt

import pytest

from frame.errors import Refused
from notifications.models import Delivery
from sessions.form_data import ItemEntry
from sessions.models import ActionItem, ItemChange
from sessions.services.items import (
    add_item,
    change_item,
    finish_item,
    remove_item,
    reopen_item,
    say_fine,
    say_seen,
    shown_to,
    withdraw_item,
)
from tests.mail import deliver_all, plan_all
from tests.sessions.story import DAY, NOW

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def task(story) -> ActionItem:
    """Kavya's, which she wrote down yesterday."""
    return ActionItem.objects.create(
        pairing=story.pairing, text="Post once", owner="junior", created_by=story.kavya, created_at=NOW - DAY
    )


@pytest.fixture
def promise(story) -> ActionItem:
    """Jack's commitment of yesterday."""
    return ActionItem.objects.create(
        pairing=story.pairing, text="Answer staff", owner="senior", kind="commitment", created_by=story.jack,
        created_at=NOW - DAY,
    )  # fmt: skip


def change(item, by, **values):
    now = {"text": item.text, "owner": item.owner, "due_on": item.due_on, "kind": item.kind}
    return change_item(item=item, by=by, **now | values)


def refused(words):
    return pytest.raises(Refused, match=words)


def stored(item) -> ActionItem:
    return ActionItem.objects.get(pk=item.pk)


@pytest.mark.parametrize("state", ["preparing", "ended", "completed"])
def test_nothing_new_is_written_into_a_pairing_that_is_not_open(story, state):
    story.pairing.state = state
    with refused("not open, so nothing new"):
        add_item(pairing=story.pairing, entry=ItemEntry("Post once", "junior"), by=story.kavya)
    assert not ActionItem.objects.exists()


@pytest.mark.parametrize("values", [{"kind": "action"}, {"owner": "junior"}])
def test_a_commitment_becomes_nothing_else(story, promise, values):
    with refused("stays a commitment of the leader"):
        change(promise, story.jack, **values)
    assert (stored(promise).kind, stored(promise).owner) == ("commitment", "senior")


def test_a_task_does_not_turn_into_a_commitment(story, task):
    with refused("Write the commitment down as a new one"):
        change(task, story.kavya, kind="commitment")
    assert stored(task).kind == "action"


def test_what_was_just_mistyped_may_still_become_a_commitment(story):
    entry = ItemEntry("Answer staff", "junior", kind="action")
    slip = add_item(pairing=story.pairing, entry=entry, by=story.jack)
    changed = change(slip, story.jack, kind="commitment")
    assert (changed.kind, changed.owner, changed.version) == ("commitment", "senior", slip.version)
    assert not ItemChange.objects.exists()


def test_after_ten_minutes_it_is_no_slip_any_more(story, clock):
    slip = add_item(pairing=story.pairing, entry=ItemEntry("Answer staff", "junior"), by=story.jack)
    clock.move_to(NOW + 11 * MINUTE)
    with refused("Write the commitment down as a new one"):
        change(slip, story.jack, kind="commitment")


def test_what_the_other_has_seen_is_no_slip_either(story, clock):
    slip = add_item(pairing=story.pairing, entry=ItemEntry("Answer staff", "junior"), by=story.jack)
    clock.move_to(NOW + MINUTE)
    assert [item.text for item in shown_to(story.kavya, ActionItem.objects.all())] == ["Answer staff"]
    with refused("The other may have read it"):
        remove_item(item=slip, by=story.jack)
    assert stored(slip).shown_at == NOW + MINUTE


def test_looking_at_ones_own_is_not_being_seen(story):
    slip = add_item(pairing=story.pairing, entry=ItemEntry("Answer staff", "junior"), by=story.jack)
    shown_to(story.jack, ActionItem.objects.all())
    remove_item(item=slip, by=story.jack)
    assert not ActionItem.objects.exists()


def test_the_other_does_not_take_away_a_slip_that_is_not_theirs(story):
    slip = add_item(pairing=story.pairing, entry=ItemEntry("Answer staff", "junior"), by=story.jack)
    with refused("You can withdraw it, with a reason"):
        remove_item(item=slip, by=story.kavya)
    assert stored(slip).text == "Answer staff"


def test_what_a_colleague_has_just_removed_cannot_be_changed(story):
    slip = add_item(pairing=story.pairing, entry=ItemEntry("Answer staff", "junior"), by=story.jack)
    open_in_another_window = stored(slip)
    remove_item(item=slip, by=story.jack)
    with refused("taken off the list a moment ago"):
        finish_item(item=open_in_another_window, by=story.kavya)


@pytest.mark.parametrize("settle", [{"done_at": NOW}, {"seen": "seen"}])
def test_what_is_done_or_seen_keeps_its_words(story, promise, settle):
    ActionItem.objects.filter(pk=promise.pk).update(**settle)
    with refused("done or seen, so its words stay"):
        change(promise, story.jack, text="Never said that")
    assert stored(promise).text == "Answer staff"


def test_what_was_withdrawn_keeps_its_words(story, promise):
    withdraw_item(item=promise, by=story.jack, reason="No time")
    with refused("withdrawn, so its words stay"):
        change(stored(promise), story.jack, text="Never said that")
    assert (stored(promise).text, stored(promise).withdrawn_reason) == ("Answer staff", "No time")


def test_saving_it_unchanged_is_no_change_even_when_it_is_settled(story, promise):
    ActionItem.objects.filter(pk=promise.pk).update(done_at=NOW)
    change(stored(promise), story.jack)
    assert not ItemChange.objects.exists()


@pytest.mark.parametrize("verb", [finish_item, reopen_item])
def test_what_was_withdrawn_is_neither_done_nor_undone(story, task, verb):
    withdraw_item(item=task, by=story.kavya, reason="No time")
    with refused("neither done nor undone"):
        verb(item=stored(task), by=story.kavya)
    assert stored(task).done_at is None


@pytest.mark.parametrize("verb", [finish_item, reopen_item])
def test_only_its_owner_says_that_it_is_done(story, task, verb):
    with refused("Only the one who does it"):
        verb(item=task, by=story.jack)
    assert stored(task).done_at is None


def test_what_was_said_to_be_done_stays_to_be_read_when_it_is_not(story, task):
    finish_item(item=task, by=story.kavya)
    reopen_item(item=stored(task), by=story.kavya)
    trace = ItemChange.objects.get(item=task)
    assert (trace.kind, trace.done_at, stored(task).done_at) == ("undone", NOW, None)


@pytest.mark.parametrize("reason", ["", "   ", "\n\t"])
def test_no_promise_is_withdrawn_without_a_word(story, promise, reason):
    with refused("Say in a sentence why"):
        withdraw_item(item=promise, by=story.jack, reason=reason)
    assert stored(promise).withdrawn_at is None


def test_nobody_withdraws_the_promise_of_the_other(story, promise):
    with refused("Only its owner, or who wrote it down"):
        withdraw_item(item=promise, by=story.kavya, reason="I do not care")
    assert stored(promise).is_open


def test_who_wrote_it_down_for_the_other_may_withdraw_it(story, promise):
    ActionItem.objects.filter(pk=promise.pk).update(created_by=story.kavya)
    withdraw_item(item=stored(promise), by=story.kavya, reason="My mistake")
    assert (stored(promise).withdrawn_by, stored(promise).withdrawn_reason) == (story.kavya, "My mistake")


@pytest.mark.parametrize("settle", [{"done_at": NOW}, {"seen": "seen"}])
def test_what_is_done_or_seen_is_not_withdrawn_afterwards(story, promise, settle):
    ActionItem.objects.filter(pk=promise.pk).update(**settle)
    with refused("only while it is not done or seen"):
        withdraw_item(item=stored(promise), by=story.jack, reason="Looks bad")
    assert not stored(promise).is_withdrawn


def test_the_first_reason_stays(story, promise):
    withdraw_item(item=promise, by=story.jack, reason="No time")
    withdraw_item(item=stored(promise), by=story.jack, reason="Another story")
    assert stored(promise).withdrawn_reason == "No time"


@pytest.mark.parametrize("who", ["jack", "sam", "maria", "priya"])
def test_nobody_but_the_mentor_says_that_a_promise_can_be_seen(story, promise, who):
    with refused("Only the mentor says"):
        say_seen(item=promise, seen="seen", by=story.people[who])
    assert stored(promise).seen == ""


def test_of_a_task_nobody_says_it(story, task):
    with refused("Only the mentor says"):
        say_seen(item=task, seen="seen", by=story.kavya)


@pytest.mark.parametrize("answer", ["", "maybe", "SEEN"])
def test_other_answers_are_none(story, promise, answer):
    say_seen(item=promise, seen="not_yet", by=story.kavya)
    with refused("Choose “seen” or “not yet”"):
        say_seen(item=stored(promise), seen=answer, by=story.kavya)
    assert stored(promise).seen == "not_yet"


def test_of_what_was_withdrawn_there_is_nothing_to_see(story, promise):
    withdraw_item(item=promise, by=story.jack, reason="No time")
    with refused("nothing to see any more"):
        say_seen(item=stored(promise), seen="not_yet", by=story.kavya)


def test_an_answer_that_is_changed_leaves_the_first_to_be_read(story, promise):
    for answer in ("not_yet", "not_yet", "seen"):
        say_seen(item=stored(promise), seen=answer, by=story.kavya)
    assert [change.seen for change in ItemChange.objects.all()] == ["not_yet"]


@pytest.mark.parametrize("who", ["jack", "sam", "maria"])
def test_only_the_mentor_has_nothing_against_it(story, promise, who):
    withdraw_item(item=promise, by=story.jack, reason="No time")
    with refused("Only the mentor may say so"):
        say_fine(item=stored(promise), is_fine=True, by=story.people[who])
    assert stored(promise).fine_at is None


def test_of_a_promise_that_stands_it_is_not_said(story, promise):
    with refused("that the leader has withdrawn"):
        say_fine(item=promise, is_fine=True, by=story.kavya)


def test_it_is_fine_can_be_taken_back_and_moves_nothing(story, promise, clock):
    withdraw_item(item=promise, by=story.jack, reason="No time")
    said = []
    for is_fine in (True, True, False):
        clock.shift(MINUTE)
        say_fine(item=stored(promise), is_fine=is_fine, by=story.kavya)
        said.append(stored(promise).fine_at)
    assert said == [NOW + MINUTE, NOW + MINUTE, None]
    assert stored(promise).is_withdrawn


@pytest.mark.parametrize("state", ["ended", "completed"])
def test_a_pairing_that_is_over_keeps_what_stands_in_it(story, task, state):
    task.pairing.state = state
    acts = [
        lambda: change(task, story.kavya, text="Other"),
        lambda: finish_item(item=task, by=story.kavya),
        lambda: withdraw_item(item=task, by=story.kavya, reason="No time"),
        lambda: remove_item(item=task, by=story.kavya),
    ]
    for act in acts:
        with refused("pairing is over"):
            act()
    assert (stored(task).text, stored(task).is_open) == ("Post once", True)


def test_another_date_takes_the_reminder_of_the_old_one_back(story, task):
    ActionItem.objects.filter(pk=task.pk).update(due_on=NOW.date())
    plan_all()
    reminder = Delivery.objects.filter(kind="action_item_due", subject_id=task.pk)
    assert set(reminder.values_list("state", flat=True)) == {"pending"}
    change(stored(task), story.kavya, due_on=NOW.date() + 30 * DAY)
    deliver_all()
    assert set(reminder.values_list("state", flat=True)) == {"cancelled"}
