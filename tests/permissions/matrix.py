"""Opens every address of ours as every one of the cast, and says what each of them met."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, reverse

from people.checks import our_patterns
from people.models import User
from tests.permissions.scene import Scene

METHODS = ("GET", "POST")
MEETS = {403: "no", 404: "hidden", 405: "–"}


@dataclass
class Row:
    """One address: who meets what, by method and name ("nobody" is not signed in)."""

    name: str
    route: str
    rule: str
    meets: dict[str, dict[str, str]] = field(default_factory=dict)


class _Undo(Exception):
    pass


def walk(scene: Scene) -> Iterator[Row]:
    """A row for each URL; whatever a request changes is rolled back."""
    for route, pattern in sorted(our_patterns(), key=lambda found: found[0]):
        yield _row(scene, route, pattern)


def _row(scene: Scene, route: str, pattern: URLPattern) -> Row:
    row = Row(pattern.name, "/" + route, pattern.callback.access_rule.__name__)
    url = reverse(pattern.name, kwargs=scene.kwargs_for(pattern.name, list(pattern.pattern.regex.groupindex)))
    for method in METHODS:
        row.meets[method] = {
            name: outcome(ask(url, method, person)) for name, person in [("nobody", None), *scene.cast.people.items()]
        }
    return row


def ask(url: str, method: str, person: User | None) -> HttpResponse:
    client = Client(raise_request_exception=True)
    try:
        with transaction.atomic():
            if person:
                client.force_login(User.objects.get(pk=person.pk))
            response = client.generic(method, url)
            raise _Undo
    except _Undo:
        return response


def outcome(response: HttpResponse) -> str:
    """ "yes", "no" (403), "hidden" (404), "sign in", or "–" for a method that the page does not know."""
    if response.status_code == 302 and response.headers["Location"].startswith("/account/login/"):
        return "sign in"
    return MEETS.get(response.status_code, "yes")
