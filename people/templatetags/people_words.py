"""Small words about people: `{% load people_words %}`."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import format_html

from frame.templatetags.frame import day
from people.languages import names_of
from people.timezones import name_of

register = template.Library()


@register.filter
def language_names(codes: Iterable[str]) -> str:
    """English names of languages given by code."""
    return names_of(codes)


@register.filter
def zone_name(zone: str) -> str:
    """A time zone as people write it."""
    return name_of(zone)


@register.simple_tag
def fact(label: Any, value: Any, note: Any = "") -> str:
    """One label with its value in a datagrid; a dash where there is none."""
    shown = "–" if value is None or value == "" else day(value) if isinstance(value, dt.date) else value
    second = format_html(' <span class="text-secondary">{}</span>', note) if note and shown != "–" else ""
    return format_html(
        '<div class="datagrid-item"><div class="datagrid-title">{}</div><div class="datagrid-content">{}{}</div></div>',
        label, shown, second,
    )  # fmt: skip
