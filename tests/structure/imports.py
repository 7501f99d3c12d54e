"""Who imports whom among the modules of the site, imports inside functions and for type checking told apart."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

ROOT = Path(__file__).resolve().parents[2]
#: From the top floor down; those in one group do not import each other.
FLOORS = (
    ("mentorship",), ("insights",), ("community",), ("sessions", "proposals"), ("pairings",), ("programs",),
    ("notifications",), ("roster",), ("people",), ("frame", "matchmaker"),
)  # fmt: skip
PACKAGES = tuple(package for floor in FLOORS for package in floor if (ROOT / package).is_dir())


@dataclass(frozen=True)
class Module:
    """One file: its dotted name, its text, and its syntax tree."""

    name: str
    path: Path
    text: str
    tree: ast.Module

    @property
    def lines(self) -> int:
        return self.text.count("\n")


@cache
def modules() -> dict[str, Module]:
    """Every module of the site with content, by dotted name; migrations left out."""
    by_name = {}
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            text = path.read_text(encoding="utf-8")
            if text.strip() and "migrations" not in path.parts:
                name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
                by_name[name] = Module(name, path, text, ast.parse(text))
    return by_name


def imports_of(module: Module) -> Iterator[str]:
    """The names of our modules that it imports, at the top or inside functions; not what only type checkers read."""
    known = modules()
    for node in _statements(module.tree):
        names = [alias.name for alias in node.names]
        for name in names if isinstance(node, ast.Import) else _targets(module, node, names):
            if name in known and name != module.name:
                yield name


def _statements(tree: ast.AST) -> Iterator[ast.Import | ast.ImportFrom]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node
        elif not (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"):
            yield from _statements(node)


def _targets(module: Module, node: ast.ImportFrom, names: list[str]) -> Iterator[str]:
    """`from a.b import c` imports a.b.c where that is a module, else a.b."""
    source = node.module or ""
    if node.level:
        home = module.name.split(".") if module.path.name == "__init__.py" else module.name.split(".")[:-1]
        home = home[: len(home) - node.level + 1]
        source = ".".join([*home, source] if source else home)
    for name in names:
        inner = f"{source}.{name}"
        yield inner if inner in modules() else source


def cycles() -> list[list[str]]:
    """Groups of modules that import each other round, the largest first: the strongly connected components.

    A package's `__init__` that re-exports its own modules is no cycle by itself: what counts is that no two modules
    need each other.
    """
    number_of = {name: number for number, name in enumerate(modules())}
    arrows = [(number_of[name], number_of[other]) for name, module in modules().items() for other in imports_of(module)]
    ends = tuple(zip(*arrows, strict=True))
    graph = coo_array(([1] * len(arrows), ends), shape=(len(number_of), len(number_of)))
    _count, labels = connected_components(graph, connection="strong")
    groups: dict[int, list[str]] = defaultdict(list)
    for name, label in zip(number_of, labels.tolist(), strict=True):
        groups[label].append(name)
    return sorted((sorted(group) for group in groups.values() if len(group) > 1), key=len, reverse=True)
