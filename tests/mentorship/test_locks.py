"""The locks: hashes for everything, and no word about where anything is downloaded from."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PYTHON_LOCKS = sorted((ROOT / "requirements").glob("*.txt"))


@pytest.mark.parametrize("lock", PYTHON_LOCKS, ids=lambda lock: lock.stem)
def test_python_packages_are_pinned_with_hashes(lock):
    entries = re.split(r"\n(?=\S)", lock.read_text())
    pinned = [entry for entry in entries if not entry.startswith("#")]
    assert pinned
    assert all(re.match(r"[\w.\[\]-]+==\S+", entry) and "--hash=sha256:" in entry for entry in pinned)


@pytest.mark.parametrize(
    "lock", [*PYTHON_LOCKS, ROOT / "package-lock.json", ROOT / ".npmrc"], ids=lambda lock: lock.name
)
def test_no_lock_names_a_host(lock):
    assert "://" not in lock.read_text()


def test_browser_packages_have_hashes():
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert all("integrity" in package for path, package in packages.items() if path)


@pytest.mark.parametrize("installer", ["Dockerfile", "mentorship/launch/environment.py"])
def test_what_a_lock_leaves_out_is_not_asked_for(installer):
    """ortools would have pip look for pandas, which the locks leave out, and refuse it for want of a hash."""
    assert "--no-deps" in (ROOT / installer).read_text()
    assert not any("\npandas==" in lock.read_text() for lock in PYTHON_LOCKS)
