"""Whoever installs only the lock of the site, and none of the tests' packages, can run all of it."""

import re
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
#: What a package of the site uses where it is installed, and asks of its metadata: dnspython.
USED_WHERE_FOUND = {"idna"}
LOAD_THE_SITE = """
import sys
sys.modules.update(dict.fromkeys(sys.argv[1:]))  # None there makes the import of a module fail
import django
django.setup()
from django.urls import get_resolver
get_resolver().url_patterns
import django.core.cache.backends.redis, django.db.backends.postgresql.base
import gunicorn.app.wsgiapp, gunicorn.workers.gthread
import kombu.transport.filesystem, kombu.transport.redis, openpyxl
"""


def test_the_site_loads_with_nothing_but_its_own_lock():
    loading = load_the_site_without(unlocked_modules())
    assert loading.returncode == 0, loading.stderr


def load_the_site_without(modules: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", LOAD_THE_SITE, *modules],
        cwd=ROOT,
        env={"ENVIRONMENT": "demo", "DJANGO_SETTINGS_MODULE": "mentorship.settings"},
        capture_output=True,
        text=True,
    )


def unlocked_modules() -> list[str]:
    """Names of the installed top-level modules that only packages outside requirements/app.txt bring."""
    text = (ROOT / "requirements" / "app.txt").read_text()
    locked = {normal(name) for name in re.findall(r"^([\w.-]+)(?:\[.*\])?==", text, re.MULTILINE)}
    owners = packages_distributions()
    foreign = {module for module, names in owners.items() if not {normal(name) for name in names} & locked}
    return sorted(foreign - USED_WHERE_FOUND)


def normal(name: str) -> str:
    """A distribution's name as PEP 503 compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()
