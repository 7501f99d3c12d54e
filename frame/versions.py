"""Saving what a page shows, only if nobody else saved the same things since the page was opened."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models

from frame.edit_conflicts import Conflict


def values_of(thing: models.Model, fields: Iterable[str]) -> dict[str, Any]:
    """The present values of some fields; a foreign key as its id."""
    columns = {field.name: field.attname for field in thing._meta.concrete_fields}
    return {name: getattr(thing, columns[name]) for name in fields}


def digest(values: Mapping[str, Any]) -> str:
    """A short fingerprint of what a page shows; the form carries it as `version`."""
    shown = repr(sorted((name, str(value)) for name, value in values.items()))
    return hashlib.sha256(shown.encode()).hexdigest()[:16]


def save_values(*, thing: models.Model, values: Mapping[str, Any], seen: str) -> bool:
    """Write `values` in one conditional UPDATE; False when they stood there already.

    Raises Conflict when the fields no longer have the values whose digest is `seen`.
    """
    rows = type(thing)._default_manager.filter(pk=thing.pk)
    now = values_of(rows.get(), values)
    if now == dict(values):
        return False
    if digest(now) != seen or not rows.filter(**now).update(**values):
        raise Conflict
    return True
