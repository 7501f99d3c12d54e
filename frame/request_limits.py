"""What a request may bring at most: how much, how often, and no characters that no form can send.

    @page(hr_admin, post=ONCE)
    @takes_at_most(61 * MB)
    def roster_upload(request): ...

Without it a request may have BODY. `at_most("60/m")` bounds how often one person may post.
"""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from frame.error_pages import error_page

MB = 1024 * 1024
#: Texts, and ticks in lists of thousands; files have views that say how large they may be.
BODY = 3 * MB
#: In an address; blanks and line breaks may stand in a query, for a search may be pasted.
IN_PATH = re.compile(r"[\x00-\x1f\x7f]")
IN_QUERY = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
NUL = "\x00"

View = Callable[..., HttpResponse]


def takes_at_most[AnyView: Callable[..., HttpResponseBase]](size: int) -> Callable[[AnyView], AnyView]:
    """Let a view take larger requests than others, from those whom its access rule lets in."""

    def mark(view: AnyView) -> AnyView:
        vars(view)["largest_body"] = size
        return view

    return mark


def at_most(rate: str) -> Callable[[View], View]:
    """Answer 429 to whoever posts to the view more often than `rate` ("60/m"); counted for each person."""

    def mark(view: View) -> View:
        @wraps(view)
        def bounded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            action = view.__name__
            config = {action: f"{rate}/user"}
            if ratelimit.consume(request, app="people", action=action, config=config, user=request.user):
                return view(request, *args, **kwargs)
            return error_page(request, 429)

        return bounded

    return mark


class IntakeMiddleware:
    """Turns away what is too large before it is read, and what holds characters that a database cannot keep."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        for name in [name for name, value in request.COOKIES.items() if IN_PATH.search(value)]:
            del request.COOKIES[name]
        if is_unreadable(request):
            return error_page(request, 400)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, args: Any, kwargs: Any) -> HttpResponse | None:
        """Before the form protection, which reads the whole request."""
        if size_of(request) > most_for(request, view):
            return error_page(request, 413)
        if request.method == "POST" and any(NUL in name + value for name, value in typed_values(request)):
            return error_page(request, 400)
        return None


def is_unreadable(request: HttpRequest) -> bool:
    """Whether address, query or a header hold what only a machine could have put there."""
    if IN_PATH.search(request.path_info):
        return True
    if any(IN_QUERY.search(name + value) for name, values in request.GET.lists() for value in values):
        return True
    return any(NUL in value for value in request.META.values() if isinstance(value, str))


def typed_values(request: HttpRequest) -> list[tuple[str, str]]:
    """Each field that was posted with each of its values, names of files among them."""
    fields = [(name, value) for name, values in request.POST.lists() for value in values]
    return fields + [(name, file.name or "") for name, files in request.FILES.lists() for file in files]


def size_of(request: HttpRequest) -> int:
    """What the request says it brings; the server reads no more than that."""
    declared = request.META.get("CONTENT_LENGTH") or "0"
    return int(declared) if declared.isdigit() else 0


def most_for(request: HttpRequest, view: View) -> int:
    """The most bytes that this view takes from this person: nobody fills the disk whom the page would turn away."""
    most: int = getattr(view, "largest_body", BODY)
    is_asked = most > BODY and size_of(request) > BODY
    return BODY if is_asked and not vars(view)["access_rule"](request.user) else most
