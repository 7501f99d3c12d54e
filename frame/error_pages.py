"""What a request that fails is answered with: a page for people, RFC 9457 (`application/problem+json`) for machines.

    not signed in 401 · a rule says no 403 · not there, or somebody else's 404 · the wrong method 405
    `Conflict` 409 · too large 413 · `Refused` 422 · too often 429

All of it passes `error_page` or `problem_details` here, so that whoever asks for `application/json` never gets a page.
"""

import logging
from collections.abc import Mapping
from http import HTTPStatus

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers

logger = logging.getLogger(__name__)

#: What says that a machine asks; the first is what it gets.
JSON = ("application/problem+json", "application/json")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413 when the form was larger than we take."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent):
        return error_page(request, 413)
    return error_page(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: the role does not open it."""
    return error_page(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, for what does not exist as for what belongs to somebody else."""
    return error_page(request, 404)


def wants_json(request: HttpRequest) -> bool:
    """Whether a machine asks: it says that it takes JSON, and not pages rather."""
    return request.get_preferred_type(["text/html", *JSON]) in JSON


def problem_details(status: int, detail: str = "", members: Mapping[str, object] | None = None) -> HttpResponse:
    """An error for machines. `detail` is a sentence for the person behind the machine, `members` are what else it
    may want to know."""
    said = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    said |= {"detail": detail} if detail else {}
    response = JsonResponse(said | dict(members or {}), status=status, content_type=JSON[0])
    patch_vary_headers(response, ["Accept"])
    return response


def error_page(request: HttpRequest | None, status: int, **context: object) -> HttpResponse:
    """The page of an error; a bare line where even that cannot be shown, as before `collectstatic` was run."""
    if request is not None and wants_json(request):
        return problem_details(status)
    try:
        return HttpResponse(render_to_string(f"{status}.html", context, request), status=status)
    except ValueError:
        logger.exception("no error page: were the static files collected?")
        phrase = HTTPStatus(status).phrase
        return HttpResponse(f"{status} {phrase}\n", status=status, content_type="text/plain; charset=utf-8")


def method_not_allowed(request: HttpRequest, refused: HttpResponse) -> HttpResponse:
    """405 as a page, for an address that was opened although it only belongs to a button; headers stay."""
    page = error_page(request, 405)
    page.headers["Allow"] = refused.headers["Allow"]
    return page


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose protection has expired; the reason is in the log, not on the page."""
    if wants_json(request):
        return problem_details(403)
    return render(request, "403_csrf.html", status=403)
