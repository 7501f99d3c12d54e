"""What binds a form: the post, even an empty one; nothing on a GET."""

from typing import Any

from django.http import HttpRequest


def posted(request: HttpRequest, *, files: bool = False) -> tuple[Any, ...]:
    """The first arguments of a form: `Form(*posted(request))` is bound exactly when something was posted."""
    if request.method != "POST":
        return ()
    return (request.POST, request.FILES) if files else (request.POST,)
