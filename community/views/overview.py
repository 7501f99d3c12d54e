"""The community page: what is next, what is new, this month's question, each as far as one may see it."""

from django.http import HttpResponse
from django.shortcuts import render

from community.audiences import standing_of
from community.page import ON_COMMUNITY_PAGE
from community.rules import takes_part
from community.sections import parts_for
from people.access import PersonRequest, page
from programs.models import Program


@page(takes_part)
def community(request: PersonRequest) -> HttpResponse:
    """What people share, in the programs one takes part in and in the whole organisation."""
    programs = list(Program.objects.filter(pk__in=standing_of(request.user).takes_part).order_by("name", "pk"))
    context = {"parts": parts_for(request.user, ON_COMMUNITY_PAGE), "programs": programs}
    return render(request, "community/community.html", context)
