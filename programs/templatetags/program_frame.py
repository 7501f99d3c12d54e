"""The steps above every page of a program: `{% load program_frame %}`."""

from typing import Any

from django import template
from django.template import Context
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from frame.templatetags.frame import STATE, state
from programs import tabs
from programs.closeness import NOT_SHOWN
from programs.models import Participant

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


@register.inclusion_tag(f"{STATE}#state")
def place_state(value: str) -> dict[str, str]:
    """The state of a place as its reader has been told it; words instead where it is not theirs to read."""
    if value == NOT_SHOWN:
        return state("", _("not shown to you"))
    return state(value, Participant.State(value).label)
