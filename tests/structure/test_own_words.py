"""An organisation may call mentors, leaders and programs otherwise: its words come into whatever passes through gettext
(frame/own_words.py). So no text that people read may name them beside it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house import APPS
from tests.structure.imports import ROOT

PLAIN = re.compile(r"\b(?:mentor|leader|program)s?\b", re.IGNORECASE)
#: What looks like a text: of more than one word, or with a capital.
TEXT = re.compile(r"\s|^[A-Z]")
MARKS = {"gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
#: For whoever runs or builds it, who read the product's words everywhere.
FOR_OPERATORS = ("management", "migrations", "launch", "demo")
#: What it says stands in docs/personal-data.md alone.
FOR_DOCS = "IMPERSONAL"
#: Read by nobody on a page, in a message or on paper.
UNREAD = {
    "frame/vocabulary.py",  # phrases in which a word means something else
    "pairings/models/pairing.py: the program",  # __str__ of a hold, for error reports
    "pairings/sections.py", "programs/setup_tasks.py", "programs/tabs.py", "programs/upper_floors.py",  # docs/hooks.md
    "programs/apps.py: Programs", "programs/models/__init__.py: Program", "programs/querysets.py: Program",  # names
    "proposals/models.py",  # of JSON columns, what is in them
    "sessions/reviews/keys.py",  # what the command says whose secret is lost
}  # fmt: skip


def sources() -> Iterator[Path]:
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if not set(FOR_OPERATORS) & set(path.relative_to(ROOT).parts):
                yield path


def unmarked(tree: ast.Module) -> Iterator[str]:
    """Texts of a module that are no argument of gettext, and no comment of the source."""
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    marks = {name.asname or name.name for node in imports for name in node.names if name.name in MARKS} | MARKS
    comments = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}

    def texts_in(node: ast.AST) -> Iterator[str]:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == FOR_DOCS:
            return
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in marks:
            return
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in comments:
            yield node.value
        for child in ast.iter_child_nodes(node):
            yield from texts_in(child)

    return texts_in(tree)


def names_plainly(text: str) -> bool:
    return bool(PLAIN.search(text) and TEXT.search(text.strip()))


def plain_in_sources() -> set[str]:
    return {
        f"{path.relative_to(ROOT)}: {text}"
        for path in sources()
        for text in unmarked(ast.parse(path.read_text()))
        if names_plainly(text)
    }


def test_no_text_of_the_source_names_them_beside_gettext():
    beside = {line for line in plain_in_sources() if not {line, line.partition(": ")[0]} & UNREAD}
    assert beside == set(), "wrap it in _(): what passes through gettext is in the organisation's own words"


def test_every_exception_is_one():
    plain = {name for line in plain_in_sources() for name in (line, line.partition(": ")[0])}
    assert UNREAD - plain == set()


COMMENT = re.compile(r"{#.*?#}|{% comment .*?{% endcomment %}|{% comment %}.*?{% endcomment %}", re.DOTALL)
MARKED = re.compile(r"{% blocktranslate .*?{% endblocktranslate %}|{% translate .*?%}|_\(\"[^\"]*\"\)", re.DOTALL)
QUOTED = re.compile(r'"([^"]*)"')
SPOKEN = re.compile(r'\b(?:title|aria-label|alt|placeholder|content)="([^"{]*)"')
TAG = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)


def plain_in_template(text: str) -> list[str]:
    """What a template shows of them by itself: between its tags, in attributes that are read out, in arguments."""
    text = MARKED.sub("", COMMENT.sub("", text))
    arguments = [said for tag in TAG.findall(text) for said in QUOTED.findall(tag) if TEXT.search(said)]
    bare = TAG.sub("", text)
    shown = [*SPOKEN.findall(bare), *re.sub(r"<[^>]*>", "\n", bare).splitlines(), *arguments]
    return [line.strip() for line in shown if PLAIN.search(line)]


def templates() -> list[Path]:
    return sorted(path for path in (ROOT / "templates").rglob("*") if path.suffix in (".html", ".txt"))


def test_no_template_names_them_beside_gettext():
    plain = {str(path.relative_to(ROOT)): plain_in_template(path.read_text()) for path in templates()}
    assert {path: lines for path, lines in plain.items() if lines} == {}


@pytest.mark.parametrize("text", [
    "<p>The leader</p>", '<a title="The mentor">x</a>', '{% card title="The program" %}', '{{ x|default:"No mentor" }}',
    "Hello mentor,",
])  # fmt: skip
def test_a_template_that_does_is_found(text):
    assert plain_in_template(text)


@pytest.mark.parametrize("text", [
    '{% translate "The leader" %}', "{% blocktranslate %}The leader{% endblocktranslate %}",
    '{% card title=_("A mentor") %}', "{# the leader #}", "mentorship",
    '<a class="program" href="{% url "program_list" %}">{{ program }}</a>',
])  # fmt: skip
def test_one_that_does_not_is_left_alone(text):
    assert plain_in_template(text) == []


def test_a_source_that_does_is_found():
    source = (
        'from x import gettext as _now\n"""The mentor."""\na = _now("The mentor")\nb, c = "The leader", {"mentor": 1}'
    )
    assert [text for text in unmarked(ast.parse(source)) if names_plainly(text)] == ["The leader"]
