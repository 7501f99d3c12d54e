"""The handlers Django calls when a request fails, where its own are not enough."""

import logging
from http import HTTPStatus

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

logger = logging.getLogger(__name__)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413 when the form was larger than we take."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent):
        return error_page(request, 413)
    return error_page(request, 400)


def error_page(request: HttpRequest | None, status: int, **context: object) -> HttpResponse:
    """The page of an error; a bare line where even that cannot be shown, as before `collectstatic` was run."""
    try:
        return HttpResponse(render_to_string(f"{status}.html", context, request), status=status)
    except ValueError:
        logger.exception("no error page: were the static files collected?")
        phrase = HTTPStatus(status).phrase
        return HttpResponse(f"{status} {phrase}\n", status=status, content_type="text/plain; charset=utf-8")


def method_not_allowed(request: HttpRequest, refused: HttpResponse) -> HttpResponse:
    """405 as a page, for an address that was opened although it only belongs to a button; headers stay."""
    page = render(request, "405.html", status=405)
    page.headers["Allow"] = refused.headers["Allow"]
    return page


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose protection has expired; the reason is in the log, not on the page."""
    return render(request, "403_csrf.html", status=403)
