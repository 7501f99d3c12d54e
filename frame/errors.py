"""What a service says when it will not do a thing."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from frame.error_pages import problem_details, wants_json

#: What a machine reads of a conflict.
CHANGED = gettext_lazy("Somebody else has saved a newer version.")


class Refused(Exception):
    """A verb was refused; `str(error)` is a sentence for the user: why, and what to do instead."""


class Conflict(Exception):
    """Somebody else saved a newer version; raised by a service whose conditional UPDATE changed no row."""


def conflict_response(
    request: HttpRequest,
    *,
    own_version: Mapping[Any, Any],
    saved_version: Mapping[Any, Any],
    back_url: str,
    version: int | str = "",
    drafted: Mapping[Any, Any] | None = None,
) -> HttpResponse:
    """409: both texts side by side, and a way to save mine over the newer one.

    `own_version` and `saved_version` map a label to a text; fields with equal texts are left out. With `version`
    (the one there now) the page offers to send the posted form again with it. `drafted` maps a label to what was
    typed beside that, which nobody else has touched and which the caller has kept as a draft.
    """
    if wants_json(request):
        return problem_details(
            409, str(CHANGED), {"current": {str(label): str(text) for label, text in saved_version.items()}}
        )
    rows = [
        {"label": label, "mine": own_version.get(label, ""), "theirs": saved_version.get(label, "")}
        for label in dict.fromkeys([*own_version, *saved_version])
        if str(own_version.get(label, "")) != str(saved_version.get(label, ""))
    ]
    posted = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in {"version", "csrfmiddlewaretoken", "form_token"}
    ]
    context = {"rows": rows, "posted": posted, "back_url": back_url, "version": version, "drafted": drafted or {}}
    return render(request, "409.html", context, status=409)
