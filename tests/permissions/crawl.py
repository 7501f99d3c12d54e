"""Visits everything that one person can reach: every address of the scene, and every link on the pages met.

A `Walk` is what one person met on the way. It takes seconds, so that all tests about one person look at one walk.
"""

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import reverse

from people.checks import our_patterns
from people.models import User
from tests.permissions.matrix import arguments_of
from tests.permissions.scene import Scene

LINK = re.compile(r'(?:href|hx-get|src|data-url)="(/[^"#]*)')
NOT_PAGES = ("/static/", "/account/", "/theme/")
#: Nobody's pages are so many; a crawl that meets more goes in circles, and would prove nothing about the rest.
MOST_PAGES = 2000


Page = tuple[str, str]
Answer = tuple[str, int, str]


@dataclass
class Walk:
    """Address and whole answer of every page met; with `posts`, address, status and whole answer of every form too."""

    pages: list[Page]
    answers: list[Answer]


def walk(scene: Scene, person: User, *, posts: bool = False) -> Walk:
    pages = list(crawl(person, addresses(scene)))
    return Walk(pages, list(answers_to_posts(person, pages)) if posts else [])


def addresses(scene: Scene) -> list[str]:
    """Every address of ours once, in the order of the alphabet."""
    return sorted(
        {
            reverse(pattern.name, kwargs=scene.kwargs_for(pattern.name, arguments_of(route)))
            for route, pattern in our_patterns()
        }
    )


def crawl(person: User, start: list[str]) -> Iterator[Page]:
    """Address and whole answer of every page that `person` reaches, headers included."""
    client = Client()
    client.force_login(person)
    waiting, seen = deque(start), set(start)
    while waiting:
        assert len(seen) < MOST_PAGES, f"{person} reaches more than {MOST_PAGES} pages, such as {waiting[-1]}"
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


#: Ends the session, or signs in as somebody else.
LEAVES = ("/account/", "/demo/")
NOT_TYPED = ("csrfmiddlewaretoken", "form_token")


class FormReader(HTMLParser):
    """The forms of a page that are posted: where to, and each field as it would be sent."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.page = page
        self.forms: list[tuple[str, dict[str, list[str]]]] = []
        self._fields: dict[str, list[str]] | None = None
        self._select, self._area = "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._fields = {} if given.get("method", "").lower() == "post" else None
            if self._fields is not None:
                self.forms.append((given.get("action") or self.page, self._fields))
        elif self._fields is not None and tag in ("input", "button", "option", "select", "textarea"):
            self._read(tag, given)

    def handle_data(self, data: str) -> None:
        if self._area and self._fields is not None:
            self._fields[self._area] = [self._fields[self._area][0] + data]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._fields = None
        elif tag in ("select", "textarea"):
            self._select, self._area = "", ""

    def _read(self, tag: str, given: dict[str, str]) -> None:
        assert self._fields is not None
        name, value = given.get("name", ""), given.get("value", "")
        if tag == "select":
            self._select = name
        elif tag == "option" and "selected" in given:
            self._fields.setdefault(self._select, []).append(value)
        elif tag == "textarea":
            self._area, self._fields[name] = name, [""]
        elif tag == "button" and name:
            self._fields.setdefault(name, [value])
        elif tag == "input" and name and (given.get("type") not in ("radio", "checkbox") or "checked" in given):
            self._fields.setdefault(name, []).append(value or ("on" if given.get("type") == "checkbox" else ""))


def answers_to_posts(person: User, pages: Iterable[Page]) -> Iterator[Answer]:
    """Address, status and whole answer of every form on the pages of `person`: sent empty, and with other words over an
    outdated version. What a form does is taken back each time."""
    client, sent = Client(raise_request_exception=False), set()
    client.force_login(person)
    for page, text in pages:
        reader = FormReader(page)
        reader.feed(text)
        for action, fields in reader.forms:
            url, names = action.partition("#")[0] or page, frozenset(fields)
            if url.startswith(LEAVES) or (url, names) in sent:
                continue
            sent.add((url, names))
            for values in (dict.fromkeys(names - {*NOT_TYPED}, ""), outdated(fields)):
                yield url, *_taken_back(client, url, values)


def outdated(fields: dict[str, list[str]]) -> dict[str, list[str]]:
    """The fields of a form with other words, over a version that is not there any more."""
    values = {name: value for name, value in fields.items() if name not in NOT_TYPED}
    for name, given in values.items():
        if name == "version":
            values[name] = ["0" if given[0].isdigit() else "outdated"]
        elif (given and " " in given[0]) or "canary" in "".join(given):
            values[name] = ["Other words"]
    return values


def _taken_back(client: Client, url: str, values: dict[str, Any]) -> tuple[int, str]:
    with transaction.atomic():
        response = client.post(url, values)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        transaction.set_rollback(True)
    return response.status_code, f"{response.headers}\n{body.decode(errors='replace')}"
