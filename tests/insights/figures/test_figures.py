"""Every figure is listed with who could move it, and each move is tried as the one who would gain."""

import os
import re
from pathlib import Path

import pytest

from people.checks import our_patterns
from tests.insights.figures.listed import BESIDE, FIGURES, WITHOUT
from tests.insights.figures.page import page_of
from tests.insights.figures.pages import READERS, furnish, numbers_of, read
from tests.insights.figures.stage import set_stage
from tests.sessions.conftest import clock, story  # noqa: F401

DOCS = Path(__file__).resolve().parents[3] / "docs"
WAITING = {
    "logs it as held after all": "attendance is still one word for both sides",
    "logs a planned meeting as one that nobody had planned": "overlapping meetings are not joined yet",
}


def test_the_page_of_figures_is_the_list():
    """Set WRITE_FIGURES=1 to write the page anew, then read its diff as what it is: a change of who can move what."""
    if os.environ.get("WRITE_FIGURES"):
        (DOCS / "figures.md").write_text(page_of())
    assert (DOCS / "figures.md").read_text() == page_of()


def test_every_figure_is_tried():
    assert all(figure.moves and figure.count for figure in FIGURES)


MOVES = [(figure, move) for figure in FIGURES for move in figure.moves]


@pytest.mark.parametrize(("figure", "move"), MOVES, ids=[f"{figure.name}: {move.how}" for figure, move in MOVES])
def test_it_does_not_move_or_the_other_reads_why(story, clock, request, figure, move):  # noqa: F811
    if reason := WAITING.get(move.how):
        request.applymarker(pytest.mark.xfail(reason=reason))
    stage = set_stage(story, clock)
    if move.prepare:
        move.prepare(stage)
    before = figure.count(stage)
    if move.trace:
        reader, page, about, said = move.trace
        assert said not in stage.reads(reader, page, about(stage))
    move.act(stage)
    if not move.is_moving:
        assert figure.count(stage) == before
    if move.trace:
        assert said in stage.reads(reader, page, about(stage))


def test_what_moves_a_figure_leaves_a_trace():
    assert all(move.trace for _figure, move in MOVES if move.is_moving)


@pytest.mark.slow
def test_every_number_on_the_pages_is_listed(cast):
    known = {
        page: [figure for figure in FIGURES if page in figure.pages] for figure in FIGURES for page in figure.pages
    }
    unlisted = set()
    for page, arguments in furnish(cast).items():
        figures = known.get(page, [])
        sections = {section for figure in figures for section in figure.sections}
        texts = {text for figure in figures for text in figure.texts}
        for reader in READERS:
            html = without(read(cast.people[reader], page, arguments), sections)
            unlisted |= {(page, text) for text in numbers_of(html) - texts if not is_name(text)}
    assert unlisted == set(), "list what it counts and who could move it"


def without(html, sections):
    """The page less the charts that are listed."""
    for section in sections:
        html = re.sub(rf'<section[^>]*aria-labelledby="{section}-title".*?</section>', "", html, flags=re.S)
    return html


def is_name(text):
    return re.fullmatch(r"(First# Last#(, )?)+", text)


def test_every_page_they_may_open_is_listed_or_has_none():
    """By the page of permissions, which is itself proven."""
    pages = {page for figure in FIGURES for page in figure.pages} | {p for _text, ps in BESIDE.values() for p in ps}
    by_route = {"/" + route: pattern.name for route, pattern in our_patterns()}
    open_to = {by_route[route] for route in readable()}
    assert sorted(open_to - pages - set(WITHOUT)) == []


def readable():
    """The addresses that answer a coordinator, HR or the sponsor."""
    reading = (DOCS / "permissions.md").read_text().partition("## Reading (GET)")[2].partition("## Changing")[0]
    lines = [line.strip("| ").split(" | ") for line in reading.splitlines() if line.startswith("|")]
    columns = [lines[0].index(who) for who in ("coordinator", "HR admin", "sponsor")]
    return [cells[0].strip("`") for cells in lines[2:] if any(cells[column] == "yes" for column in columns)]
