"""The guide to who reads what repeats the promises made to those who write in their very words."""

import os
import re
import textwrap
from pathlib import Path

import pytest

from people.promises import CHAPTERS

PAGE = Path(__file__).parents[2] / "docs" / "privacy.md"
BEGINS = "<!-- Written from people/promises.py: WRITE_PRIVACY=1 pytest tests/people/test_privacy_page.py -->"
ENDS = "<!-- Here it ends. -->"


def promised() -> str:
    """The chapters of the page “What happens to my words”, in Markdown."""
    lines = []
    for chapter in CHAPTERS:
        lines += [f"### {chapter.title}", ""]
        for promise in chapter.promises:
            words = f"**{promise.name}:** {promise.text}" if promise.name else str(promise.text)
            lines += textwrap.wrap(words, 118, initial_indent="- ", subsequent_indent="  ", break_on_hyphens=False)
        lines.append("")
    return "\n".join(lines)


def with_promises(page: str) -> str:
    """The page with what is promised today between its two marks."""
    before, _begins, rest = page.partition(BEGINS)
    _old, _ends, after = rest.partition(ENDS)
    return f"{before}{BEGINS}\n\n{promised()}\n{ENDS}{after}"


@pytest.mark.django_db
def test_the_guide_says_what_people_are_promised():
    page = PAGE.read_text(encoding="utf-8")
    if os.environ.get("WRITE_PRIVACY"):
        PAGE.write_text(with_promises(page), encoding="utf-8")
        page = PAGE.read_text(encoding="utf-8")
    assert page == with_promises(page)
    assert re.search(r"\*\*Only you:\*\* Your private reflections", page)
