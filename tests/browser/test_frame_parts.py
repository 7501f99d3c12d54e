"""Charts, autosave, double clicks and dialogs, on pages made for this test alone."""

import time

import pytest
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.template import RequestContext, Template
from django.urls import include, path

from frame.charts import Chart, bars, columns, lines, ranges
from frame.charts.lettering import width_of
from people.access import HARMLESS, action, page, signed_in
from tests import factories as make
from tests.frame.test_lettering import TEXTS

pytestmark = pytest.mark.urls(__name__)

PAGE = """{% extends "base.html" %}{% load frame static %}
{% block title %}Test{% endblock %}{% block heading %}Test{% endblock %}
{% block content %}BODY{% endblock %}
{% block scripts %}
<script src="{% static "js/autosave.js" %}" defer></script>
{% endblock %}"""
FORM = '<form method="post" action="/act/">{% csrf_token %}{% form_token %}<button class="btn">Send</button></form>'
NOTE = (
    '<form method="post" data-autosave-url="/save/">{% csrf_token %}<input type="hidden" name="version" value="1">'
    '<label for="n">Note</label><textarea id="n" name="note" class="form-control"></textarea>'
    '{% include "components/autosave_status.html" %}</form>'
)
PARTS = (
    '<a href="/check/" data-dialog="end">End it</a>'
    '{% dialog id="end" title="End this pairing?" %}<button class="btn" data-dialog-close>No</button>{% enddialog %}'
    '{% copy_button "https://example.com/join" %}'
)
posts: list[str] = []


def shows(body, **context):
    @page(signed_in, post=HARMLESS)
    def view(request):
        return HttpResponse(Template(PAGE.replace("BODY", body)).render(RequestContext(request, context)))

    return view


@action(signed_in, post=HARMLESS)
def act(request):
    posts.append("act")
    time.sleep(1)
    return HttpResponseRedirect("/parts/")


@action(signed_in, post=HARMLESS)
def save(request):
    posts.append(request.POST["note"])
    return JsonResponse({"saved_at": "12:04", "version": 2})


WEEKS, HELD = ["W1", "W2", "W3"], [3, 5, 4]
ROWS = list(zip(WEEKS, HELD, strict=True))


def chart_of(code, title, drawing):
    return Chart(id=code, title=title, sentence="In short.", drawing=drawing, rows=ROWS, columns=["W", "n"])


CHARTS = [
    chart_of("a", "Held", columns(WEEKS, {"Held": HELD}, unfinished=-1)),
    chart_of("b", "Over time", lines(WEEKS, {"A": HELD, "B": HELD})),
    chart_of("c", "Topics", bars(WEEKS, {"A": HELD, "B": HELD}, colors=["faint", "accent"])),
]
NAMES = chart_of("d", "Names", ranges(TEXTS[:7], {"Before": [(0, 25)] * 7, "Now": [(50, 75)] * 7}))
DAYS = [f"{day} November" for day in range(1, 27)]
MANY = chart_of("e", "Days", columns(DAYS, {"Held": range(26)}, unfinished=-1))
#: Pairs of words that lie on each other, and words that stand out of their chart.
CLASHES = """() => [...document.querySelectorAll(".drawn-chart svg")].filter((svg) => svg.checkVisibility())
    .flatMap((svg) => {
    const frame = svg.getBoundingClientRect();
    const boxes = [...svg.querySelectorAll("text")].map((text) => [text.textContent, text.getBoundingClientRect()]);
    return boxes.flatMap(([text, a], i) => [
        ...(a.left < frame.left - 1 || a.right > frame.right + 1 ? [[text]] : []),
        ...boxes.slice(0, i).filter(([, b]) => a.left < b.right - 1 && b.left < a.right - 1 &&
            a.top < b.bottom - 3 && b.top < a.bottom - 3).map(([other]) => [text, other]),
    ]);
})"""
LENGTHS = """() => [...document.querySelectorAll(".drawn-chart svg")].filter((svg) => svg.checkVisibility())
    .flatMap((svg) => [...svg.querySelectorAll("text")])
    .map((text) => [text.textContent, text.getComputedTextLength()])"""
SHOWN = """() => [...document.querySelectorAll(".drawn-chart svg")].filter((svg) => svg.checkVisibility())
    .map((svg) => svg.closest("section").getAttribute("aria-labelledby"))"""
#: How the bars of each colour are painted.
PAINT = """() => Object.fromEntries([...document.querySelectorAll(".drawn-chart rect[class*=tone-of]")]
    .filter((rect) => rect.checkVisibility() && !rect.matches(".is-unfinished"))
    .map((rect) => [rect.getAttribute("class"), [getComputedStyle(rect).fill, getComputedStyle(rect).stroke]]))"""

urlpatterns = [
    path("form/", shows(FORM)),
    path("note/", shows(NOTE)),
    path("parts/", shows(PARTS)),
    path("charts/", shows("{% for c in charts %}{% chart c %}{% endfor %}", charts=CHARTS)),
    path("names/", shows("{% chart c %}{% chart d %}", c=NAMES, d=MANY)),
    path("act/", act),
    path("save/", save),
    path("account/", include("allauth.account.urls")),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("", include("people.urls")),
]


@pytest.fixture
def noor(transactional_db):
    posts.clear()
    return make.UserFactory(first_name="Noor", last_name="Aziz")


def test_second_click_is_not_sent_while_the_first_is_under_way(open_page, noor):
    page = open_page("/form/", noor)
    page.evaluate("const b = document.querySelector('main form button'); b.click(); setTimeout(() => b.click(), 200)")
    page.wait_for_url("**/parts/")
    assert posts == ["act"]


def test_draft_saves_itself_and_says_when(open_page, noor):
    page = open_page("/note/", noor)
    page.get_by_label("Note").fill("What I learned")
    page.get_by_text("Saved 12:04").wait_for()
    assert posts == ["What I learned"]
    assert page.locator("[name=version]").input_value() == "2"


def test_draft_that_cannot_be_saved_says_so(open_page, noor, problems):
    page = open_page("/note/", noor)
    page.context.set_offline(True)
    page.get_by_label("Note").fill("What I learned")
    page.get_by_text("Not saved").wait_for()
    problems.clear()  # the browser reports the lost connection itself


def test_draft_of_somebody_who_is_signed_out_says_what_to_do(open_page, noor, problems):
    page = open_page("/note/", noor)
    page.context.clear_cookies(name="sessionid")
    page.get_by_label("Note").fill("What I learned")
    page.get_by_text("Not saved: you are signed out.").wait_for()
    assert posts == []
    problems.clear()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_charts_are_drawn_within_the_policy(open_page, axe, noor, theme, width):
    page = open_page("/charts/", noor, theme=theme, width=width)
    assert page.evaluate(SHOWN) == ["a-title", "b-title", "c-title"]
    page.locator(".drawn-chart").first.hover()
    axe(page)


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("width", [1280, 700, 320])
def test_words_of_charts_never_lie_on_each_other(open_page, noor, width, direction):
    page = open_page("/names/", noor, width=width)
    page.evaluate("(direction) => { document.documentElement.dir = direction; }", direction)
    assert page.evaluate(CLASHES) == []
    assert [text for text, length in page.evaluate(LENGTHS) if length > width_of(text) + 1] == []


def test_right_to_left_a_chart_begins_at_the_right(open_page, noor):
    page = open_page("/charts/", noor)
    page.evaluate("document.documentElement.dir = 'rtl'")
    first, last = (page.locator("svg:visible text", has_text=week).first.bounding_box()["x"] for week in ("W1", "W3"))
    assert first > last


def test_charts_are_seen_in_the_readers_own_colours(open_page, noor):
    paint = open_page("/charts/", noor, forced=True).evaluate(PAINT)
    assert len({tuple(kind) for kind in paint.values()}) == len(paint) == 3
    assert all(fill != "rgb(255, 255, 255)" or stroke != "none" for fill, stroke in paint.values())


def test_charts_and_their_tables_need_no_javascript(open_page, noor):
    page = open_page("/charts/", noor, js=False)
    assert page.locator(".drawn-chart svg:visible").count() == 3
    page.get_by_text("Show as a table").first.click()
    assert page.get_by_role("row", name="W2 5").first.is_visible()


def test_charts_are_dark_on_white_paper_from_a_dark_screen_too(open_page, noor):
    page = open_page("/charts/", noor, theme="dark")
    colour = "() => getComputedStyle(document.querySelector('.drawn-chart .tone-of-ink')).color"
    on_screen = page.evaluate(colour)
    page.emulate_media(media="print")
    assert page.evaluate(colour) != on_screen


def test_dialog_opens_takes_focus_and_gives_it_back(open_page, axe, noor):
    page = open_page("/parts/", noor)
    page.get_by_role("link", name="End it").click()
    axe(page)
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.textContent") == "End it"


def test_link_is_copied_and_said(open_page, noor):
    page = open_page("/parts/", noor)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy link").click()
    page.get_by_role("button", name="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == "https://example.com/join"
