"""A site with real people in it does not start on weak settings."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from mentorship.refusals import weaknesses, wrong_addresses

ROOT = Path(__file__).resolve().parents[2]
STRONG = {
    "ENVIRONMENT": "production",
    "DEBUG": "false",
    "SECRET_KEY": "kX4v9Qw2Lr7Tz1Bn8Mc3Yp6Hs5Gd0Fj-kX4v9Qw2Lr7Tz1Bn8Mc3",
    "REVIEW_SECRET": "hW3s8Kp1Vt6Xb9Lr2Zc5Qn7Yd0Gm4Fj-hW3s8Kp1Vt6Xb9Lr2Zc5",
    "BASE_URL": "https://turnabout.example",
    "ALLOWED_HOSTS": "turnabout.example",
    "EMAIL_URL": "smtp+tls://mail.example:587",
    "DEFAULT_FROM_EMAIL": "Turnabout <turnabout@turnabout.example>",
    "REDIS_URL": "redis://redis.example:6379/0",
}


def check(tmp_path, **changes) -> subprocess.CompletedProcess[str]:
    """`manage.py check --deploy` in an environment of its own; None leaves a variable out."""
    wanted = {**STRONG, "VAR_DIR": str(tmp_path), "PATH": os.environ["PATH"], **changes}
    environment = {name: value for name, value in wanted.items() if value is not None}
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)


def test_strong_settings_pass_every_check_for_deployment(tmp_path):
    done = check(tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_folder_that_was_open_to_everybody_is_so_no_longer(tmp_path):
    """With SQLite and a queue of files in it, everybody on the machine could read what pairs write."""
    tmp_path.chmod(0o755)
    check(tmp_path)
    assert tmp_path.stat().st_mode & 0o777 == 0o750


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "only-for-demo-and-tests"),
        ("SECRET_KEY", None),
        ("REVIEW_SECRET", None),
        ("REVIEW_SECRET", "short"),
        ("REVIEW_SECRET", STRONG["SECRET_KEY"]),
        ("REVIEW_SECRET_FALLBACKS", "change-me"),
        ("BASE_URL", None),
        ("DEBUG", "true"),
        ("ALLOWED_HOSTS", "*"),
        ("ALLOWED_HOSTS", ""),
        ("ALLOWED_HOSTS", ".example"),
        ("BASE_URL", "http://turnabout.example"),
        ("BASE_URL", "https://turnabout.example/mentoring"),
        ("BASE_URL", "https://other.example"),
        ("BASE_URL", "https://turnabout.example:port"),
        ("EMAIL_URL", None),
        ("EMAIL_URL", ""),
        ("EMAIL_URL", "consolemail://"),
        ("EMAIL_URL", "filemail:///tmp/mail"),
        ("EMAIL_URL", "smtp://"),
        ("DEFAULT_FROM_EMAIL", None),
        ("DEFAULT_FROM_EMAIL", "Turnabout <turnabout@localhost>"),
        ("DEFAULT_FROM_EMAIL", "turnabout@mailhost"),
        ("DEFAULT_FROM_EMAIL", "turnabout@host.localdomain"),
        ("DEFAULT_FROM_EMAIL", "no sender"),
        ("REDIS_URL", None),
        ("REDIS_URL", ""),
    ],
)
def test_a_weak_one_stops_the_start_by_name(tmp_path, name, value):
    done = check(tmp_path, **{name: value})
    assert done.returncode != 0
    (line,) = done.stderr.splitlines()
    assert line.startswith(name)


def test_one_machine_that_says_so_does_without_redis_with_one_warning(tmp_path):
    done = check(tmp_path, REDIS_URL=None, SINGLE_NODE="true")
    assert done.stderr.count("WARNINGS") == done.stderr.count("mentorship.W001") == 1
    assert "identified 1 issue" in done.stderr


def test_several_weak_ones_are_a_line_each(tmp_path):
    lines = check(tmp_path, SECRET_KEY=None, ALLOWED_HOSTS=None, BASE_URL=None).stderr.splitlines()[-3:]
    assert lines[0].startswith("SECRET_KEY")
    assert lines[1].startswith("ALLOWED_HOSTS")
    assert lines[2].startswith("BASE_URL")


@pytest.mark.parametrize(
    "secret", ["", "short", "a" * 80, "change-me" + "kX4v9Qw2Lr7" * 6, "django-insecure-" + "xyzuvw" * 9]
)
def test_weak_secrets(secret):
    (finding,) = weaknesses(secret, False, ["turnabout.example"], "https://turnabout.example")
    assert finding.startswith("SECRET_KEY")


def test_the_example_file_does_not_start_as_it_is():
    example = dict(
        line.split("=", 1)
        for line in (ROOT / ".env.example").read_text().splitlines()
        if "=" in line and not line.startswith("#")
    )
    assert weaknesses(example["SECRET_KEY"], False, [example["ALLOWED_HOSTS"]], example["BASE_URL"])


@pytest.mark.parametrize(
    ("database", "redis"),
    [
        ("", ""),
        ("sqlite://:memory:", ""),
        ("sqlite:////srv/turnabout.sqlite3", "redis://127.0.0.1:6379/0"),
        ("postgresql://user:p%40ss@db.example:5432/turnabout", "rediss://:secret@cache.example:6380/1"),
        ("postgres://%2Fvar%2Frun%2Fpostgresql/turnabout", "redis://cache"),
    ],
)
def test_addresses_as_they_are_written(database, redis):
    assert wrong_addresses(database, redis) == []
