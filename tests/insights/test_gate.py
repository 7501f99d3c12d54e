"""No figure that leaves the gate tells what one person, or fewer than the threshold, answered."""

import ast
import datetime as dt
import uuid
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insights import gate
from insights.figures.counting import Changed, PromiseCounts, Span
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
        "sessions/reviews/personal_data.py",  # declares what they are, and reads one's own alone
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


def changed(number, unit="hours_week", change=-15, pair=None):
    return [Changed(uuid.uuid4(), pair or uuid.uuid4(), unit, Decimal(change)) for _n in range(number)]


@dataclass
class Counted:
    """A group as it is stored."""

    unit: str
    is_less: bool
    records: int
    total: Decimal | None


def sums(changes, k):
    """What is printed once what has come together is counted."""
    groups = gate.groups_of(changes, k)
    return gate.sums([Counted(one[0].unit, one[0].change < 0, len(one), gate.total_of(one)) for one in groups])


def test_four_records_come_to_nothing():
    assert sums(changed(4), 5) == []


def test_five_records_of_five_pairs_are_added_up_and_rounded_down():
    assert sums(changed(5), 5) == [gate.Sum("hours_week", 5, True, 75)]


def test_many_records_of_one_pair_tell_about_it_alone_and_are_not_shown():
    assert sums(changed(30, pair=uuid.uuid4()) + changed(3), 5) == []


def test_a_higher_threshold_of_the_program_counts_for_sums_too():
    assert sums(changed(7), 8) == []
    assert sums(changed(8), 8)[0].records == 8


@pytest.mark.parametrize("number", range(5, 10))
def test_what_makes_no_group_yet_moves_nothing(number):
    """Else the sixth number would follow from the sum of yesterday and that of today."""
    assert sums(changed(5) + changed(number - 5, change=-4000), 5) == sums(changed(5), 5)


def test_percentages_are_never_added_up():
    assert sums(changed(6, unit="percent", change=40), 5) == [gate.Sum("percent", 5, False, None)]


def test_more_and_less_do_not_make_up_for_each_other():
    found = sums(changed(5) + changed(5, change=20), 5)
    assert [(one.is_less, one.at_least) for one in found] == [(False, 100), (True, 75)]


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(1, 4000), st.sampled_from(["days", "people", "percent"]))))
def test_every_sum_stands_for_five_records_and_pairs_and_never_says_too_much(rows):
    pairs = [uuid.uuid4() for _n in range(8)]
    changes = [Changed(uuid.uuid4(), pairs[pair], unit, Decimal(change)) for pair, change, unit in rows]
    for one in sums(changes, 5):
        of_unit = [row for row in changes if row.unit == one.unit]
        counted = of_unit[: one.records]
        assert one.records >= 5
        assert len({row.pairing for row in counted}) >= 5
        assert (one.at_least is None) == (one.unit == "percent")
        if one.at_least is not None:
            total = sum(row.change for row in counted)
            assert total / 2 <= one.at_least <= total
        later = sums([*changes, Changed(uuid.uuid4(), pairs[0], one.unit, Decimal(9))], 5)
        assert one in later or any(more.records >= one.records + 5 for more in later if more.unit == one.unit)
