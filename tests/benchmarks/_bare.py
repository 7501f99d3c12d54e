"""The yardstick of the pages, a view that does no more than the same session, user, one query, three lines of HTML; and
the memory of the worker that serves it."""

from django.http import HttpRequest, HttpResponse
from django.template import Template
from django.template.context import Context
from django.urls import path

from mentorship.urls import handler400, handler500  # noqa: F401
from mentorship.urls import urlpatterns as pages
from people.access import access, signed_in
from people.models import Organization
from tests.benchmarks.result import peak_mb

THREE_LINES = Template("<!doctype html>\n<title>{{ name }}</title>\n<p>{{ user.email }}</p>\n")


@access(signed_in)
def bare(request: HttpRequest) -> HttpResponse:
    organization = Organization.objects.first()
    context = {"name": organization.name if organization else "", "user": request.user}
    return HttpResponse(THREE_LINES.render(Context(context)))


@access(signed_in)
def peak(request: HttpRequest) -> HttpResponse:
    """The most megabytes that this worker has held."""
    return HttpResponse(peak_mb())


urlpatterns = [path("bare/", bare), path("peak/", peak), *pages]
