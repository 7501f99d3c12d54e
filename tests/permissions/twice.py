"""Sends a form or presses a button as a person of the cast would, twice, and says what the database holds each time."""

import uuid
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, reverse

from people.checks import our_patterns
from tests.house import APPS
from tests.permissions.crawl import NOT_TYPED, FormReader
from tests.permissions.matrix import arguments_of
from tests.permissions.scene import Scene

WORDS = "Some words"
#: Kept to recognise a repeated post, not what it did.
OF_THE_POST_ITSELF = {"FormToken"}
#: A draft says when it was saved last; the same answers look different each time they are sealed.
NEW_EACH_TIME = {"LogDraft": {"saved_at"}, "SealedReview": {"sealed"}}
Held = dict[str, list[tuple[Any, ...]]]


def posts(repeats: Any) -> list[str]:
    """The names of our addresses whose posts are declared to repeat in that way."""
    return sorted({pattern.name for _route, pattern in our_patterns() if pattern.callback.repeats is repeats})


def address_of(scene: Scene, name: str) -> tuple[str, URLPattern]:
    route, pattern = next((route, pattern) for route, pattern in our_patterns() if pattern.name == name)
    return reverse(name, kwargs=scene.kwargs_for(name, arguments_of(route))), pattern


def held() -> Held:
    """Every row of every model of ours, messages owed and the audit log among them."""
    return {
        model.__name__: sorted(model._base_manager.values_list(*_columns(model)), key=str)
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.partition(".")[0] in APPS and model.__name__ not in OF_THE_POST_ITSELF
    }


def _columns(model: type[Model]) -> list[str]:
    new = NEW_EACH_TIME.get(model.__name__, set())
    return [field.attname for field in model._meta.concrete_fields if field.name not in new]


def differences(before: Held, after: Held) -> dict[str, list[Any]]:
    """The rows that only one of them has, by model."""
    return {
        name: [row for row in before[name] + after[name] if (row in before[name]) != (row in after[name])]
        for name in before
        if before[name] != after[name]
    }


class FilledForms(FormReader):
    """The forms of a page, filled in: what must be chosen is chosen, what must be typed is words."""

    def __init__(self, page: str) -> None:
        super().__init__(page)
        self._must_choose = ""

    def _read(self, tag: str, given: dict[str, str]) -> None:
        super()._read(tag, given)
        assert self._fields is not None
        name = given.get("name", "")
        if tag == "option":
            self._choose(self._select, given.get("value", ""))
        elif tag == "input" and given.get("type") == "radio":
            self._choose(name, given.get("value", ""))
        elif tag == "input" and given.get("type") == "checkbox" and "required" in given:
            self._choose(name, given.get("value", "on"))
        elif name and "required" in given and self._fields.get(name) == [""]:
            self._fields[name] = ["7" if given.get("type") == "number" else WORDS]

    def _choose(self, name: str, value: str) -> None:
        assert self._fields is not None
        if value and not any(self._fields.get(name, [])):
            self._fields[name] = [value]


def filled_form(client: Client, url: str, methods: tuple[str, ...]) -> dict[str, Any]:
    """The fields of the form that the page at `url` sends to itself; none for a button."""
    if "GET" not in methods:
        return {}
    response = client.get(url)
    reader = FilledForms(url)
    reader.feed(response.text if response.status_code == 200 else "")
    own = [fields for action, fields in reader.forms if action.partition("#")[0] in ("", url)]
    fields = max(own, key=len, default={})
    return {name: values for name, values in fields.items() if name not in NOT_TYPED}


def send_twice(client: Client, url: str, data: dict[str, Any], clock: Any) -> Iterator[tuple[HttpResponse, Held]]:
    """The answers and what the database holds after each of two posts with one token, a minute apart."""
    token = {"form_token": uuid.uuid4().hex}
    for _ in range(2):
        clock.shift(60)
        yield client.post(url, data | token), held()
