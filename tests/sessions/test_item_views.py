"""Things to do: added, changed, done, undone, seen; by the two alone."""

import datetime as dt

import pytest
from django.urls import reverse

from sessions.models import ActionItem
from tests.sessions.story import DAY, NOW

OTHERS = [("sam", 403), ("maria", 404), ("helen", 404), ("priya", 403), ("omar", 403), ("lena", 403), ("noor", 403)]
POSTS = ["item_adjust", "item_finish", "item_reopen", "item_seen", "item_fine", "item_remove"]
NEW = {"text": "Read this", "kind": "action", "owner": "senior", "due_on": "2026-12-01"}


@pytest.fixture
def item(story):
    return ActionItem.objects.create(pairing=story.pairing, text="item-canary", owner="junior")


@pytest.fixture
def promise(story):
    return ActionItem.objects.create(pairing=story.pairing, text="Answer staff", owner="senior", kind="commitment")


def url(name, thing):
    return reverse(name, args=[thing.pk])


def test_either_of_the_two_adds_one(story, sign_in):
    response = sign_in(story.kavya).post(url("item_add", story.pairing), NEW)
    assert response.url == url("pairing_detail", story.pairing) + "#to-do"
    found = ActionItem.objects.get()
    assert (found.text, found.owner, found.due_on, found.created_by) == (
        "Read this", "senior", dt.date(2026, 12, 1), story.kavya,
    )  # fmt: skip


def test_a_commitment_is_the_leaders_whoever_writes_it_down(story, sign_in):
    sign_in(story.kavya).post(url("item_add", story.pairing), NEW | {"kind": "commitment", "owner": "junior"})
    assert ActionItem.objects.get().owner == "senior"


def test_the_same_twice_is_one(story, sign_in):
    for _ in range(2):
        sign_in(story.kavya).post(url("item_add", story.pairing), NEW)
    assert ActionItem.objects.count() == 1


@pytest.mark.parametrize(("field", "value"), [("text", ""), ("text", "x" * 301), ("owner", "both"), ("due_on", "soon")])
def test_bad_input_is_refused_at_its_field(story, sign_in, field, value):
    response = sign_in(story.kavya).post(url("item_add", story.pairing), NEW | {field: value})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert not ActionItem.objects.exists()


def test_its_owner_says_that_it_is_done_and_that_it_is_not(story, item, sign_in):
    client = sign_in(story.kavya)
    client.post(url("item_finish", item))
    item.refresh_from_db()
    assert item.done_at == NOW
    client.post(url("item_reopen", item))
    item.refresh_from_db()
    assert item.done_at is None


def test_nobody_says_it_for_the_other(story, item, sign_in):
    sign_in(story.jack).post(url("item_finish", item))
    item.refresh_from_db()
    assert item.done_at is None
    sign_in(story.kavya).post(url("item_finish", item))
    sign_in(story.jack).post(url("item_reopen", item))
    item.refresh_from_db()
    assert item.done_at == NOW


def test_a_second_done_keeps_the_first_time(story, item, sign_in, clock):
    sign_in(story.kavya).post(url("item_finish", item))
    clock.move_to(NOW + DAY)
    sign_in(story.kavya).post(url("item_finish", item))
    item.refresh_from_db()
    assert item.done_at == NOW


@pytest.mark.parametrize("answer", ["seen", "not_yet"])
def test_the_mentor_says_whether_a_commitment_can_be_seen(story, promise, sign_in, answer):
    sign_in(story.kavya).post(url("item_seen", promise), {"seen": answer})
    promise.refresh_from_db()
    assert promise.seen == answer


def test_the_leader_does_not_confirm_their_own_promise(story, promise, sign_in):
    response = sign_in(story.jack).post(url("item_seen", promise), {"seen": "seen"})
    promise.refresh_from_db()
    assert (response.status_code, promise.seen) == (302, "")


@pytest.mark.parametrize(("name", "status"), OTHERS)
@pytest.mark.parametrize("page", [*POSTS, "item_edit", "item_withdraw"])
def test_nobody_else_touches_one(story, item, sign_in, page, name, status):
    response = sign_in(story.people[name]).post(url(page, item), NEW)
    assert (response.status_code, "item-canary" in response.text) == (status, False)
    item.refresh_from_db()
    assert (item.text, item.done_at, item.withdrawn_at) == ("item-canary", None, None)


@pytest.mark.parametrize("page", POSTS)
def test_a_link_changes_nothing(story, item, sign_in, page):
    assert sign_in(story.kavya).get(url(page, item)).status_code == 405
