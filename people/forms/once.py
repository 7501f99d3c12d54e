"""A repeated post does a thing once: the form's token is kept with the answer it led to.

    @require_POST
    @access(signed_in)
    @once
    def meeting_plan(request): ...

and `{% form_token %}` inside the form. A second post with the same token is answered with the redirect of the
first; a refused form (any answer that is no redirect) frees its token, so that the corrected form can be sent.
"""

import time
import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

FIELD = "form_token"
KEEP_S = 24 * 3600
WAIT_S = 8.0
STEP_S = 0.1
RUNNING = ""

View = Callable[..., HttpResponse]


def new_token() -> str:
    """A token for one filling-in of one form."""
    return uuid.uuid4().hex


def once(view: View) -> View:
    """Let only the first post of a form token through; later ones get the first one's redirect."""

    @wraps(view)
    def first_only(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        token = request.POST.get(FIELD, "")[:64] if request.method == "POST" else ""
        if not token:
            return view(request, *args, **kwargs)
        key = key_of(request, token)
        if not cache.add(key, RUNNING, KEEP_S):
            return answer_again(request, key)
        return first_answer(lambda: view(request, *args, **kwargs), key)

    return first_only


def key_of(request: HttpRequest, token: str) -> str:
    """Tokens of different people and pages never meet."""
    return f"once:{uuid.uuid5(uuid.NAMESPACE_URL, f'{request.user.pk}{request.path}{token}')}"


def first_answer(call: Callable[[], HttpResponse], key: str) -> HttpResponse:
    """Run the view; keep where it led, or forget the token when it led nowhere."""
    try:
        response = call()
    except BaseException:
        cache.delete(key)
        raise
    location = response.headers.get("Location") or response.headers.get("HX-Redirect", "")
    cache.set(key, location, KEEP_S) if location else cache.delete(key)
    return response


def answer_again(request: HttpRequest, key: str) -> HttpResponse:
    """Wait for the first post (8 seconds at most) and lead to the same place."""
    deadline = time.monotonic() + WAIT_S
    while (location := cache.get(key)) == RUNNING and time.monotonic() < deadline:
        time.sleep(STEP_S)
    if location:
        return HttpResponseRedirect(location)
    return render(request, "still_saving.html", status=409)
