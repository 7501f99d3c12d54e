"""Charts, autosave, double clicks and dialogs, on pages made for this test alone."""

import time

import pytest
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.template import RequestContext, Template
from django.urls import include, path

from frame.charts import Chart, bars, lines
from people.access import access, signed_in
from tests import factories as make

pytestmark = pytest.mark.urls(__name__)

PAGE = """{% extends "base.html" %}{% load frame static %}
{% block title %}Test{% endblock %}{% block heading %}Test{% endblock %}
{% block content %}BODY{% endblock %}
{% block scripts %}
<script src="{% static "vendor/echarts/echarts.min.js" %}" defer></script>
<script src="{% static "js/chart.js" %}" defer></script>
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
    @access(signed_in)
    def view(request):
        return HttpResponse(Template(PAGE.replace("BODY", body)).render(RequestContext(request, context)))

    return view


@access(signed_in)
def act(request):
    posts.append("act")
    time.sleep(1)
    return HttpResponseRedirect("/parts/")


@access(signed_in)
def save(request):
    posts.append(request.POST["note"])
    return JsonResponse({"saved_at": "12:04", "version": 2})


WEEKS, HELD = ["W1", "W2", "W3"], [3, 5, 4]
ROWS = list(zip(WEEKS, HELD, strict=True))
CHARTS = [
    Chart(id="a", title="Held", sentence="12 held.", option=bars(WEEKS, {"Held": HELD}), rows=ROWS, columns=["W", "n"]),
    Chart(id="b", title="Over time", sentence="Up.", option=lines(WEEKS, {"A": HELD, "B": HELD}), rows=ROWS,
          columns=["W", "n"]),
    Chart(id="c", title="Topics", sentence="One.", option=bars(WEEKS, {"A": HELD}, across=True), rows=ROWS,
          columns=["W", "n"]),
]  # fmt: skip
LONG = ["The leader says it is done", "The mentor has seen it"]
NAMES = Chart(
    id="d",
    title="Kept",
    sentence="Two of three.",
    option=bars(LONG, {"A": [65, 65]}, across=True),
    rows=list(zip(LONG, [65, 65], strict=True)),
    columns=["W", "n"],
)
LEFTMOST = """() => Math.min(...echarts.getInstanceByDom(document.querySelector(".chart")).getZr().storage
    .getDisplayList().filter((one) => one.type === "tspan").map((one) => {
        const box = one.getBoundingRect().clone();
        if (one.getComputedTransform()) box.applyTransform(one.getComputedTransform());
        return box.x;
    }))"""

urlpatterns = [
    path("form/", shows(FORM)),
    path("note/", shows(NOTE)),
    path("parts/", shows(PARTS)),
    path("charts/", shows("{% for c in charts %}{% chart c %}{% endfor %}", charts=CHARTS)),
    path("names/", shows("{% chart c %}", c=NAMES)),
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
    page.wait_for_selector("#a-title ~ .chart canvas")
    assert page.locator(".chart canvas").count() == 3
    page.locator(".chart").first.hover()
    axe(page)


def test_names_beside_bars_are_whole(open_page, noor):
    page = open_page("/names/", noor)
    page.wait_for_selector(".chart canvas")
    assert page.evaluate(LEFTMOST) >= 0


def test_charts_are_tables_without_javascript(open_page, noor):
    page = open_page("/charts/", noor, js=False)
    assert not page.locator(".chart").first.is_visible()
    page.get_by_text("Show as a table").first.click()
    assert page.get_by_role("row", name="W2 5").first.is_visible()


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
