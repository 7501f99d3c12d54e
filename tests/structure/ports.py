"""Every port and hook by its address, and who fills it; docs/hooks.md is written from this."""

import ast
import inspect
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from textwrap import fill

from frame.ports import Hook, Port
from tests.structure.imports import Module, modules

WIDTH = 119
HEAD = """# Ports and hooks

How a lower app reaches an upper one without importing it (`frame/ports.py`). A test writes this page from the code.
"""


def declared() -> dict[str, Port | Hook]:
    """Ports and hooks by dotted name, in the order of the names."""
    names = {f"{module.name}.{name}" for module in modules().values() for name in _declarations(module)}
    return {name: _at(name) for name in sorted(names)}


def _declarations(module: Module) -> Iterator[str]:
    """The names at the top of a module to which it assigns a new port or hook."""
    for node in module.tree.body:
        is_call = isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Call)
        if is_call and ast.unparse(node.value.func).partition("[")[0] in ("Port", "Hook"):
            yield ast.unparse(node.target if isinstance(node, ast.AnnAssign) else node.targets[0])


def _at(name: str) -> Port | Hook:
    module, _dot, attribute = name.rpartition(".")
    port: Port | Hook = getattr(import_module(module), attribute)
    return port


def page() -> str:
    """docs/hooks.md."""
    ports = {name: port for name, port in declared().items() if isinstance(port, Port)}
    hooks = {name: hook for name, hook in declared().items() if isinstance(hook, Hook)}
    parts = [HEAD, "## Ports\n", "Each is provided once, by one app above the one that asks.\n"]
    parts += [_section_of_port(name, port) for name, port in ports.items()]
    parts += ["## Hooks\n", "Each is a list to which any number of apps add.\n"]
    parts += [_section_of_hook(name, hook) for name, hook in hooks.items()]
    return "\n".join(parts)


def _section_of_port(name: str, port: Port) -> str:
    who = f"`{port.needed_by}` asks, `{port.provided_by}` provides."
    methods = [f"- `{signature}`{f': {says}' if says else ''}" for signature, says in _methods(port.contract)]
    return "\n".join(
        [f"### `{name}`", "", wrapped(f"{who} {first_line(port.contract)}"), "", *map(wrapped, methods), ""]
    )


def _section_of_hook(name: str, hook: Hook) -> str:
    added = ", ".join(f"`{app}`" for app in fillers(name, "register"))
    return "\n".join([f"### `{name}`", "", wrapped(f"{hook.says} Added to by {added}."), ""])


def wrapped(text: str) -> str:
    return fill(text, WIDTH, subsequent_indent="  " if text.startswith("- ") else "", break_on_hyphens=False)


def _methods(contract: type) -> Iterator[tuple[str, str]]:
    for name, member in vars(contract).items():
        if inspect.isfunction(member) and not name.startswith("_"):
            arguments = [word for word in inspect.signature(member).parameters if word != "self"]
            yield f"{name}({', '.join(arguments)})", first_line(member)


def first_line(documented: object) -> str:
    """The first paragraph of its docstring in one line; empty where it has none."""
    return " ".join((inspect.getdoc(documented) or "").partition("\n\n")[0].split())


def fillers(address: str, verb: str) -> list[str]:
    """The apps that call `register` (or `provide`) on what stands at an address."""
    return sorted(_fillers()[address, verb])


@cache
def _fillers() -> dict[tuple[str, str], set[str]]:
    apps: dict[tuple[str, str], set[str]] = defaultdict(set)
    for module in modules().values():
        if ".register(" in module.text or ".provide(" in module.text:
            for filled in _filled_in(module):
                apps[filled].add(module.name.partition(".")[0])
    return apps


def _filled_in(module: Module) -> Iterator[tuple[str, str]]:
    """Address and method of what is called in a module, as far as its imports tell."""
    imported = {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            first, dot, rest = ast.unparse(node.func.value).partition(".")
            yield imported.get(first, first) + dot + rest, node.func.attr
