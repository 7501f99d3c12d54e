"""Web addresses in what people write are links, wherever a text of theirs is shown as a whole."""

import re
from pathlib import Path

import pytest
from django.template import Context, Template

ROOT = Path(__file__).resolve().parents[2]
#: What is shown as a text of somebody: in a box of its own, or in paragraphs.
TEXT = re.compile(r'<(?:div|blockquote|p) class="quote[^"]*">\{\{[^}]*\}\}|\{\{[^}]*\|linebreaks[^}]*\}\}')
#: A copy to keep, what two people typed side by side, and HR's foot of mails.
PLAIN = {"people/data_copy/rows.html", "409.html", "emails/base.html"}


def test_every_text_has_its_links():
    found = [
        (str(path.relative_to(ROOT / "templates")), place)
        for path in sorted((ROOT / "templates").rglob("*.html"))
        for place in TEXT.findall(path.read_text())
    ]
    assert len(found) > 30
    assert [(name, place) for name, place in found if "urlize" not in place and name not in PLAIN] == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "see https://a.example/b?c=1&d=2.",
            'see <a href="https://a.example/b?c=1&amp;d=2" rel="nofollow">https://a.example/b?c=1&amp;d=2</a>.',
        ),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ('"><script>https://a.example</script>', None),
    ],
)
def test_nobody_is_led_where_the_text_does_not_say(text, shown):
    html = Template("{{ text|urlize }}").render(Context({"text": text}))
    assert html == shown or (shown is None and "<script" not in html)
