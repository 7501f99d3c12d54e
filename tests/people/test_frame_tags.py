"""The small parts pages are made of."""

import datetime as dt

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from frame.charts import Chart, columns
from tests import factories as make
from tests.markup import in_one_line


def render(template, user=None, **context):
    request = RequestFactory().get("/")
    request.user = user
    return Template("{% load frame %}" + template).render(Context({"request": request, **context}))


@pytest.fixture
def berlin(db):
    return make.UserFactory(first_name="Anna", last_name="Alt", time_zone="Europe/Berlin")


@pytest.fixture
def kolkata(db):
    return make.UserFactory(first_name="Kavya", last_name="Nair", time_zone="Asia/Kolkata")


NOON = dt.datetime(2026, 11, 26, 12, tzinfo=dt.UTC)


def test_time_is_the_readers_with_the_instant_for_machines(berlin):
    html = render("{% when instant %}", berlin, instant=NOON)
    assert html == '<time datetime="2026-11-26T12:00Z">Thu 26 Nov 2026, 13:00</time>'


def test_time_of_the_other_stands_beside_it(berlin, kolkata):
    html = render("{% when instant other=other %}", berlin, instant=NOON, other=kolkata)
    assert html.endswith('<span class="when-other">(17:30 for Kavya)</span>')


def test_other_day_over_there_is_said(berlin, kolkata):
    late = NOON + dt.timedelta(hours=8)
    html = render("{% when instant other=other %}", berlin, instant=late, other=kolkata)
    assert "(27 Nov, 01:30 for Kavya)" in html


def test_same_time_over_there_is_not_repeated(berlin):
    other = make.UserFactory(time_zone="Europe/Paris")
    assert "(" not in render("{% when instant other=other %}", berlin, instant=NOON, other=other)


@pytest.mark.parametrize("tag", ["{% when nothing %}", "{% day nothing %}"])
def test_no_date_is_a_dash(tag, berlin):
    assert render(tag, berlin, nothing=None) == "–"


def test_names_are_escaped(db):
    user = make.UserFactory(first_name="<script>", last_name="", job_title="<i>")
    html = render("{% person who %}", who=user)
    assert "<script>" not in html
    assert "&lt;i&gt;" in html


@pytest.mark.parametrize(("state", "tone"), [("active", "good"), ("missed", "attention"), ("odd", "neutral")])
def test_state_has_its_tone(state, tone):
    assert render("{% state s %}", s=state) == f'<span class="tone tone-{tone}">{state.capitalize()}</span>'


def chart(**more):
    drawing = columns(["</script>"], {"Held": [3]})
    return Chart(id="m", title="Meetings", sentence="3 held.", drawing=drawing, columns=["Week", "Held"],
                 rows=[["W1", 3]], **more)  # fmt: skip


def test_chart_comes_with_its_numbers_and_safe_words():
    html = render("{% chart c %}", c=chart(n=3, definition="Held once logged."))
    assert '<svg class="chart-medium"' in html
    assert "&lt;/script&gt;" in html
    assert "<script" not in html
    assert "</script>" not in html
    assert '<th scope="row" class="fw-normal">W1</th><td>3</td>' in in_one_line(html)
    assert "n = 3" in html


def test_hidden_chart_gives_away_no_number():
    html = render("{% chart c %}", c=chart(hidden="Hidden to protect people"))
    assert "Hidden to protect people" in html
    assert "W1" not in html
    assert '<svg class="chart-' not in html
