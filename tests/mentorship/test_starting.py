"""Whatever is started with a wrong setting: one line with the remedy, and no traceback."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mentorship import checks
from people.models import Organization
from tests.mentorship.test_refusals import ROOT, STRONG, check
from tests.notifications.smtp import free_port

PYTHON = [sys.executable, "-m"]
WEB = [*PYTHON, "gunicorn", "--config", "mentorship/launch/web_server.py", "mentorship.wsgi"]
WORKER = [*PYTHON, "celery", "--app", "mentorship", "--quiet", "worker", "--queues", "quick", "--concurrency", "1"]
CLOCK = [*PYTHON, "celery", "--app", "mentorship", "--quiet", "beat", "--pidfile="]
COMMAND = [sys.executable, "manage.py", "deliver"]
#: A port at which nobody listens.
AWAY = "postgresql://turnabout:secret-word@127.0.0.1:1/turnabout"


def run(command: list[str], folder: Path, **changes: str) -> subprocess.CompletedProcess[str]:
    """Until it ends by itself."""
    environment = {**STRONG, "VAR_DIR": str(folder), "PATH": os.environ["PATH"], "PORT": str(free_port()), **changes}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)


def only_line(done: subprocess.CompletedProcess[str]) -> str:
    (line,) = [line for line in (done.stdout + done.stderr).splitlines() if line]
    assert done.returncode != 0
    return line


@pytest.mark.slow
@pytest.mark.parametrize("command", [WEB, WORKER, CLOCK, COMMAND], ids=["web", "worker", "clock", "command"])
def test_a_refused_setting_is_one_line_from_every_process(command, tmp_path):
    assert only_line(run(command, tmp_path, BASE_URL="https://turnabout.example/path")).startswith("BASE_URL")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "value"), [("WEB_WORKERS", "two"), ("WEB_WORKERS", "0"), ("WEB_THREADS", "-1"), ("PORT", "80000")]
)
def test_what_gunicorn_reads_itself_is_one_line_too(tmp_path, name, value):
    assert only_line(run(WEB, tmp_path, **{name: value})).startswith(f"{name} must be a whole number from 1 to ")


@pytest.mark.slow
@pytest.mark.parametrize("command", [WORKER, CLOCK, COMMAND], ids=["worker", "clock", "command"])
def test_without_a_database_worker_clock_and_commands_end_with_a_line(command, tmp_path):
    line = only_line(run(command, tmp_path, DATABASE_URL=AWAY))
    assert line.startswith("The database that DATABASE_URL names cannot be reached (connection to server at")
    assert line.endswith("Start it, or mend the address; user and password stand in it too.")
    assert "secret-word" not in line


@pytest.mark.slow
def test_without_a_database_web_says_so_and_waits_for_it(tmp_path):
    port = str(free_port())
    environment = {**STRONG, "VAR_DIR": str(tmp_path), "PATH": os.environ["PATH"], "PORT": port, "WEB_WORKERS": "1",
                   "DATABASE_URL": AWAY}  # fmt: skip
    with (tmp_path / "log").open("wb") as log:
        web = subprocess.Popen(WEB, cwd=ROOT, env=environment, stdout=log, stderr=log)
        until = time.monotonic() + 30
        while time.monotonic() < until and "cannot be reached" not in (tmp_path / "log").read_text():
            time.sleep(0.2)
        assert web.poll() is None
        web.send_signal(signal.SIGTERM)
        web.wait(30)
    assert "Traceback" not in (tmp_path / "log").read_text()


def test_the_check_names_a_database_that_is_away(tmp_path):
    done = check(tmp_path, DATABASE_URL=AWAY)
    assert done.returncode != 0
    (line,) = done.stderr.splitlines()
    assert line.startswith("The database that DATABASE_URL names cannot be reached")


def test_the_check_warns_of_mail_without_tls(tmp_path):
    done = check(tmp_path, EMAIL_URL="smtp://mail.example.com:25")
    assert done.returncode != 0
    assert "mentorship.W002" in done.stderr


def test_a_folder_that_cannot_be_written_to(tmp_path):
    (tmp_path / "file").touch()
    (line,) = check(tmp_path, VAR_DIR=str(tmp_path / "file")).stderr.splitlines()
    assert line.startswith("VAR_DIR")


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1", "::1", "10.1.2.3", "fd00::1", "postfix", "relay.larkfield.internal", "mx.local."]
)
def test_hosts_in_ones_own_network(host):
    assert checks.is_near(host)


@pytest.mark.parametrize("host", ["mail.example.com", "8.8.8.8", "2001:4860:4860::8888", "local.example.com"])
def test_hosts_outside(host):
    assert not checks.is_near(host)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sender", "is_said"), [("", False), ("HR <hr@permitted.example>", False), ("HR <hr@gone.example>", True)]
)
def test_a_sender_of_a_domain_that_is_not_permitted_any_more(settings, sender, is_said):
    settings.MAIL_SENDER_DOMAINS = ["permitted.example"]
    Organization.objects.current()
    Organization.objects.update(email_sender=sender)
    assert [doubt.id for doubt in checks.warn_of_foreign_sender()] == ["mentorship.W003"] * is_said


def test_a_mistake_in_a_question_is_not_taken_for_a_database_that_is_away(tmp_path):
    done = run(COMMAND, tmp_path, DATABASE_URL=f"sqlite:///{tmp_path}/empty.sqlite3")
    assert done.returncode != 0
    assert "cannot be reached" not in done.stderr


def test_a_file_that_cannot_be_opened_is_a_database_that_is_away(tmp_path):
    line = only_line(run(COMMAND, tmp_path, DATABASE_URL=f"sqlite:///{tmp_path}/none/empty.sqlite3"))
    assert "cannot be reached (unable to open database file)" in line
