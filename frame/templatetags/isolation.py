"""A name inside a sentence of a message: `{% load isolation %}{{ name|isolated }}`."""

from django import template

from frame.isolation import isolated

register = template.Library()
register.filter("isolated", isolated)
