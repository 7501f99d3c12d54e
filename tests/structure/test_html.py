"""HTML is written in templates, where whoever changes a page looks for it."""

import ast
import re

from tests.structure.imports import modules

#: What makes HTML of words, or says of words that they are HTML.
MAKERS = {"format_html", "format_html_join", "mark_safe", "SafeString", "SafeText", "html_safe"}
TAG = re.compile(r"</?[a-z][a-z0-9]*(\s+[a-z-]+=|\s*/?>)")
#: The pictures of charts are shapes that are reckoned out, element by element.
MAY = {"frame.charts.picture:Chart.svg", "frame.charts.picture:Picture.svg"}


def places(tree):
    """Each function with its name, those of classes with the class before it; what stands outside is "(module)"."""

    def walk(node, name):
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                yield from walk(child, f"{name}.{child.name}".lstrip("."))
            else:
                yield name or "(module)", child
                yield from walk(child, name)

    return walk(tree, "")


def builds_html(node):
    if isinstance(node, ast.Name):
        return node.id in MAKERS
    if isinstance(node, ast.Attribute):
        return node.attr in MAKERS
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(TAG.search(node.value))


def docstrings(tree):
    return {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}


def found():
    names = set()
    for module in modules().values():
        told = docstrings(module.tree)
        names |= {
            f"{module.name}:{name}" for name, node in places(module.tree) if id(node) not in told and builds_html(node)
        }
    return names


def test_no_html_is_made_outside_of_templates_and_charts():
    assert found() == MAY
