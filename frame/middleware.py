"""Headers of every answer, and what a refusal becomes that no view has shown."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect

from frame import own_words
from frame.error_pages import method_not_allowed, problem_details, wants_json
from frame.errors import CHANGED, Conflict, Refused
from frame.navigation import address_inside

GetResponse = Callable[[HttpRequest], HttpResponse]

#: Device features no page of ours asks for.
FEATURES = (
    "accelerometer",
    "browsing-topics",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "usb",
)
PERMISSIONS_POLICY = ", ".join(f"{feature}=()" for feature in FEATURES)


class HeadersMiddleware:
    """Headers that Django does not set by itself; pages for people who are signed in are never stored."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("X-Robots-Tag", "noindex, nofollow")
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store"
        return response


class OwnWordsMiddleware:
    """Lets a page, and what is streamed after it, speak in the organisation's own words."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        own_words.begin()
        return self.get_response(request)


class NotAllowedMiddleware:
    """The wrong method: a page instead of Django's empty answer."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        return method_not_allowed(request, response) if isinstance(response, HttpResponseNotAllowed) else response


class RefusedMiddleware:
    """A verb that was refused and not shown by its view: say why, on the page one came from, or to the machine."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Conflict) and wants_json(request):
            return problem_details(409, str(CHANGED))
        if not isinstance(exception, Refused):
            return None
        if wants_json(request):
            return problem_details(422, str(exception))
        messages.warning(request, str(exception))
        referer = request.headers.get("Referer", "")
        return HttpResponseRedirect(address_inside(request, referer) if request.method == "POST" else "/")
