"""The demo's people on the sign-in page: `{% load demo %}{% demo_personas as personas %}`."""

from django import template

from people.sign_in.demo import Persona, personas

register = template.Library()


@register.simple_tag
def demo_personas() -> list[Persona]:
    """Who can be tried with one click; empty outside demo mode."""
    return personas()
