"""What a report of an error tells whoever receives it: where it broke, and of nobody."""

import gzip
import http.server
import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CANARY = "Canary-4711"
#: A page that fails, asked for with the canary wherever a request carries words; then a job and a logged error.
BREAK = """
import logging, os, sys
WORD = os.environ["WORD"]
sys.modules["brotli"] = None  # the listener reads gzip
import django
django.setup()
from django.contrib.auth.decorators import login_not_required
from django.test import Client
from django.urls import path
from mentorship import urls
import sentry_sdk

@login_not_required
def broken(request):
    local = WORD
    raise ValueError(f"Key (email)=({WORD}@example.com) {local}")

urls.urlpatterns.insert(0, path(f"account/{WORD}/", broken))
sentry_sdk.set_user({"email": f"{WORD}@example.com"})
client = Client(raise_request_exception=False, headers={"user-agent": WORD, "cookie": f"a={WORD}"})
answer = client.post(f"/account/{WORD}/?q={WORD}", {"text": WORD})
assert answer.status_code == 500, answer.status_code
try:
    {}[WORD]
except KeyError:
    logging.getLogger("people").exception("something_failed")
logging.getLogger("people").error(f"It failed for {WORD}")
sentry_sdk.flush(5)
"""


class Listener(http.server.BaseHTTPRequestHandler):
    """Takes reports as a Sentry does."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.taken.append(gzip.decompress(body) if self.headers.get("Content-Encoding") == "gzip" else body)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *args: object) -> None:
        """Nothing."""


@pytest.fixture
def taken():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listener)
    server.taken = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()


def run(script: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    settings = {"DJANGO_SETTINGS_MODULE": "mentorship.settings", "ENVIRONMENT": "test", "VAR_DIR": str(folder),
                "DATABASE_URL": f"sqlite:///{folder}/errors.sqlite3", "REDIS_URL": "", "LOG_JSON": "true"}  # fmt: skip
    return subprocess.run([sys.executable, "-c", script], cwd=ROOT, env={**os.environ, **settings, **environment},
                          capture_output=True, text=True)  # fmt: skip


@pytest.mark.slow
def test_a_report_says_what_broke_and_nothing_about_anybody(taken, tmp_path):
    done = run(BREAK, tmp_path, WORD=CANARY, SENTRY_DSN=f"http://key@127.0.0.1:{taken.server_port}/1")
    assert done.returncode == 0, done.stderr
    everything = b"\n".join(taken.taken).decode()
    assert CANARY not in everything
    reports = [json.loads(line) for body in taken.taken for line in body.splitlines() if b'"exception"' in line]
    types = {error["type"] for report in reports for error in report["exception"]["values"]}
    assert types == {"ValueError", "KeyError"}
    frames = [frame for report in reports for error in report["exception"]["values"]
              for frame in error["stacktrace"]["frames"]]  # fmt: skip
    assert "broken" in {frame["function"] for frame in frames}
    assert "something_failed" in everything
    assert not {"request", "user", "breadcrumbs", "contexts", "extra"} & {key for report in reports for key in report}


@pytest.mark.parametrize("dsn", ["nonsense", "https://host/1"])
def test_what_is_no_address_is_refused_with_a_sentence(tmp_path, dsn):
    done = run("import django; django.setup()", tmp_path, SENTRY_DSN=dsn)
    assert "SENTRY_DSN is no address for reports of errors." in done.stderr.splitlines()[-1]


def test_without_the_library_the_start_says_what_to_install(tmp_path):
    script = "import sys; sys.modules['sentry_sdk'] = None; import django; django.setup()"
    done = run(script, tmp_path, SENTRY_DSN="https://key@sentry.example/1")
    assert "sentry-sdk is not installed" in done.stderr.splitlines()[-1]
