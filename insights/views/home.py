"""The first page of everyone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from insights.home.page import home_of
from people.access import access, signed_in


@never_cache
@require_safe
@access(signed_in)
def home(request: HttpRequest) -> HttpResponse:
    """What is next, what is owed, what changed."""
    return render(request, "insights/home.html", {"home": home_of(request.user, timezone.now())})
