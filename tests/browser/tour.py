"""Where a tour of the site goes: every page that a person reaches, as long as it shows something new."""

import re
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator

from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve

from people.models import User

LINK = re.compile(r'\shref="(/[^"#]*)')
OPENING = re.compile(r"<([a-z]\w*)([^>]*)>")
CLASSES = re.compile(r'class="([^"]*)"')
NOT_PAGES = ("/static/", "/account/logout/", "/service-worker.js")
#: So many addresses of one route are read to see whether they look different.
MOST_OF_A_ROUTE = 4

#: Every kind of element that was met, by route.
Met = dict[str, set[str]]
Read = Callable[[str], HttpResponse]


def reader(person: User | None) -> Read:
    """GETs an address as somebody, or as nobody."""
    client = Client()
    if person is not None:
        client.force_login(person)
    return client.get


def is_page(response: HttpResponse) -> bool:
    """Whether it is a whole page of ours, not a part of one, and no mail in its sandbox."""
    is_html = response.headers.get("Content-Type", "").startswith("text/html")
    is_boxed = "sandbox" in response.headers.get("Content-Security-Policy", "")
    return response.status_code == 200 and is_html and not is_boxed and b"<h1" in response.content


def route_of(url: str) -> str:
    try:
        return resolve(url.partition("?")[0]).route
    except Resolver404:
        return url


def parts_of(html: str) -> set[str]:
    """What a page is built of: each kind of element in its main part, however often it occurs."""
    main = html.partition("<main")[2] or html
    return {" ".join((tag, *CLASSES.findall(rest)[:1])) for tag, rest in OPENING.findall(main)}


def links_on(html: str) -> Iterator[str]:
    for link in LINK.findall(html):
        if not link.startswith(NOT_PAGES):
            yield link.replace("&amp;", "&")


def reached(read: Read, start: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Address and HTML of every page reached by links from `start`; a few of each route."""
    waiting = deque(dict.fromkeys(start))
    seen, read_of = set(waiting), Counter[str]()
    while waiting:
        url = waiting.popleft()
        if read_of[route_of(url)] >= MOST_OF_A_ROUTE:
            continue
        read_of[route_of(url)] += 1
        response = read(url)
        if not is_page(response):
            continue
        html = response.content.decode()
        yield url, html
        fresh = [link for link in links_on(html) if link not in seen]
        seen.update(fresh)
        waiting.extend(fresh)


def stops(read: Read, start: Iterable[str], met: Met) -> Iterator[str]:
    """The addresses that show a kind of element not met on their route before; `met` grows by it."""
    for url, html in reached(read, start):
        known = met.setdefault(route_of(url), set())
        if fresh := parts_of(html) - known:
            known |= fresh
            yield url
