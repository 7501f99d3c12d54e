"""Pages about one's own sign-in that are ours, because the roster decides there."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from people.access import access, signed_in


@require_safe
@access(signed_in)
def account_email(request: HttpRequest) -> HttpResponse:
    """The sign-in address: shown, never changed here; takes the place of allauth's page of that name."""
    return render(request, "account/email.html")
