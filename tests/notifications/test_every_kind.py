"""Every kind that an app declares: its sample fills its templates."""

import re

import pytest

from notifications import kinds
from notifications.kinds import Group, Kind, Pace
from notifications.rendering import as_read_by, render, sample_words, this_site
from notifications.views.frequencies import ABOUT
from tests import factories as make

EVERY = [kind.code for kind in kinds.all_kinds()]


@pytest.fixture(autouse=True)
def own_kinds():
    """The kinds of the apps, not those of these tests."""


@pytest.fixture
def reader(db):
    return make.UserFactory(first_name="Zoë", time_zone="Asia/Kolkata")


@pytest.mark.parametrize("code", EVERY)
def test_sample_renders(reader, code):
    words = sample_words(kinds.get(code), reader, this_site())
    assert words.title
    assert "\n" not in words.title
    assert words.text.startswith("Hello Zoë,")
    assert "Hello Zoë," in words.html
    assert words.link.startswith("/")


@pytest.mark.parametrize("code", EVERY)
def test_texts_are_not_escaped_and_html_has_no_foreign_parts(reader, code):
    words = sample_words(kinds.get(code), reader, this_site())
    assert not re.search(r"&(amp|#x27|quot|lt|gt);", words.title + words.text)
    assert not re.search(r"<(img|script|link|iframe)\b", words.html)
    assert "{{" not in words.text + words.html


@pytest.mark.parametrize("code", EVERY)
def test_the_note_in_the_app_has_neither_greeting_nor_footer(reader, code):
    kind = kinds.get(code)
    with as_read_by(reader):
        note = render(kind, reader, kind.sample(reader), this_site(), for_mail=False)
    assert note.text
    assert "Hello Zoë" not in note.text
    assert str(kind.why) not in note.text


@pytest.mark.parametrize("code", EVERY)
def test_says_why_and_who_sees_it(reader, code):
    kind = kinds.get(code)
    words = sample_words(kind, reader, this_site())
    assert str(kind.why) in words.text
    assert ("Stop messages of this kind" in words.text) == kind.can_be_switched_off


def test_codes_fit_their_column():
    assert all(len(code) <= 40 for code in EVERY)


def test_a_kind_that_does_not_say_when_it_may_leave_is_none():
    """Whether it may disturb people's rest is decided for each."""
    with pytest.raises(TypeError, match="pace"):
        Kind(code="new", label="New", why="Why", context=dict, sample=dict)  # type: ignore[call-arg]


#: What somebody's act sends at once, and the clock reminds of in working time.
ASKED_AND_REMINDED = {"pairing_to_answer", "agreement_pending"}


def test_what_only_the_clock_sends_waits_for_working_time():
    planned = [kind for kind in kinds.all_kinds() if kind.plan]
    at_once = {kind.code for kind in planned if kind.pace == Pace.AT_ONCE}
    assert at_once <= ASKED_AND_REMINDED
    assert len(planned) > len(ASKED_AND_REMINDED)


def test_each_kind_is_in_a_group_that_the_page_explains():
    assert {Group(kind.group) for kind in kinds.all_kinds()} <= set(ABOUT)
