"""One log line per request, which names the page and not what was asked of it."""

import uuid
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse
from django_structlog.middlewares import RequestMiddleware

from people.error_views import error_page

NO_PAGE, CONFIDENTIAL_PAGE = "(no such page)", "(confidential page)"
#: Pages whose name beside a person's id would tell what that person wants nobody to know: who said no, asked to
#: pause, to end or to leave, asked whom, wrote for the team, answered a review, or has a conflict of interest.
CONFIDENTIAL = frozenset({
    "pairing_answer", "pairing_pause", "pairing_resume", "pairing_leave", "partner_list", "partner_ask",
    "oversight_detail", "oversight_act", "oversight_complete", "oversight_resume", "review_list", "review_answer",
    "profile_conflicts", "profile_conflict_remove", "conflict_add", "conflict_remove",
    "enrolment_decline", "enrolment_withdraw",
})  # fmt: skip


class RequestLog(RequestMiddleware):
    """Binds a request id and the user's id to every line of a request, and sends the id back as a header.

    Of a confidential page neither its name nor who opened it is written; the request id is, and the outcome.
    """

    def process_view(self, request: HttpRequest, *_args: Any) -> None:
        """From here on it is known which page is asked for."""
        self.bind_user_id(request)

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
        if match.url_name in CONFIDENTIAL:
            return f"{request.method} {CONFIDENTIAL_PAGE}"
        is_plain = not match.args and all(isinstance(value, uuid.UUID | int) for value in match.kwargs.values())
        return f"{request.method} {request.path if is_plain else '/' + match.route}"

    @staticmethod
    def bind_user_id(request: HttpRequest) -> None:
        """Not before the page is known, and never for a confidential one."""
        match = request.resolver_match
        if match is not None and match.url_name not in CONFIDENTIAL:
            RequestMiddleware.bind_user_id(request)


def server_error(request: HttpRequest) -> HttpResponse:
    """The page for our own faults, with the id under which the log tells what happened."""
    request_id = structlog.contextvars.get_contextvars().get("request_id", "")
    # Without the request: its session and its user may be what failed.
    return error_page(None, 500, request_id=request_id)
