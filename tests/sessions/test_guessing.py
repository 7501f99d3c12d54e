"""Things to do, guessed from lines as people type them."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.models.base import one_line
from sessions.item_guess import guess

MET = dt.date(2026, 11, 23)  # a Monday
NAMES = {"junior": ["Kavya", "Kavya Nair"], "senior": ["Jack", "Jack Whitfield"]}


def guessed(text, writer="junior", met_on=MET, names=NAMES):
    return [(item.owner, item.text, item.due_on) for item in guess(text, writer=writer, names=names, met_on=met_on)]


@pytest.mark.parametrize(("line", "writer", "owner", "text"), [
    ("Jack: send the deck", "junior", "senior", "Send the deck"),
    ("JACK - send the deck", "junior", "senior", "Send the deck"),
    ("@Jack: send the deck", "junior", "senior", "Send the deck"),
    ("Jack Whitfield: send the deck", "junior", "senior", "Send the deck"),
    ("Jack will send the deck", "junior", "senior", "Jack will send the deck"),
    ("Jack to send the deck", "junior", "senior", "Jack to send the deck"),
    ("Kavya: read it", "senior", "junior", "Read it"),
    ("I will read it", "junior", "junior", "I will read it"),
    ("I'll read it", "senior", "senior", "I'll read it"),
    ("You send the deck", "junior", "senior", "You send the deck"),
    ("you'll read it", "senior", "junior", "you'll read it"),
    ("me: read it", "senior", "senior", "Read it"),
    ("Leader: open the door", "junior", "senior", "Open the door"),
    ("Read the book", "junior", "junior", "Read the book"),
    ("Ask Jack about it", "junior", "junior", "Ask Jack about it"),
    ("Jackets for the team", "junior", "junior", "Jackets for the team"),
    ("We try the tool", "senior", "senior", "We try the tool"),
])  # fmt: skip
def test_who_does_it(line, writer, owner, text):
    assert guessed(line, writer) == [(owner, text, None)]


def test_two_of_one_name_leave_it_to_the_writer():
    names = {"junior": ["Sam"], "senior": ["Sam"]}
    assert guessed("Sam: read it", names=names) == [("junior", "Sam: read it", None)]


@pytest.mark.parametrize(("words", "day"), [
    ("by Friday", "2026-11-27"),
    ("on Monday", "2026-11-30"),
    ("next Friday", "2026-12-04"),
    ("next week", "2026-12-04"),
    ("this week", "2026-11-27"),
    ("by the end of the week", "2026-11-27"),
    ("end of next week", "2026-12-04"),
    ("by end of month", "2026-11-30"),
    ("end of next month", "2026-12-31"),
    ("by the end of the year", "2026-12-31"),
    ("tomorrow", "2026-11-24"),
    ("in two weeks", "2026-12-07"),
    ("within 10 days", "2026-12-03"),
    ("until 2026-12-01", "2026-12-01"),
    ("bis 1.12.2026", "2026-12-01"),
    ("by 3 December", "2026-12-03"),
    ("by Dec 3rd", "2026-12-03"),
    ("by March 1", "2027-03-01"),
    ("on 1 March 2027", "2027-03-01"),
    ("2026-02-30", None),
    ("as of 2020-01-01", None),
    ("soon", None),
    ("maybe 5 times", None),
])  # fmt: skip
def test_until_when(words, day):
    expected = dt.date.fromisoformat(day) if day else None
    assert guessed(f"Read it {words}") == [("junior", f"Read it {words}", expected)]


@pytest.mark.parametrize("text", ["", "nothing", "Nothing.", "none", "-", "–", "n/a", " \n\n "])
def test_nothing_is_nothing(text):
    assert guessed(text) == []


def test_a_line_each_without_its_bullet():
    text = "- Read the book\r\n* Jack: send the deck by Friday\n\n2. Ask Mia\n[ ] Call Tom"
    assert [words for _owner, words, _day in guessed(text)] == [
        "Read the book", "Send the deck by Friday", "Ask Mia", "Call Tom",
    ]  # fmt: skip


def test_what_falls_to_the_leader_is_a_promise():
    items = guess("Jack: send it\nI read it", writer="junior", names=NAMES, met_on=MET)
    assert [(item.owner, item.kind) for item in items] == [("senior", "commitment"), ("junior", "action")]


@given(st.text(max_size=200), st.dates(max_value=dt.date(9000, 1, 1)))
def test_no_line_breaks_it_and_no_word_is_lost_but_the_name(text, met_on):
    for item in guess(text, writer="junior", names=NAMES, met_on=met_on):
        assert item.text.casefold() in one_line(text).casefold()
        assert item.due_on is None or item.due_on >= met_on
