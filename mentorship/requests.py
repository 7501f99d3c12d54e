"""One log line per request, which names the page and not what was asked of it."""

import uuid

import structlog
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.template.loader import render_to_string
from django_structlog.middlewares import RequestMiddleware

NO_PAGE = "(no such page)"


class RequestLog(RequestMiddleware):
    """Binds a request id and the user's id to every line of a request, and sends the id back as a header."""

    def handle_response(self, request: HttpRequest, response: HttpResponse) -> None:
        response["X-Request-ID"] = structlog.contextvars.get_contextvars().get("request_id", "")
        super().handle_response(request, response)

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        """Method and page: the path when only ids vary in it, else the route with its placeholders, so that
        neither a query nor a token (password reset, unsubscribe, calendar) is ever written down."""
        match = request.resolver_match
        if match is None:
            return f"{request.method} {NO_PAGE}"
        is_plain = not match.args and all(isinstance(value, uuid.UUID | int) for value in match.kwargs.values())
        return f"{request.method} {request.path if is_plain else '/' + match.route}"


def server_error(request: HttpRequest) -> HttpResponse:
    """The page for our own faults, with the id under which the log tells what happened."""
    request_id = structlog.contextvars.get_contextvars().get("request_id", "")
    return HttpResponseServerError(render_to_string("500.html", {"request_id": request_id}))
