"""Pages of the site as a whole: the theme, being offline, and what happens to one's words."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from frame.themes import CHOICES, COOKIE, YEAR_S, inside
from people.access import access, anyone, signed_in


@require_POST
@access(anyone)
def theme_choose(request: HttpRequest) -> HttpResponse:
    """Keep the theme for a year and go back to the page one was on."""
    response = HttpResponseRedirect(inside(request, request.POST.get("next", "")))
    theme = request.POST.get("theme")
    if theme in CHOICES:
        response.set_cookie(COOKIE, theme, max_age=YEAR_S, samesite="Lax", secure=request.is_secure(), httponly=True)
    return response


@require_safe
@access(anyone)
@cache_control(no_cache=True)
def offline(request: HttpRequest) -> HttpResponse:
    """The page a browser keeps for when there is no connection."""
    return render(request, "offline.html")


@require_safe
@access(anyone)
@cache_control(no_cache=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    """The worker that shows the offline page; served from the root, because its scope is where it lies."""
    return render(request, "service_worker.js", content_type="text/javascript")


@require_safe
@access(signed_in)
def my_words(request: HttpRequest) -> HttpResponse:
    """The promise to those who write, in plain words."""
    return render(request, "people/my_words.html")
