"""`make` prepares a clone: what is installed when, what is left alone, and what is said when it fails.

Each test has a clone of its own whose Python and npm are small scripts that write down how they were called.
"""

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
#: Says what it was asked, and fails where a file named `fails` has a word of it.
SCRIPT = """#!/bin/sh
echo "{name} $*" >> "{folder}/calls"
if [ -f "{folder}/fails" ] && echo "$*" | grep -q "$(cat "{folder}/fails")"; then exit 3; fi
if [ "{name}" = npm ] && [ "$1" = --version ]; then cat "{folder}/npm-version"; fi
if [ "{name}" = npm ] && [ "$1" = ci ]; then mkdir -p node_modules; fi
"""


class Clone:
    """A clone with the launchers, locks of a word each, and an environment that only pretends."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.tools = folder, folder / "tools"
        shutil.copytree(ROOT / "mentorship" / "launch", folder / "mentorship" / "launch")
        (folder / "mentorship" / "__init__.py").touch()
        for name in ("app", "dev", "bench", "lock", "cities", "node"):
            self.write(f"requirements/{name}.txt", f"lock of {name}")
        self.write("package-lock.json", json.dumps({"packages": {}}))
        self.write("npm-version", "10.2.0")
        self.script(".venv/bin/python", "python")
        self.script("tools/npm", "npm")
        for tool in ("cat", "grep", "mkdir"):  # all that the scripts need: no npm of this machine is found
            (self.tools / tool).symlink_to(shutil.which(tool) or tool)

    def write(self, path: str, text: str) -> None:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def script(self, path: str, name: str) -> None:
        self.write(path, SCRIPT.format(name=name, folder=self.folder))
        (self.folder / path).chmod(0o755)

    def prepare(self, wanted: str = "app") -> subprocess.CompletedProcess[str]:
        return self.run("mentorship/launch/environment.py", wanted)

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {"PATH": str(self.tools)}
        return subprocess.run(
            [sys.executable, *arguments], cwd=self.folder, env=environment, capture_output=True, text=True
        )

    def calls(self) -> list[str]:
        """What was called since the last time, less the looks whether things work."""
        file = self.folder / "calls"
        lines = file.read_text().splitlines() if file.exists() else []
        file.unlink(missing_ok=True)
        return [line for line in lines if "import pip" not in line and "--version" not in line]

    def stamp(self) -> dict[str, str]:
        return json.loads((self.folder / ".venv" / "installed-locks.json").read_text())

    def sha(self, path: str) -> str:
        return hashlib.sha256((self.folder / path).read_bytes()).hexdigest()


@pytest.fixture
def clone(tmp_path) -> Clone:
    return Clone(tmp_path)


@pytest.fixture
def prepared(clone) -> Clone:
    assert clone.prepare("app").returncode == 0
    clone.calls()
    return clone


def test_the_first_time_everything_is_installed_by_its_lock(clone):
    done = clone.prepare("app")
    python, cities, cut, npm = clone.calls()
    assert done.returncode == 0
    assert python.endswith(f"--no-deps --require-hashes -r {clone.folder}/requirements/app.txt")
    assert cities.endswith(f"-r {clone.folder}/requirements/cities.txt")
    assert " --target " in cities
    assert cut == "python -m mentorship.launch.cities"
    assert npm.startswith("npm ci --ignore-scripts")
    assert clone.stamp() == {name: clone.sha(f"requirements/{name}.txt") for name in ("app", "cities")}


def test_the_second_time_nothing_is(prepared):
    done = prepared.prepare("app")
    assert (done.returncode, done.stdout, prepared.calls()) == (0, "", [])


def test_a_lock_that_changed_is_installed_anew_and_nothing_else(prepared):
    prepared.write("requirements/app.txt", "another lock")
    prepared.prepare("app")
    (call,) = prepared.calls()
    assert call.endswith("requirements/app.txt")
    assert prepared.stamp()["app"] == prepared.sha("requirements/app.txt")


def test_the_tools_bring_what_runs_the_site_with_them(clone):
    clone.prepare("dev")
    clone.calls()
    assert clone.stamp()["app"] == clone.sha("requirements/app.txt")
    clone.prepare("app")
    assert clone.calls() == []


@pytest.mark.parametrize("wanted", ["bench", "lock"])
def test_what_one_rare_task_needs_comes_on_top(prepared, wanted):
    prepared.prepare(wanted)
    (call,) = prepared.calls()
    assert call.endswith(f"requirements/{wanted}.txt")
    assert set(prepared.stamp()) == {"app", "cities", wanted}


@pytest.mark.parametrize("torn", ["", "{", "null"[:3]])
def test_a_torn_note_of_what_is_there_is_no_note(prepared, torn):
    prepared.write(".venv/installed-locks.json", torn)
    assert prepared.prepare("app").returncode == 0
    assert len(prepared.calls()) == 3
    assert set(prepared.stamp()) == {"app", "cities"}


def test_browser_packages_of_another_lock_are_fetched_anew(prepared):
    prepared.write("package-lock.json", json.dumps({"packages": {"a": {}}}))
    prepared.write("node_modules/.installed-lock", "an older one")
    prepared.prepare("app")
    assert [call.split(" --")[0] for call in prepared.calls()] == ["npm ci"]


@pytest.mark.parametrize(
    ("failing", "said"),
    [
        ("requirements/app.txt", "Installing requirements/app.txt failed"),
        ("requirements/cities.txt", "Installing requirements/cities.txt failed"),
        ("mentorship.launch.cities", "Gathering cities failed"),
        ("ci --ignore-scripts", "npm ci failed"),
    ],
)
def test_what_fails_is_named_in_one_line_and_tried_again_the_next_time(clone, failing, said):
    clone.write("fails", failing)
    done = clone.prepare("app")
    assert done.returncode == 1
    assert done.stderr == (
        f"{said} (see above). Check the network and the free disk space, then run the same command again.\n"
    )
    clone.calls()
    (clone.folder / "fails").unlink()
    assert clone.prepare("app").returncode == 0
    assert any(failing in call for call in clone.calls())


def test_an_environment_that_does_not_work_is_made_anew(clone):
    """As after an update of the system's Python: pip cannot be imported any more."""
    clone.write("fails", "import pip")
    done = clone.prepare("app")
    assert done.stdout.startswith("Creating .venv …\n")
    assert (clone.folder / ".venv" / "bin" / "python").is_symlink()


@pytest.mark.parametrize("version", ["6.14.18", "none"])
def test_an_npm_that_is_too_old_is_not_used(clone, version):
    """Then the one that pip installs is."""
    clone.write("npm-version", version)
    clone.script(".venv/bin/npm", "npm of the environment")
    clone.prepare("app")
    assert clone.calls()[-1].startswith("npm of the environment ci ")


def test_without_any_npm_one_is_installed_first(clone):
    (clone.tools / "npm").unlink()
    clone.prepare("app")
    assert any(call.endswith("requirements/node.txt") for call in clone.calls())


class TestRenewing:
    """The lock of the browser packages, from package.json."""

    LOCK = {
        "packages": {
            "": {"name": "turnabout"},
            "node_modules/a": {
                "version": "1.0", "resolved": "https://host.example/a.tgz", "integrity": "sha512-x",
                "funding": {"url": "https://give.example"},
            },
        }
    }  # fmt: skip

    def renew(self, clone):
        return clone.run("-m", "mentorship.launch.lock_browser_packages")

    def test_it_names_no_host(self, clone):
        clone.write("package-lock.json", json.dumps(self.LOCK))
        assert self.renew(clone).returncode == 0
        lock = (clone.folder / "package-lock.json").read_text()
        assert "://" not in lock
        assert json.loads(lock)["packages"]["node_modules/a"] == {"version": "1.0", "integrity": "sha512-x"}
        assert clone.calls() == ["npm update --package-lock-only --ignore-scripts --no-audit"]

    def test_where_it_fails_the_lock_stays(self, clone):
        clone.write("package-lock.json", json.dumps(self.LOCK))
        clone.write("fails", "update")
        done = self.renew(clone)
        assert (done.returncode, done.stderr.startswith("npm update failed (see above).")) == (1, True)
        assert json.loads((clone.folder / "package-lock.json").read_text()) == self.LOCK
