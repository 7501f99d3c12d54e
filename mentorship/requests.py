"""One log line per request, which names the page and neither who asked for it nor what about."""

import time
import uuid
from contextvars import ContextVar
from typing import Any

import structlog
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django_structlog.celery.signals import modify_context_before_task_publish
from django_structlog.middlewares import RequestMiddleware

from frame.error_pages import error_page, problem_details, wants_json

NO_PAGE, CONFIDENTIAL_PAGE = "(no such page)", "(confidential page)"
#: Pages whose name alone would tell something where few people are about: that somebody said no, asked to pause, to
#: end or to leave, asked whom, wrote in confidence, showed something or let it go on, answered a review, or has a
#: conflict of interest.
CONFIDENTIAL = frozenset({
    "pairing_answer", "pairing_pause", "pairing_resume", "pairing_leave", "pairing_take_back", "partner_list",
    "partner_ask", "word_list", "word_write", "word_detail", "word_take_back", "oversight_detail", "oversight_act",
    "oversight_complete", "oversight_resume", "oversight_pause", "review_list", "review_answer", "profile_conflicts",
    "profile_conflict_remove", "conflict_add", "conflict_remove", "enrolment_decline", "enrolment_withdraw",
    "manager_word_decide", "manager_word_detail", "manager_word_drop", "manager_word_write", "milestone_show",
    "win_show", "thanks_give",
})  # fmt: skip


#: When the request of this thread came, by the clock of `perf_counter`.
_came_at: ContextVar[float] = ContextVar("came_at")


class RequestLog(RequestMiddleware):
    """Binds a request id, and nothing else, to every line of a request, and sends the id back as a header.

    No user, session, address, program of the browser or id of an object is written of anybody: a line of a harmless
    page would name whoever opened a confidential one a moment before. What the team does stands in the audit log.
    """

    def prepare(self, request: HttpRequest) -> None:
        """An id of our own making: one that a proxy chose would lead to the address in the proxy's log."""
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=str(uuid.uuid4()))
        _came_at.set(time.perf_counter())

    def handle_response(self, request: HttpRequest, response: HttpResponse) -> None:
        structlog.contextvars.bind_contextvars(duration_ms=taken_ms())
        response["X-Request-ID"] = structlog.contextvars.get_contextvars().get("request_id", "")
        super().handle_response(request, response)

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        """Method and page: the route with its placeholders, so that no id, query or token is ever written down."""
        match = request.resolver_match
        if match is None:
            return f"{request.method} {NO_PAGE}"
        if match.url_name in CONFIDENTIAL:
            return f"{request.method} {CONFIDENTIAL_PAGE}"
        return f"{request.method} /{match.route}"

    @staticmethod
    def bind_user_id(request: HttpRequest) -> None:
        """Nobody's."""


def taken_ms() -> int:
    """How long the answer took, in steps of ten: enough to find a slow page, too little to tell requests apart by."""
    return round((time.perf_counter() - _came_at.get()) * 100) * 10


@receiver(modify_context_before_task_publish)
def keep_tasks_apart(context: dict[str, Any], **kwargs: Any) -> None:
    """A job does not know which request started it: what it does for whom would lead back to who asked."""
    context.clear()


def server_error(request: HttpRequest) -> HttpResponse:
    """The page for our own faults, with the id under which the log tells what happened."""
    request_id = structlog.contextvars.get_contextvars().get("request_id", "")
    if wants_json(request):
        return problem_details(500, members={"request_id": request_id})
    # Without the request: its session and its user may be what failed.
    return error_page(None, 500, request_id=request_id)
