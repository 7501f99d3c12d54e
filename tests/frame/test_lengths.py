"""Every text that people type has a length, and says while one types how much room is left."""

import re
from collections.abc import Iterator

from django import forms
from django.template.loader import render_to_string
from django.urls import get_resolver

from people.sign_in import forms as sign_in
from tests.house import APPS


def kinds_of(parent: type) -> Iterator[type]:
    for child in parent.__subclasses__():
        yield child
        yield from kinds_of(child)


def typed_fields() -> Iterator[tuple[str, forms.CharField]]:
    """The fields of all forms of ours that take text, by the name of the form and their own. Passwords and codes are
    compared, never kept as they are, and no longer than a request may be."""
    assert sign_in.SignInForm, "read only when somebody signs in"
    assert get_resolver().url_patterns, "the views bring their forms"
    for form in kinds_of(forms.BaseForm):
        if form.__module__.partition(".")[0] not in APPS:
            continue
        for name, field in getattr(form, "base_fields", {}).items():
            is_typed = isinstance(field, forms.CharField) and not isinstance(field, forms.JSONField)
            is_secret = isinstance(field.widget, forms.PasswordInput) or name == "code"
            if is_typed and not is_secret and not field.widget.is_hidden:
                yield f"{form.__qualname__}.{name}", field


def test_every_text_field_has_a_length():
    fields = dict(typed_fields())
    assert len(fields) > 40
    assert [name for name, field in fields.items() if field.max_length is None] == []


class Letter(forms.Form):
    short = forms.CharField(max_length=100)
    lines = forms.CharField(max_length=300, widget=forms.Textarea)
    long = forms.CharField(max_length=400)
    endless = forms.CharField(widget=forms.Textarea)


def test_texts_of_several_lines_and_long_ones_count_what_is_left():
    form = Letter()
    notes = {
        field.name: render_to_string("components/field_notes.html", {"field": field, "frame": {}}) for field in form
    }
    rooms = {name: re.findall(r'data-room="(\d+)"', note) for name, note in notes.items()}
    assert rooms == {"short": [], "lines": ["300"], "long": ["400"], "endless": []}
