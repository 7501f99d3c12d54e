"""The web server that the pages are asked from: gunicorn, the site and the plain view in one process."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection

from django.conf import settings
from django.test import Client

from people.models import User


@contextmanager
def server(workers: int = 1) -> Iterator[int]:
    """Gives the port; stops the server in the end."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        "gunicorn", "tests.benchmarks._wsgi", f"--bind=127.0.0.1:{port}", f"--workers={workers}", "--log-level=warning",
        "--timeout=600",
    ]  # fmt: skip
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
            ask(port, "/healthz", "")
        except ConnectionError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the web server did not start")


def cookie_of(user: User) -> str:
    """The session of somebody who has signed in."""
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={client.cookies[name].value}"


def ask(port: int, path: str, cookie: str) -> tuple[int, bytes]:
    """Ask for a page and read all of it: status and body."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path, headers={"Cookie": cookie, "Host": "localhost"})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response.status, body


def page(port: int, path: str, cookie: str) -> bytes:
    """The body of a page that must be there."""
    status, body = ask(port, path, cookie)
    assert status == 200, f"{path}: {status}"
    return body


def seconds(port: int, path: str, cookie: str) -> float:
    """How long a page takes that must be there."""
    start = time.perf_counter()
    page(port, path, cookie)
    return time.perf_counter() - start


def peak_mb_of(port: int, cookie: str) -> float:
    """The most memory that the worker has held, in megabytes. It is asked itself: the peak of a process that was
    started from this one begins with what this one holds."""
    return float(page(port, "/peak/", cookie))
