"""No figure that leaves the gate tells what one person, or fewer than the threshold, answered."""

import ast
import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insights import gate
from insights.figures.counting import PromiseCounts, Span
from tests.house import APPS

ROOT = Path(__file__).resolve().parents[2]
counts = st.integers(0, 200)
thresholds = st.integers(5, 50)


@given(counts, counts, thresholds)
def test_a_share_is_a_step_and_never_unanimous(hits, n, k):
    """However many keep all their promises: the topmost step also holds those of whom some did not."""
    shown = gate.share(min(hits, n), n, k)
    if n < k:
        assert shown == {"hidden": True}
    else:
        alike = [count for count in range(n + 1) if gate.share(count, n, k) == shown]
        assert min(hits, n) in alike
        assert len(alike) >= 3


@pytest.mark.parametrize(("pairings", "shown"), [(4, False), (5, True)])
def test_a_small_program_has_no_breakdowns(pairings, shown):
    assert gate.shows_breakdowns(pairings) is shown


def readers_of_answers():
    """Modules that import the models of answers, read from the source."""
    for app in APPS:
        for path in (ROOT / app).rglob("*.py"):
            names = {
                alias.name
                for node in ast.walk(ast.parse(path.read_text()))
                if isinstance(node, ast.ImportFrom)
                for alias in node.names
            }
            if names & {"SealedReview", "opened_reviews"} and "migrations" not in path.parts:
                yield str(path.relative_to(ROOT))


def test_only_those_who_write_answers_and_close_rounds_touch_them():
    assert sorted(readers_of_answers()) == [
        "sessions/models/__init__.py",
        "sessions/reviews/collecting.py",
        "sessions/reviews/keys.py",
        "sessions/reviews/services/answering.py",
        "sessions/reviews/services/closing.py",
    ]


def span(at_least, held=1, day=1):
    first = dt.date(2026, 1, 1) + dt.timedelta(days=7 * day)
    return Span(first, first + dt.timedelta(days=6), planned=held + 1, held=held, at_least=at_least, met=at_least)


spans = st.lists(st.integers(0, 12), max_size=12).map(
    lambda sizes: [span(size, held=size, day=day) for day, size in enumerate(sizes)]
)


@given(spans, st.integers(3, 8))
def test_no_span_of_time_stands_for_few_pairings(given_spans, k):
    assert all(shown.at_least == 0 or shown.at_least >= k for shown in gate.meetings(given_spans, k))


@given(spans, st.integers(3, 8))
def test_spans_cover_all_the_time_or_nothing(given_spans, k):
    """A gap between them could be worked out from a total."""
    shown = gate.meetings(given_spans, k)
    assert not shown or sum(one.held for one in shown) == sum(one.held for one in given_spans)


@pytest.mark.parametrize(("pairs", "hidden"), [(4, True), (5, False)])
def test_commitments_of_few_pairs_are_hidden(pairs, hidden):
    shown = gate.promises(PromiseCounts(made=30, pairs=pairs, done=20, seen=15), k=5)
    assert shown["seen"].get("hidden", False) is hidden
    assert shown["done"].get("hidden", False) is hidden
