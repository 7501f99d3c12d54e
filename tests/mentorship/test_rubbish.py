"""Every setting with rubbish in it: one line that names it and says what to write, and never a traceback."""

import json
import os
import re
import subprocess
import sys

import pytest

from tests.mentorship.test_refusals import ROOT, STRONG, check

SOURCE = "\n".join(path.read_text() for path in sorted((ROOT / "mentorship").glob("*.py")))
READ = {name: kind for kind, name in re.findall(r'env\.(int|bool|str|list)\(\s*"([A-Z_]+)"', SOURCE)}
SECRETS = set(re.findall(r'secrets?\("([A-Z_]+)"', SOURCE))
RUBBISH = {
    "int": ["ten", "1.5", "-1", "1e3", "99999999999999999999", " ", "1,2"],
    "bool": ["maybe", "2", "yes please", "[true]"],
    "list": [",", "\u202e", "[[", "*,*", "https://x/y"],
    "str": ["", " ", "\u202e\x07", "a" * 5000, "://", "https://[", "-", "/dev/null/x"],
}
#: Runs the settings anew for each environment it is given, and says what became of it.
TRY = """
import json, os, runpy, sys
sys.argv = ["manage.py"]
cases = json.load(sys.stdin)
from django.core.exceptions import ImproperlyConfigured
said = []
for case in cases:
    os.environ.clear(); os.environ.update(case)
    try:
        runpy.run_path("mentorship/settings.py"); said.append("")
    except ImproperlyConfigured as error:
        said.append(str(error))
    except BaseException as error:
        said.append(f"TRACEBACK {type(error).__name__}: {error}")
print(json.dumps(said))
"""


def cases() -> list[tuple[str, str]]:
    kinds = {**dict.fromkeys(SECRETS, "str"), **READ}
    return [(name, value) for name, kind in sorted(kinds.items()) for value in RUBBISH[kind]]


def test_no_rubbish_gives_a_traceback(tmp_path):
    database = "postgresql://turnabout:password@db.example:5432/turnabout"  # else what only it needs is not read
    base = {**STRONG, "DATABASE_URL": database, "VAR_DIR": str(tmp_path), "PATH": os.environ["PATH"]}
    given = cases()
    assert {"EMAIL_TIMEOUT", "LOG_LEVEL", "VAR_DIR", "EMAIL_URL", "ALLOWED_HOSTS"} <= {name for name, _value in given}
    done = subprocess.run(
        [sys.executable, "-c", TRY], cwd=ROOT, capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)}, input=json.dumps([{**base, name: value} for name, value in given]),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    for (name, value), said in zip(given, json.loads(done.stdout), strict=True):
        lines = said.splitlines()
        assert not said.startswith("TRACEBACK"), (name, value, said)
        assert all(re.match(r"[A-Z_]+ ", line) and line.endswith((".", '"')) for line in lines), (name, value, said)
        if READ.get(name) in ("int", "bool"):
            assert [line.startswith(name) for line in lines] == [True], (name, value, said)


@pytest.mark.parametrize(
    ("name", "value", "remedy"),
    [
        ("EMAIL_TIMEOUT", "ten", "a whole number, such as 60, 1 at least, 600 at most"),
        ("SESSION_REMEMBER", "maybe", "true or false"),
        ("LOG_LEVEL", "LOUD", "one of DEBUG, INFO"),
        ("ENVIRONMENT", "live", "one of production, demo"),
        ("DEFAULT_FROM_EMAIL", "Turnabout", "Turnabout <turnabout@example.com>"),
        ("VAR_DIR", "/dev/null/x", "Name another one"),
        ("EMAIL_URL", "mail.example", "smtp+tls://"),
    ],
)
def test_the_one_line_says_what_to_write(tmp_path, name, value, remedy):
    done = check(tmp_path, **{name: value})
    (line,) = done.stderr.splitlines()
    assert done.returncode == 1
    assert line.startswith(name)
    assert remedy in line
