"""The permissions page tells the truth, and some truths hold for every address."""

import os
from pathlib import Path

import pytest
from django.urls import reverse

from people.checks import our_patterns
from tests.permissions.matrix import arguments_of, ask, walk
from tests.permissions.page import page_of
from tests.permissions.scene import set_scene

PAGE = Path(__file__).resolve().parents[2] / "docs" / "permissions.md"
OPEN_TO_ALL = {"anyone"}


@pytest.fixture
def rows(cast):
    return list(walk(set_scene(cast)))


@pytest.mark.slow
def test_the_permissions_page_says_what_each_of_the_cast_meets(rows):
    """Set WRITE_PERMISSIONS=1 to write the page anew, then read its diff as what it is: a change of rights."""
    found = page_of(rows)
    if os.environ.get("WRITE_PERMISSIONS"):
        PAGE.write_text(found)
    assert PAGE.read_text() == found
    strangers(rows)
    outsiders(rows)
    assistants(rows)
    other_programs(rows)


def strangers(rows):
    """Who is not signed in is asked to sign in, everywhere but on pages open to the world."""
    for row in rows:
        if row.rule not in OPEN_TO_ALL:
            assert {met["nobody"] for met in row.meets.values()} <= {"sign in", "–"}, row


def outsiders(rows):
    """Noor, in no program, meets nothing that belongs to one."""
    belongs = ("<uuid:program_id>", "<uuid:pairing_id>", "<uuid:meeting_id>", "<uuid:ballot_id>", "<uuid:round_id>")
    for row in rows:
        if any(argument in row.route for argument in belongs):
            assert {met["noor"] for met in row.meets.values()} <= {"no", "hidden", "–"}, row


def assistants(rows):
    """Sam books for Jack and reads nothing: no log, no agreement, no item, no review."""
    for row in rows:
        words = ("/log", "agreement", "/items", "objectives", "reviews", "insight", "impact")
        content = any(word in row.route for word in words)
        if content and "<uuid" in row.route:
            assert {met["sam"] for met in row.meets.values()} <= {"no", "hidden", "–"}, row


def other_programs(rows):
    """Who coordinates another program meets nothing of this one."""
    for row in rows:
        if "<uuid:program_id>" in row.route or "<uuid:pairing_id>" in row.route:
            assert {met["elsewhere"] for met in row.meets.values()} <= {"no", "hidden", "–"}, row


@pytest.mark.slow
def test_every_page_answers_head_as_it_answers_get(cast, sign_in):
    """As somebody whose role opens the page, and without its body."""
    scene, differ = set_scene(cast), []
    clients = {name: sign_in(person) for name, person in cast.people.items()}
    for route, pattern in our_patterns():
        opens, methods = pattern.callback.access_rule, pattern.callback.methods
        name = next(name for name, person in cast.people.items() if opens(person))
        url = reverse(pattern.name, kwargs=scene.kwargs_for(pattern.name, arguments_of(route)))
        got, head = ask(clients[name], url, "GET"), ask(clients[name], url, "HEAD")
        if (head.status_code, head.headers.get("Location")) != (got.status_code, got.headers.get("Location")):
            differ.append((pattern.name, got.status_code, head.status_code))
        assert ("GET" in methods) == (head.status_code != 405), pattern.name
        assert head.streaming or head.content == b"", pattern.name
    assert differ == []
