"""Opens every address of ours as every one of the cast, and says what each of them met."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, reverse

from people.checks import our_patterns
from people.models import User
from tests.factories import CoordinatorFactory
from tests.permissions.scene import Scene

METHODS = ("GET", "POST")
ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")
MEETS = {403: "no", 404: "hidden", 405: "–"}


@dataclass
class Row:
    """One address: who meets what, by method and name ("nobody" is not signed in, "elsewhere" runs another program)."""

    name: str
    route: str
    rule: str
    meets: dict[str, dict[str, str]] = field(default_factory=dict)


class _Undo(Exception):
    pass


def walk(scene: Scene) -> Iterator[Row]:
    """A row for each URL; whatever a request changes is rolled back."""
    people = scene.cast.people | {"elsewhere": CoordinatorFactory().user}
    clients = {"nobody": Client()} | {name: _signed_in(person) for name, person in people.items()}
    for route, pattern in sorted(our_patterns(), key=lambda address: address[0]):
        yield _row(scene, clients, route, pattern)


def _signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def _row(scene: Scene, clients: dict[str, Client], route: str, pattern: URLPattern) -> Row:
    row = Row(pattern.name, "/" + route, pattern.callback.access_rule.__name__)
    url = reverse(pattern.name, kwargs=scene.kwargs_for(pattern.name, arguments_of(route)))
    for method in METHODS:
        row.meets[method] = {name: outcome(ask(client, url, method)) for name, client in clients.items()}
    return row


def arguments_of(route: str) -> list[str]:
    """The names of the arguments in a route, of `<uuid:name>` and of `(?P<name>…)`."""
    return ARGUMENT.findall(route)


def ask(client: Client, url: str, method: str) -> HttpResponse:
    try:
        with transaction.atomic():
            response = client.generic(method, url)
            raise _Undo
    except _Undo:
        return response


def outcome(response: HttpResponse) -> str:
    """ "yes", "no" (403), "hidden" (404), "sign in", or "–" for a method that the page does not know."""
    if response.status_code == 302 and response.headers["Location"].startswith("/account/login/"):
        return "sign in"
    return MEETS.get(response.status_code, "yes")
