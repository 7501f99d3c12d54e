"""Charts: nothing lies on anything else, places mean what they say, what is not over yet is marked."""

import re

import pytest

from frame.charts import Chart, bars, columns, dumbbells, heatmap, lines, ranges, strips
from frame.charts.axes import ticks_between
from frame.charts.picture import WIDTHS, Words
from tests.frame.test_lettering import LONG, TEXTS

NAMES = TEXTS[:5]
WEEKS = [f"{day} {month}" for month in ("Aug", "Sep", "Oct", "Nov") for day in (3, 10, 17, 24, 31, 7)]
SPANS = ["Aug 2026 – Oct 2026", "Nov 2026", "December 2026 – February 2027", "Mar 2027"]
COUNTS = [7, 0, 12, 3, 1234567]
SERIES = {"Leaders want to learn it": COUNTS, LONG: [1, 2, None, 4, 5]}
DRAWINGS = {
    "bars": bars(NAMES, SERIES),
    "ranges": ranges(NAMES, {"Before": [(0, 20)] * 5, "Now": [(80, 100), None, (0, 0), (100, 100), (50, 75)]}),
    "dumbbells": dumbbells(NAMES, {"Before": [1, 2, 3, None, None], "Now": [4, 2, 1, 5, None]}),
    "strips": strips(NAMES, [[1, 1, 1, 7], [2], [], [100], [3]]),
    "heatmap": heatmap(NAMES, [*TEXTS[3:5], "A", "B"], [[1, 2, None, 1234567]] * 5),
    "columns": columns(WEEKS, {"Planned": range(24), "Held": [None, *range(23)]}, unfinished=-1),
    "columns of long spans": columns(SPANS, {"Held": [1, 2, 3, 4]}, unfinished=-1),
    "columns of long names": columns(NAMES, {"Held": COUNTS}),
    "lines": lines(WEEKS, {"Met": range(24), "Others": [5] * 24}, unfinished=-1),
    "one": columns(["Aug"], {"Held": [1]}),
    "nothing": bars([], {"Held": []}),
    "no time": lines([], {"Held": []}, unfinished=-1),
    "zeros": columns(["Aug", "Sep"], {"Held": [0, 0]}),
}
EVERY = [(kind, width) for kind in DRAWINGS for width in WIDTHS.values()]


def seen(picture):
    """Shapes with a colour, less the lines of the grid."""
    return [shape for shape in picture.shapes if shape.tone not in {"", "line"}]


@pytest.mark.parametrize(("kind", "width"), EVERY)
def test_words_never_lie_on_each_other(kind, width):
    words = DRAWINGS[kind].draw(width).words
    assert [(a.text, b.text) for i, a in enumerate(words) for b in words[:i] if a.box.overlaps(b.box)] == []


@pytest.mark.parametrize(("kind", "width"), EVERY)
def test_everything_is_within_the_picture(kind, width):
    picture = DRAWINGS[kind].draw(width)
    boxes = [one.box for one in (*picture.words, *(s for s in picture.shapes if s.tag in {"rect", "circle"}))]
    for left, top, right, bottom in boxes:
        assert left >= -0.5
        assert top >= -1
        assert right <= width + 0.5
        assert bottom <= picture.height + 0.5


@pytest.mark.parametrize("width", WIDTHS.values())
@pytest.mark.parametrize("kind", ["bars", "ranges", "columns", "columns of long spans", "columns of long names"])
def test_no_word_lies_on_a_bar(kind, width):
    picture = DRAWINGS[kind].draw(width)
    rects = [shape for shape in seen(picture) if shape.tag == "rect"]
    assert [(a.text, b.about) for a in picture.words for b in rects if a.box.overlaps(b.box)] == []


@pytest.mark.parametrize("width", WIDTHS.values())
def test_a_range_lies_where_it_begins_and_ends(width):
    picture = ranges(["Mentors"], {"Now": [(40, 60)]}).draw(width)
    grid = {words.text: words.x for words in picture.words if words.text.endswith("%")}
    (bar,) = seen(picture)
    start, whole = grid["0\u00a0%"], grid["100\u00a0%"] - grid["0\u00a0%"]
    assert bar.box.left == pytest.approx(start + 0.4 * whole)
    assert bar.box.right == pytest.approx(start + 0.6 * whole)
    assert bar.about == "Mentors, Now: 40\u00a0% – 60\u00a0%"


def test_the_length_of_a_bar_is_its_number():
    one, two = seen(bars(["A", "B"], {"n": [4, 8]}).draw(800))
    assert two.box.right - two.box.left == pytest.approx(2 * (one.box.right - one.box.left))
    one, two = seen(columns(["A", "B"], {"n": [4, 8]}).draw(800))
    assert two.box.bottom - two.box.top == pytest.approx(2 * (one.box.bottom - one.box.top))


def test_each_bar_says_its_number_in_words():
    assert {"7", "12", "–"} <= {words.text for words in DRAWINGS["bars"].draw(800).words}


@pytest.mark.parametrize("kind", [columns, lines])
def test_what_is_not_over_yet_is_marked_and_said(kind):
    picture = kind(["Oct", "Nov"], {"Held": [3, 1]}, unfinished=-1).draw(460)
    assert any(shape.is_unfinished for shape in picture.shapes)
    assert "not over yet" in {words.text for words in picture.words}
    said = [shape.about for shape in picture.shapes if not shape.tone]
    assert said == ["Oct\nHeld: 3", "Nov\nHeld: 1\nnot over yet"]
    assert 'stroke-dasharray="' in picture.svg("x")


@pytest.mark.parametrize("kind", [columns, lines])
def test_what_is_over_is_not_marked(kind):
    picture = kind(["Oct", "Nov"], {"Held": [3, 1]}).draw(460)
    assert not any(shape.is_unfinished for shape in picture.shapes)
    assert "not over yet" not in {words.text for words in picture.words}


def test_what_is_not_known_is_a_gap_in_the_line():
    picture = lines(list("abcde"), {"n": [1, 2, None, 4, 5]}).draw(460)
    assert [shape.tag for shape in seen(picture)].count("polyline") == 2


def test_scales_begin_where_the_values_begin():
    ends = [words.text for words in strips(["A"], [[812, 905]]).draw(800).words if words.text.isdigit()]
    assert (ends[0], ends[-1]) == ("800", "950")


@pytest.mark.parametrize("highest", [0, 1, 4, 5, 6, 17, 99, 1000, 123456])
def test_counts_begin_with_nothing_and_have_few_whole_ticks(highest):
    ticks = ticks_between(0, highest)
    assert ticks[0] == 0
    assert ticks[-1] >= highest
    assert len(ticks) <= 6


@pytest.mark.parametrize("kind", DRAWINGS)
def test_nothing_in_it_needs_a_style_or_a_script(kind):
    svg = str(Chart("c", "T", "S", drawing=DRAWINGS[kind]).svg())
    assert len(re.findall('<svg class="chart-(?:narrow|medium|wide)"', svg)) == 3
    for refused in (" style=", "<style", "<script", " on", " id="):
        assert refused not in svg.replace("not over", "")


def test_words_are_escaped():
    assert "&lt;b&gt;&quot;" in str(Words(0, 0, '<b>"').svg())
