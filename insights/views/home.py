"""The first page of everyone."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from insights.home.page import home_of
from people.access import PersonRequest, page, signed_in


@page(signed_in)
@never_cache
def home(request: PersonRequest) -> HttpResponse:
    """What is next, what is owed, what changed."""
    return render(request, "insights/home.html", {"home": home_of(request.user, timezone.now())})
