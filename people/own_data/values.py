"""One field of one row, as it stands in a copy of somebody's data: in words for people, and for programs."""

import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from frame.isolation import bare

#: By field what a row's page shows instead of the value: a day where no time is told.
type ShownAs = Mapping[str, Callable[[Any], Any]]
NOTHING_ELSE: ShownAs = MappingProxyType({})


def label_of(model: type[models.Model], name: str) -> str:
    """What a field is called where people read it."""
    try:
        return str(capfirst(getattr(model._meta.get_field(name), "verbose_name", name)))
    except FieldDoesNotExist:
        return str(capfirst(name.replace("_", " ")))


def in_words(row: models.Model, name: str, shown_as: ShownAs = NOTHING_ELSE) -> str:
    """The value as people read it, times on the clock that is set; empty where there is none."""
    display = getattr(row, f"get_{name}_display", None)
    return text_of(display() if display else _value(row, name, shown_as))


def for_programs(row: models.Model, name: str, shown_as: ShownAs = NOTHING_ELSE) -> Any:
    """The value as JSON has it: times to the minute, with their offset from UTC, choices by their codes, rows by what
    they are called."""
    return plain_of(_value(row, name, shown_as))


def _value(row: models.Model, name: str, shown_as: ShownAs) -> Any:
    value = shown_as[name](row) if name in shown_as else getattr(row, name)
    return list(value.all()) if isinstance(value, models.Manager) else value


def text_of(value: Any) -> str:
    """Any value, as people read it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dt.datetime):
        return date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if isinstance(value, dt.date):
        return date_format(value, "DATE_FORMAT")
    if isinstance(value, dt.time):
        return time_format(value, "TIME_FORMAT")
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {text_of(part)}" for name, part in value.items())
    if isinstance(value, list | tuple | set):
        return ", ".join(text_of(part) for part in value)
    return bare(str(value))


def plain_of(value: Any) -> Any:
    """Any value, as JSON has it."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, dt.datetime | dt.time):
        return value.isoformat(timespec="minutes")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(name): plain_of(part) for name, part in value.items()}
    if isinstance(value, list | tuple | set):
        return [plain_of(part) for part in value]
    return bare(str(value)) if isinstance(value, uuid.UUID | models.Model) else text_of(value)
