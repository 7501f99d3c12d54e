"""The Python that makes the environment: found under any of the usual names, or asked for in one line."""

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "mentorship/launch/find_python.sh"
GOOD = f'#!/bin/sh\nexec {sys.executable} "$@"\n'
OLD = "#!/bin/sh\nexit 1\n"


def place(path: Path, content: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)
    path.chmod(0o755)
    return path


@pytest.fixture
def home(tmp_path):
    """A machine with a shell and no Python on its PATH."""
    (tmp_path / "bin").mkdir()
    return tmp_path


def find(home: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    wanted = {"PATH": str(home / "bin"), "HOME": str(home), **environment}
    return subprocess.run(["/bin/sh", str(SCRIPT)], env=wanted, capture_output=True, text=True)


@pytest.mark.parametrize("name", ["python3.13", "python3.12", "python3.14", "python3"])
def test_by_its_usual_names(home, name):
    place(home / "bin" / name, GOOD)
    assert find(home).stdout.strip() == name


@pytest.mark.parametrize("where", [".pyenv/versions/3.13.0", ".local/share/uv/python/cpython-3.12.9-linux-x86_64-gnu"])
def test_where_pyenv_and_uv_keep_theirs(home, where):
    python = place(home / where / "bin" / "python3", GOOD)
    assert find(home).stdout.strip() == str(python)


def test_an_old_one_is_passed_over(home):
    place(home / "bin" / "python3.13", OLD)
    place(home / "bin" / "python3", GOOD)
    assert find(home).stdout.strip() == "python3"


def test_the_one_named_wins(home):
    place(home / "bin" / "python3.13", GOOD)
    named = place(home / "mine", GOOD)
    assert find(home, PYTHON=str(named)).stdout.strip() == str(named)


def test_one_named_that_will_not_do_is_said(home):
    place(home / "bin" / "python3", GOOD)
    done = find(home, PYTHON="python2")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("PYTHON=python2 is not a Python 3.12 or newer")


def test_none_at_all_is_one_line_with_the_remedy(home):
    done = find(home)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "PYTHON=/path/to/python3.13 make run" in done.stderr
