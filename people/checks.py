"""A view of ours without an access rule stops the start."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import Error, Tags, register
from django.urls import URLPattern, URLResolver, get_resolver


@cache
def our_apps() -> frozenset[str]:
    """The packages of the site that lie beside its settings; all others are libraries."""
    here = Path(settings.BASE_DIR)
    return frozenset(config.name for config in apps.get_app_configs() if Path(config.path).parent == here)


def our_patterns(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every URL pattern that leads to a view of ours, with the whole route before it."""
    for entry in (resolver or get_resolver(settings.ROOT_URLCONF)).url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from our_patterns(entry, route)
        elif entry.callback.__module__.partition(".")[0] in our_apps():
            yield route, entry


@register(Tags.security)
def every_view_has_a_rule(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Fails on each URL of ours whose view carries no rule."""
    return [
        Error(
            f"The view {pattern.callback.__module__}.{pattern.callback.__name__} at /{route} has no access rule.",
            hint="Decorate it with @page(rule) or @action(rule) from people.access.",
            id="people.E001",
        )
        for route, pattern in our_patterns()
        if not hasattr(pattern.callback, "access_rule")
    ]
