"""`make run` says in one line what is in its way."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from mentorship.launch import run

ROOT = Path(__file__).resolve().parents[2]


def start(tmp_path, **environment) -> subprocess.CompletedProcess[str]:
    wanted = {**os.environ, "VAR_DIR": str(tmp_path), "ENVIRONMENT": "demo", **environment}
    return subprocess.run(
        [sys.executable, "-m", "mentorship.launch.run"], cwd=ROOT, env=wanted, capture_output=True, text=True
    )


@pytest.fixture
def busy_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_busy_port(tmp_path, busy_port):
    done = start(tmp_path, PORT=str(busy_port))
    assert done.returncode == 1
    assert done.stderr == (
        f"Port {busy_port} is in use by another program. Choose another one: PORT={busy_port + 1} make run\n"
    )


@pytest.mark.parametrize("port", ["abc", "0", "65536", "-1", "80.5"])
def test_a_port_that_is_none(tmp_path, port):
    done = start(tmp_path, PORT=port)
    assert done.stderr == f"PORT={port} is not a port number. Choose one from 1 to 65535: PORT=8001 make run\n"


def test_a_second_start_from_the_same_folder(tmp_path, busy_port):
    with run.claim(tmp_path):
        done = start(tmp_path, PORT=str(busy_port))
    assert (
        done.stderr == f"Turnabout is already running from this folder (process {os.getpid()}). Stop that one first.\n"
    )


def test_a_database_that_does_not_answer(tmp_path):
    done = start(tmp_path, PORT="18999", DATABASE_URL="postgresql://nobody@127.0.0.1:1/none")
    assert done.returncode == 1
    assert done.stderr.startswith("The database does not answer: ")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("DATABASE_URL", "postgres//bad"),
        ("DATABASE_URL", "postgresql://user:secret@host:port/name"),
        ("DATABASE_URL", "postgresql://user:secret@host"),
        ("DATABASE_URL", "mysql://user:secret@host/name"),
        ("REDIS_URL", "localhost:6379"),
        ("REDIS_URL", "http://localhost"),
        ("REDIS_URL", "redis://user:secret@host:port/0"),
    ],
)
def test_an_address_that_is_none_is_one_line_with_the_remedy_and_no_password(tmp_path, name, address):
    done = start(tmp_path, PORT="18999", **{name: address})
    [line] = done.stderr.splitlines()
    assert line.startswith(f"{name} is not an address of ")
    assert "Write it as " in line
    assert "secret" not in line
    assert done.returncode == 1


def test_any_other_setting_that_cannot_be_is_one_line_too(tmp_path):
    done = start(tmp_path, PORT="18999", DEBUG="perhaps")
    [line] = done.stderr.splitlines()
    assert line.startswith("DEBUG must be true or false.")


def test_what_was_given_wins_over_the_demo(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://db/turnabout")
    monkeypatch.setenv("BASE_URL", "https://turnabout.example")
    environment = run.demo_environment(8000)
    assert environment["DATABASE_URL"] == "postgresql://db/turnabout"
    assert environment["BASE_URL"] == "https://turnabout.example"


def test_the_welcome_lists_who_can_sign_in(tmp_path):
    (tmp_path / "sign-ins.json").write_text('[["HR admin", "Omar Haddad", "omar@example.com"]]')
    text = run.welcome("http://localhost:8000", tmp_path)
    assert "Turnabout is running: http://localhost:8000\n" in text
    assert "  HR admin  Omar Haddad  omar@example.com\n" in text


def test_outside_the_demo_there_is_nobody_to_list(tmp_path):
    (tmp_path / "sign-ins.json").write_text("[]")
    assert "one click" not in run.welcome("http://localhost:8000", tmp_path)


def test_a_start_says_where_the_site_is_and_ctrl_c_stops_it(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    own = {"DATABASE_URL": f"sqlite:///{tmp_path}/site.sqlite3", "REDIS_URL": "", "PYTHONUNBUFFERED": "1"}
    environment = {**os.environ, "VAR_DIR": str(tmp_path), "ENVIRONMENT": "development", "PORT": str(port), **own}
    environment["DJANGO_SETTINGS_MODULE"] = "mentorship.settings"
    command = [sys.executable, "-m", "mentorship.launch.run"]
    site = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert site.stdout
    said = []
    for line in site.stdout:
        said.append(line.strip())
        if line.startswith("Stop with Ctrl-C"):
            site.send_signal(signal.SIGINT)
    assert f"Turnabout is running: http://localhost:{port}" in said
    assert said[-1] == "Stopped."
    assert site.wait() == 0
