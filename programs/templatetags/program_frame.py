"""The steps above every page of a program: `{% load program_frame %}`."""

from typing import Any

from django import template
from django.template import Context
from django.urls import NoReverseMatch, reverse

from programs import tabs

register = template.Library()


@register.inclusion_tag("programs/tabs.html", takes_context=True)
def program_tabs(context: Context) -> dict[str, Any]:
    """The steps of `program`; `tab` in the context is the current one's code, `cycle` the chosen cycle."""
    program, cycle = context["program"], context.get("cycle")
    cycles = list(program.cycles.all())
    links = []
    for tab in tabs.all_tabs():
        try:
            url = reverse(tab.url_name, args=[program.pk])
        except NoReverseMatch:
            continue
        links.append({"label": tab.label, "icon": tab.icon, "url": url, "is_current": tab.code == context.get("tab")})
    return {
        "links": links,
        "cycles": cycles if len(cycles) > 1 and cycle else [],
        "cycle": cycle,
        "query": f"?cycle={cycle.pk}" if cycle and len(cycles) > 1 else "",
    }
