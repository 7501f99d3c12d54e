"""The permissions page tells the truth, and some truths hold for every address."""

import os
from pathlib import Path

import pytest

from tests.permissions.matrix import walk
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
        content = any(word in row.route for word in ("/log", "agreement", "/items", "objectives", "reviews", "insight"))
        if content and "<uuid" in row.route:
            assert {met["sam"] for met in row.meets.values()} <= {"no", "hidden", "–"}, row


def other_programs(rows):
    """Who coordinates another program meets nothing of this one."""
    for row in rows:
        if "<uuid:program_id>" in row.route or "<uuid:pairing_id>" in row.route:
            assert {met["elsewhere"] for met in row.meets.values()} <= {"no", "hidden", "–"}, row
