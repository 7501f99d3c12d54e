"""A name inside a sentence, on a page or in a message: `{{ name|isolated }}`; known to all templates."""

from typing import Any

from django import template

from frame.isolation import isolated

register = template.Library()


@register.filter("isolated")
def isolated_text(value: Any) -> Any:
    """What is no text, and nothing at all, stays what it is."""
    return isolated(value) if isinstance(value, str) else value
