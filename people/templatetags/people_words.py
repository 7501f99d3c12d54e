"""Small words about people, their browsers and the demo's personas: `{% load people_words %}`."""

import datetime as dt
from typing import Any

from django import template
from django.utils.translation import gettext as _

from frame.templatetags.frame import NONE, TIME, zone_of
from people.deadlines import Deadline
from people.sign_in.demo import Persona, personas

register = template.Library()
#: Looked for in this order: many browsers also name those they descend from.
BROWSERS = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}
SYSTEMS = {
    "iPhone": "iPhone", "iPad": "iPad", "Android": "Android", "Windows": "Windows", "Macintosh": "macOS",
    "CrOS": "ChromeOS", "Linux": "Linux",
}  # fmt: skip


@register.inclusion_tag("components/fact.html", takes_context=True)
def fact(context: template.Context, label: Any, value: Any, note: Any = "") -> dict[str, Any]:
    """One label with its value in a datagrid; a dash where there is none. A deadline is read on the reader's clock."""
    shown = NONE if value is None or value == "" else read_by(context, value)
    return {
        "label": label,
        "value": shown,
        "is_day": isinstance(shown, dt.date),
        "note": note if shown != NONE else "",
    }


@register.simple_tag(takes_context=True)
def read_by(context: template.Context, value: Any) -> Any:
    """The value, a deadline among others as the reader of the page has it on their clock."""
    return value.words(zone_of(context)) if isinstance(value, Deadline) else value


@register.inclusion_tag(f"{TIME}#when", takes_context=True)
def deadline(context: template.Context, ends: Deadline | dt.datetime | None) -> dict[str, str]:
    """Until when, on the clock and the date of who reads the page: `{% deadline cycle.enrols_until %}`."""
    if ends is None:
        return {"words": NONE}
    zone, ends = zone_of(context), ends if isinstance(ends, Deadline) else Deadline(ends)
    return {"iso": ends.ends_at.strftime("%Y-%m-%dT%H:%MZ"), "words": ends.words(zone)}


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
