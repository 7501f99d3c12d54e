"""Pages of the site as a whole: the theme, being offline, and what happens to one's words."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import cache_control

from frame.themes import CHOICES, COOKIE, YEAR_S, inside
from people.access import HARMLESS, PersonRequest, action, anyone, page, signed_in


@action(anyone, post=HARMLESS)
def theme_choose(request: PersonRequest) -> HttpResponse:
    """Keep the theme for a year and go back to the page one was on."""
    response = HttpResponseRedirect(inside(request, request.POST.get("next", "")))
    theme = request.POST.get("theme")
    if theme in CHOICES:
        response.set_cookie(COOKIE, theme, max_age=YEAR_S, samesite="Lax", secure=request.is_secure(), httponly=True)
    return response


@page(anyone)
@cache_control(no_cache=True)
def offline(request: PersonRequest) -> HttpResponse:
    """The page a browser keeps for when there is no connection."""
    return render(request, "offline.html")


@page(anyone)
@cache_control(no_cache=True)
def service_worker(request: PersonRequest) -> HttpResponse:
    """The worker that shows the offline page; served from the root, because its scope is where it lies."""
    return render(request, "service_worker.js", content_type="text/javascript")


@page(signed_in)
def my_words(request: PersonRequest) -> HttpResponse:
    """The promise to those who write, in plain words."""
    return render(request, "people/my_words.html")
