"""The yardstick of the pages: a view that does no more than the same session, user, one query, three lines of HTML."""

from django.http import HttpRequest, HttpResponse
from django.template import Template
from django.template.context import Context
from django.urls import path

from mentorship.urls import handler400, handler500  # noqa: F401
from mentorship.urls import urlpatterns as pages
from people.access import access, signed_in
from people.models import Organization

THREE_LINES = Template("<!doctype html>\n<title>{{ name }}</title>\n<p>{{ user.email }}</p>\n")


@access(signed_in)
def bare(request: HttpRequest) -> HttpResponse:
    organization = Organization.objects.first()
    context = {"name": organization.name if organization else "", "user": request.user}
    return HttpResponse(THREE_LINES.render(Context(context)))


urlpatterns = [path("bare/", bare), *pages]
