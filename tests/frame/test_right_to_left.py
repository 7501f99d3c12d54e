"""In a language that is written from right to left the whole frame is laid out so."""

import pytest
from django.template.loader import render_to_string
from django.utils import translation

LAID_OUT = {"en": "tabler.min.css", "ar": "tabler.rtl.min.css", "he": "tabler.rtl.min.css"}


@pytest.mark.parametrize("language", LAID_OUT)
def test_the_frame_takes_the_sheet_of_its_direction(language):
    with translation.override(language):
        head = render_to_string("components/head.html")
    sheets = set(LAID_OUT.values())
    assert {name for name in sheets if f"css/{name}" in head} == {LAID_OUT[language]}
