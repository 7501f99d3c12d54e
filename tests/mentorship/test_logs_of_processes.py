"""Every process of the site writes one JSON object a line where the logs are collected, from its start to its end."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.notifications.smtp import free_port

ROOT = Path(__file__).resolve().parents[2]
PYTHON = [sys.executable, "-m"]
CELERY = [*PYTHON, "celery", "--app", "mentorship", "--quiet"]
PROCESSES = {
    "web": [*PYTHON, "gunicorn", "--config", "mentorship/launch/web_server.py", "mentorship.wsgi"],
    "worker": [*CELERY, "worker", "--concurrency", "1", "--loglevel", "INFO"],
    "clock": [*CELERY, "beat", "--pidfile=", "--loglevel", "INFO"],
    "command": [sys.executable, "manage.py", "deliver"],
}
ENOUGH_S = 12


@pytest.mark.slow
@pytest.mark.parametrize("name", PROCESSES)
def test_all_that_a_process_logs_is_json(name, tmp_path):
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "mentorship.settings", "ENVIRONMENT": "test",
                   "LOG_JSON": "true", "VAR_DIR": str(tmp_path), "REDIS_URL": "", "PORT": str(free_port()),
                   "DATABASE_URL": f"sqlite:///{tmp_path}/logs.sqlite3", "WEB_WORKERS": "1"}  # fmt: skip
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(PROCESSES[name], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=log)
        until = time.monotonic() + ENOUGH_S
        while process.poll() is None and time.monotonic() < until:
            time.sleep(0.2)
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            process.wait(30)
    written = (tmp_path / "log").read_text().splitlines()
    assert [line for line in written if not is_object(line)] == []


def is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False
