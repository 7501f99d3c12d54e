"""Small words about people, their browsers and the demo's personas: `{% load people_words %}`."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext as _

from frame.templatetags.frame import day
from people.cldr import names_of
from people.sign_in.demo import Persona, personas
from people.timezones import name_of

register = template.Library()
#: Looked for in this order: many browsers also name those they descend from.
BROWSERS = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}
SYSTEMS = {
    "iPhone": "iPhone", "iPad": "iPad", "Android": "Android", "Windows": "Windows", "Macintosh": "macOS",
    "CrOS": "ChromeOS", "Linux": "Linux",
}  # fmt: skip


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
    value_shown = "–" if value is None or value == "" else day(value) if isinstance(value, dt.date) else value
    second = format_html(' <span class="text-secondary">{}</span>', note) if note and value_shown != "–" else ""
    return format_html(
        '<div class="datagrid-item"><div class="datagrid-title">{}</div><div class="datagrid-content">{}{}</div></div>',
        label, value_shown, second,
    )  # fmt: skip


@register.simple_tag
def demo_personas() -> list[Persona]:
    """Who can be tried with one click; empty outside demo mode."""
    return personas()


@register.filter
def device(user_agent: str) -> str:
    """Say "Firefox on Windows", or "Unknown browser" where the header says nothing we know."""
    browser = next((name for part, name in BROWSERS.items() if part in user_agent), "")
    system = next((name for part, name in SYSTEMS.items() if part in user_agent), "")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Unknown browser")
