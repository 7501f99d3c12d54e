"""Figures of the source beside what we aim for: `make check-structure`.

Most are only shown. Four are refused: an import cycle, a function over LONGEST_FUNCTION lines, a
file over LONGEST_FILE, and more than MOST_IGNORED faults that the type checker is told to ignore.
Sizes are those of files with content; migrations are only counted.
"""

import ast
import re
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import django

from tests.structure.contract import project
from tests.structure.imports import PACKAGES, ROOT, Module, cycles, modules

LONGEST_FUNCTION = 40
LONGEST_FILE = 400
#: Each where a library says the wrong type itself.
MOST_IGNORED = 4
#: What a file is for that Django, Celery or Python asks for by its name or place, however little it says.
ASKED_FOR = ("package markers", "apps", "urls", "commands", "migrations")
OTHERS = "others"


@dataclass(frozen=True, order=True)
class Function:
    """A function and how many lines it has, decorators left out."""

    lines: int
    name: str


def functions_of(module: Module) -> list[Function]:
    return [
        Function((node.end_lineno or node.lineno) - node.lineno + 1, f"{module.name}.{node.name}")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def purpose_of(path: Path) -> str:
    """One of ASKED_FOR, or OTHERS: the files whose number and size we choose ourselves."""
    if "migrations" in path.parts:
        return "migrations"
    if path.name == "__init__.py":
        return "package markers"
    if "commands" in path.parts:
        return "commands"
    return path.stem if path.stem in ("apps", "urls") else OTHERS


def files_by_purpose() -> Counter[str]:
    """How many Python files the site has, empty ones included."""
    return Counter(purpose_of(path) for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


def sizes_chosen() -> list[int]:
    """The lines of every file that nothing asks for by its name or place."""
    return [module.lines for module in modules().values() if purpose_of(module.path) == OTHERS]


def lines_of_tests() -> int:
    """Of the tests and what they stand on; benchmarks left out."""
    paths = (path for path in (ROOT / "tests").rglob("*.py") if "benchmarks" not in path.parts)
    return sum(path.read_text(encoding="utf-8").count("\n") for path in paths)


def ports_and_hooks() -> int:
    django.setup()
    from frame.ports import ALL

    return len(ALL)


def table() -> list[tuple[str, str, str]]:
    """What, how much, and the goal."""
    sizes, chosen = [module.lines for module in modules().values()], sizes_chosen()
    files = files_by_purpose()
    functions = [function for module in modules().values() for function in functions_of(module)]
    strict = project()["tool"]["mypy"].get("strict", False)
    return [
        ("source files with content", f"{len(sizes)}", "decision 32 says why"),
        ("lines of such a file, median", f"{median(sizes):g}", ""),
        ("all files, empty and migrations too", f"{files.total()}", ""),
        *((f"of these {purpose}", f"{files[purpose]}", "") for purpose in ASKED_FOR),
        ("of these others", f"{files[OTHERS]}", "no more than a stranger can name"),
        ("lines of others, median", f"{median(chosen):g}", "≤ 120"),
        ("others under 30 lines", f"{sum(size < 30 for size in chosen)}", "a real seam each"),
        ("files over 300 lines", f"{sum(size > 300 for size in sizes)}", "0"),
        ("lines of a function, median", f"{median(function.lines for function in functions):g}", "≤ 8"),
        ("lines of the longest function", f"{max(functions).lines} ({max(functions).name})", f"≤ {LONGEST_FUNCTION}"),
        ("functions over 40 lines", f"{len(too_long_functions())}", "0"),
        ("ports and hooks", f"{ports_and_hooks()}", "all listed in docs/hooks.md"),
        ("type: ignore", f"{ignored()}", f"≤ {MOST_IGNORED}"),
        ("lines of tests by lines of source", f"{lines_of_tests() / sum(sizes):.2f}", "0.8 to 1"),
        ("import cycles", " + ".join(str(len(ring)) for ring in cycles()) or "0", "0; none new"),
        ("mypy strict", "yes" if strict else "no", "yes"),
    ]


def too_long_functions() -> list[Function]:
    every = [function for module in modules().values() for function in functions_of(module)]
    return sorted((function for function in every if function.lines > LONGEST_FUNCTION), reverse=True)


def ignored() -> int:
    """How many faults the type checker is told to ignore."""
    return sum(len(re.findall(r"#.*type: ignore", module.text)) for module in modules().values())


def too_long_files() -> list[Module]:
    return [module for module in modules().values() if module.lines > LONGEST_FILE]


def refused() -> list[str]:
    """What must not stay as it is, one line each."""
    return [
        *(f"An import cycle: {', '.join(ring)}" for ring in cycles()),
        *(
            f"{function.name} has {function.lines} lines; {LONGEST_FUNCTION} is the most."
            for function in too_long_functions()
        ),
        *(f"{module.name} has {module.lines} lines; {LONGEST_FILE} is the most." for module in too_long_files()),
        *([f"{ignored()} times type: ignore; {MOST_IGNORED} is the most."] if ignored() > MOST_IGNORED else []),
    ]


def main() -> int:
    """Print the table, then what is refused; 1 where anything is."""
    for measure, value, goal in table():
        print(f"{measure:36} {value:48} {goal}".rstrip())
    for line in (lines := refused()):
        print(line, file=sys.stderr)
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
