"""A repeated post does a thing once: the form's token is kept with the answer it led to.

    @require_POST
    @access(signed_in)
    @once
    def meeting_plan(request): ...

and `{% form_token %}` inside the form. A second post with the same token is answered with the redirect of the
first; a refused form (any answer that is no redirect) frees its token, so that the corrected form can be sent.
"""

import datetime as dt
import time
import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone

from people.models import FormToken

FIELD = "form_token"
KEPT = dt.timedelta(days=1)
#: A post whose process died does not hold its token for longer.
LOST = dt.timedelta(minutes=15)
WAIT_S = 8.0
STEP_S = 0.1

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
        if not claim(key):
            return answer_again(request, key)
        return first_answer(lambda: view(request, *args, **kwargs), key)

    return first_only


def key_of(request: HttpRequest, token: str) -> uuid.UUID:
    """Tokens of different people and pages never meet."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{request.user.pk}{request.path}{token}")


def claim(key: uuid.UUID) -> bool:
    """Whether this post is the first of its token. The database lets only one of many at once be it."""
    try:
        with transaction.atomic():
            FormToken.objects.create(key=key)
    except IntegrityError:
        now = timezone.now()
        lost = FormToken.objects.filter(key=key, location="", claimed_at__lt=now - LOST)
        return bool(lost.update(claimed_at=now))
    return True


def first_answer(call: Callable[[], HttpResponse], key: uuid.UUID) -> HttpResponse:
    """Run the view; keep where it led, or forget the token when it led nowhere."""
    mine = FormToken.objects.filter(key=key)
    try:
        response = call()
    except BaseException:
        mine.delete()
        raise
    location = response.headers.get("Location") or response.headers.get("HX-Redirect", "")
    mine.update(location=location) if location else mine.delete()
    return response


def answer_again(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Wait for the first post (8 seconds at most) and lead to the same place."""
    deadline = time.monotonic() + WAIT_S
    found = FormToken.objects.filter(key=key).values_list("location", flat=True)
    while (location := found.first()) == "" and time.monotonic() < deadline:
        time.sleep(STEP_S)
    if location:
        return HttpResponseRedirect(location)
    return render(request, "still_saving.html", status=409)


def forget_tokens(now: dt.datetime) -> int:
    """Forget tokens whose forms nobody has open any more; `now` is aware. Gives their number."""
    return FormToken.objects.filter(claimed_at__lt=now - KEPT).delete()[0]
