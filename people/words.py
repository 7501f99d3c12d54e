"""What happens to one's words: who reads them, and what is kept when somebody leaves."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from people.access import access, signed_in


@require_safe
@access(signed_in)
def my_words(request: HttpRequest) -> HttpResponse:
    """The promise to those who write, in plain words."""
    return render(request, "people/my_words.html")
