"""The web server that the pages are asked from: gunicorn with one worker, the site and the bare view in one process."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection

from django.conf import settings


@contextmanager
def server() -> Iterator[int]:
    """Gives the port; stops the server in the end."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = ["gunicorn", "tests.benchmarks._wsgi", f"--bind=127.0.0.1:{port}", "--workers=1", "--log-level=warning"]
    environment = {**os.environ, "VAR_DIR": str(settings.VAR_DIR)}
    process = subprocess.Popen([sys.executable, "-m", *command], env=environment, stdout=sys.stderr)
    try:
        wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)


def wait_for(port: int) -> None:
    for _ in range(300):
        try:
            get(port, "/healthz", "")
        except ConnectionError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the web server did not start")


def get(port: int, path: str, cookie: str) -> int:
    """Ask for a page and read all of it; returns the status."""
    return ask(port, path, cookie)[0]


def peak_mb_of(port: int, cookie: str) -> float:
    """The most memory that the worker has held, in megabytes. It is asked itself: the peak of a process that was
    started from this one begins with what this one holds."""
    return float(ask(port, "/peak/", cookie)[1])


def ask(port: int, path: str, cookie: str) -> tuple[int, bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path, headers={"Cookie": cookie, "Host": "localhost"})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response.status, body
