"""The yardstick of the pages: what an honest engineer would write with the same parts for the same bytes.

A plain view with the same session, frame and middleware, that renders as many rows of the same size from one query; and
the memory of the worker that serves it.
"""

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


@page(signed_in)
def plain(request: HttpRequest) -> HttpResponse:
    """`rows` of `bytes` each, as near as whole cells come."""
    many, size = int(request.GET["rows"]), int(request.GET["bytes"])
    cells = max(1, round(size / BYTES_OF_A_CELL))
    columns = [COLUMNS[n % len(COLUMNS)] for n in range(cells)]
    people = User.objects.order_by("pk").values(*set(columns))[:many]
    rows = [[person[column] for column in columns] for person in people]
    return HttpResponse(TABLE.render({"rows": rows}, request))


@page(signed_in)
def peak(request: HttpRequest) -> HttpResponse:
    """The most megabytes that this worker has held."""
    return HttpResponse(peak_mb())


urlpatterns = [path("plain/", plain), path("peak/", peak), *site_urls]
