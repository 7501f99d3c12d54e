"""A repeated post does a thing once: the form's token is kept with the answer it led to.

`post=ONCE` at a view (people/access.py) and `{% form_token %}` inside its form. A second post with the same token is
answered with the redirect of the first; a refused form (any answer that is no redirect) frees its token, so that the
corrected form can be sent.

What is kept of it tells neither who sent it, nor when to the minute, nor which page it led to: a copy of the database
would else say who has paused a pair. The token lies in the browser alone, and without it nobody opens the answer.
"""

import base64
import time
import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from cryptography.fernet import Fernet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.crypto import salted_hmac

from frame.upper_floors import people

FIELD = "form_token"
WAIT_S = 8.0
STEP_S = 0.1
#: Answers are filled up to a multiple of this many characters: their length would tell the kind of page.
FULL = 400

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
        seal = seal_of(request, token)
        if not people().claim_post(key):
            return answer_again(request, key, seal)
        return first_answer(lambda: view(request, *args, **kwargs), key, seal)

    return first_only


def key_of(request: HttpRequest, token: str) -> uuid.UUID:
    """Tokens of different people and pages never meet. With the secret of the server in it, so that nobody who has a
    copy of the database can try out people and pages."""
    return uuid.UUID(bytes=_digest("key", request, token)[:16])


def seal_of(request: HttpRequest, token: str) -> Fernet:
    """What closes and opens the answer: takes the token as well as the secret of the server."""
    return Fernet(base64.urlsafe_b64encode(_digest("seal", request, token)))


def _digest(purpose: str, request: HttpRequest, token: str) -> bytes:
    text = f"{request.user.pk}{request.path}{token}"
    return salted_hmac(f"frame.idempotent_post.{purpose}", text, algorithm="sha256").digest()


def sealed(location: str, seal: Fernet) -> str:
    """The location, filled up; without the time, which a seal tells otherwise."""
    length = -(-len(location) // FULL) * FULL
    return seal.encrypt_at_time(location.ljust(length).encode(), 0).decode()


def opened(kept: str, seal: Fernet) -> str:
    return seal.decrypt(kept.encode()).decode().rstrip()


def first_answer(call: Callable[[], HttpResponseBase], key: uuid.UUID, seal: Fernet) -> HttpResponseBase:
    """Run the view; keep where it led, or forget the token when it led nowhere."""
    try:
        response = call()
    except BaseException:
        people().release_post(key)
        raise
    location = response.headers.get("Location") or response.headers.get("HX-Redirect", "")
    people().keep_answer(key, sealed(location, seal)) if location else people().release_post(key)
    return response


def answer_again(request: HttpRequest, key: uuid.UUID, seal: Fernet) -> HttpResponse:
    """Wait for the first post (8 seconds at most) and lead to the same place."""
    deadline = time.monotonic() + WAIT_S
    while (kept := people().answer_of(key)) == "" and time.monotonic() < deadline:
        time.sleep(STEP_S)
    if kept:
        return HttpResponseRedirect(opened(kept, seal))
    return render(request, "still_saving.html", status=409)
