"""The yardsticks of the pages: what an honest engineer would write with the same parts for the same bytes.

`plain` renders as many rows of the same size from one query, with the same session, frame and middleware. `same_parts`
also asks the database as often as the page does, and draws its rows with the tags that pages are drawn with (decision
38). And the memory of the worker that serves them.
"""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from mentorship.urls import handler400, handler500  # noqa: F401
from mentorship.urls import urlpatterns as site_urls
from people.access import page, signed_in
from people.models import User
from tests.benchmarks.result import peak_mb

BYTES_OF_A_CELL = 120
"""What one value takes in a table of ours: a cell with its classes, and every second time a link."""
COLUMNS = ("first_name", "email", "last_name", "job_title")
TABLE = engines["django"].from_string("""{% extends "base.html" %}
{% block title %}People{% endblock title %}
{% block content %}
<table class="table table-vcenter">
{% for cells in rows %}<tr>
{% for cell in cells %}<td class="text-secondary text-nowrap">
<a class="text-reset" href="/people/{{ cell }}/">{{ cell }}</a></td>
{% endfor %}</tr>
{% endfor %}
</table>
{% endblock content %}
""")


OF_THE_FRAME = 5
"""Queries of a plain page: its session, its reader, what they may, the number at the bell, and the rows."""


class SearchForm(forms.Form):
    """What stands above a list."""

    q = forms.CharField(required=False)
    state = forms.ChoiceField(choices=[(str(n), f"State {n}") for n in range(8)], required=False)
    order = forms.ChoiceField(choices=[(str(n), f"Order {n}") for n in range(8)], required=False)


@page(signed_in)
def plain(request: HttpRequest) -> HttpResponse:
    """`rows` of `bytes` each, as near as whole cells come."""
    many, size = int(request.GET["rows"]), int(request.GET["bytes"])
    cells = max(1, round(size / BYTES_OF_A_CELL))
    columns = [COLUMNS[n % len(COLUMNS)] for n in range(cells)]
    people = User.objects.order_by("pk").values(*set(columns))[:many]
    rows = [[person[column] for column in columns] for person in people]
    return HttpResponse(TABLE.render({"rows": rows}, request))


PARTS = engines["django"].from_string("""{% extends "base.html" %}
{% load frame %}
{% block title %}People{% endblock title %}
{% block content %}
<form>{{ form }}</form>
<table class="table table-vcenter">
{% for person in people %}<tr><td>{% person person url="/people/" %}</td><td>{% state person.level_source %}</td>
<td>{% when person.created_at "short" %}</td>
{% for cell in cells %}<td class="text-secondary text-nowrap">
<a class="text-reset" href="/people/{{ person.email }}/">{{ person.email }}</a></td>
{% endfor %}</tr>
{% endfor %}
</table>
{% endblock content %}
""")
BYTES_OF_PARTS = 600
"""What somebody with their picture, a state and a time take in a row."""


@page(signed_in)
def same_parts(request: HttpRequest) -> HttpResponse:
    """`rows` of `bytes` each, drawn by the parts that pages are made of, beside as many questions as a page asks:
    `queries`, each for one row."""
    many, size, asked = (int(request.GET[name]) for name in ("rows", "bytes", "queries"))
    for position in range(asked - OF_THE_FRAME):
        User.objects.filter(is_active=True, level=position).select_related("department").order_by("pk").first()
    people = User.objects.select_related("department").order_by("pk")[:many]
    cells = range(max(0, round((size - BYTES_OF_PARTS) / BYTES_OF_A_CELL)))
    return HttpResponse(PARTS.render({"people": people, "cells": cells, "form": SearchForm()}, request))


@page(signed_in)
def peak(request: HttpRequest) -> HttpResponse:
    """The most megabytes that this worker has held."""
    return HttpResponse(peak_mb())


urlpatterns = [path("plain/", plain), path("same-parts/", same_parts), path("peak/", peak), *site_urls]
