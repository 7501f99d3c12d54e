"""Confidential words surface only where their audience reads: on pages, in messages, calendars and logs."""

import logging

import pytest

from notifications.models import Delivery
from tests.mail import deliver_all, plan_all
from tests.permissions.canaries import let_loose
from tests.permissions.crawl import addresses, crawl
from tests.permissions.scene import set_scene

NAMES = ("kavya", "jack", "maria", "helen", "priya", "omar", "lena", "noor", "sam", "igor")


@pytest.fixture
def scene(cast):
    return set_scene(cast)


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_nobody_meets_words_that_are_not_for_them(scene, name, caplog):
    caplog.set_level(logging.DEBUG)
    flock = let_loose(scene)
    start = sorted(set(addresses(scene)))
    met = {
        (canary.word, url)
        for url, text in crawl(scene.cast.people[name], start)
        for canary in flock
        if canary.word in text and name not in canary.readers
    }
    assert met == set()
    assert "canary-" not in caplog.text


@pytest.mark.slow
@pytest.mark.parametrize(("name", "words"), [
    ("kavya", {"learned", "agenda", "her-reflection", "objective", "action-item", "junior-end-reason"}),
    ("jack", {"learned", "agenda", "his-reflection", "objective", "action-item", "senior-end-reason"}),
    ("priya", {"shared-answer", "kept-answer", "junior-end-reason", "senior-end-reason"}),
])  # fmt: skip
def test_the_audience_does_meet_its_words(scene, name, words):
    """The crawl would prove nothing if it saw nothing."""
    let_loose(scene)
    text = "".join(text for _url, text in crawl(scene.cast.people[name], sorted(set(addresses(scene)))))
    assert {word for word in words if f"canary-{word}" in text} == words


def test_no_message_carries_confidential_words(scene, mailoutbox):
    let_loose(scene)
    plan_all()
    deliver_all()
    assert mailoutbox
    for message in mailoutbox:
        assert "canary-" not in message.message().as_string()
    kept = Delivery.objects.values_list("title", "body_text", "body_html", "reason")
    assert not any("canary-" in text for row in kept for text in row)
