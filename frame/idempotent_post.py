"""A repeated post does a thing once: the form's token is kept with the answer it led to.

`post=ONCE` at a view (people/access.py) and `{% form_token %}` inside its form. A second post with the same token is
answered with the redirect of the first; a refused form (any answer that is no redirect) frees its token, so that the
corrected form can be sent.
"""

import time
import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render

from frame.upper_floors import people

FIELD = "form_token"
WAIT_S = 8.0
STEP_S = 0.1

View = Callable[..., HttpResponseBase]


def new_token() -> str:
    """A token for one filling-in of one form."""
    return uuid.uuid4().hex


def once(view: View) -> View:
    """Let only the first post of a form token through; later ones get the first one's redirect."""

    @wraps(view)
    def first_only(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        token = request.POST.get(FIELD, "")[:64] if request.method == "POST" else ""
        if not token:
            return view(request, *args, **kwargs)
        key = key_of(request, token)
        if not people().claim_post(key):
            return answer_again(request, key)
        return first_answer(lambda: view(request, *args, **kwargs), key)

    return first_only


def key_of(request: HttpRequest, token: str) -> uuid.UUID:
    """Tokens of different people and pages never meet."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{request.user.pk}{request.path}{token}")


def first_answer(call: Callable[[], HttpResponseBase], key: uuid.UUID) -> HttpResponseBase:
    """Run the view; keep where it led, or forget the token when it led nowhere."""
    try:
        response = call()
    except BaseException:
        people().release_post(key)
        raise
    location = response.headers.get("Location") or response.headers.get("HX-Redirect", "")
    people().keep_answer(key, location) if location else people().release_post(key)
    return response


def answer_again(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Wait for the first post (8 seconds at most) and lead to the same place."""
    deadline = time.monotonic() + WAIT_S
    while (location := people().answer_of(key)) == "" and time.monotonic() < deadline:
        time.sleep(STEP_S)
    if location:
        return HttpResponseRedirect(location)
    return render(request, "still_saving.html", status=409)
