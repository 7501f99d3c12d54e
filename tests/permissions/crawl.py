"""Visits everything that one person can reach: every address of the scene, and every link on the pages met."""

import re
from collections import deque
from collections.abc import Iterator

from django.test import Client
from django.urls import reverse

from people.checks import our_patterns
from people.models import User
from tests.permissions.matrix import arguments_of
from tests.permissions.scene import Scene

LINK = re.compile(r'(?:href|hx-get|src|data-url)="(/[^"#]*)')
NOT_PAGES = ("/static/", "/account/", "/theme/")
MOST_PAGES = 400


def addresses(scene: Scene) -> Iterator[str]:
    for route, pattern in our_patterns():
        yield reverse(pattern.name, kwargs=scene.kwargs_for(pattern.name, arguments_of(route)))


def crawl(person: User, start: list[str]) -> Iterator[tuple[str, str]]:
    """Address and whole answer of every page that `person` reaches, headers included."""
    client = Client()
    client.force_login(person)
    waiting, seen = deque(start), set(start)
    while waiting and len(seen) < MOST_PAGES:
        url = waiting.popleft()
        text = read(client, url)
        yield url, text
        for link in LINK.findall(text):
            address = link.replace("&amp;", "&")
            if address not in seen and not address.startswith(NOT_PAGES):
                seen.add(address)
                waiting.append(address)


def read(client: Client, url: str) -> str:
    response = client.get(url)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return f"{response.headers}\n{body.decode(errors='replace')}"
