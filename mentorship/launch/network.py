"""Is the port free, and does the site answer on it?"""

import errno
import http.client
import os
import socket
import time
from collections.abc import Callable

WAIT_S = 90.0
EVERY_HOST = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - how to reach what listens everywhere


def check_port_is_free(host: str, port: int) -> None:
    """End with a one-line remedy when nothing can listen on the port."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise SystemExit(port_problem(error, host, port)) from None


def port_problem(error: OSError, host: str, port: int) -> str:
    remedy = f"Choose another one: PORT={port + 1 if 1024 <= port < 65535 else 8001} make run"
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is in use by another program. {remedy}"
    if error.errno == errno.EACCES:
        return f"Port {port} is not open to this user. {remedy}"
    return f"Cannot listen on {host} port {port} ({error.strerror}). Set HOST and PORT to an address of this machine."


def answers(host: str, port: int) -> bool:
    """Whether the site's health address says 200."""
    connection = http.client.HTTPConnection(EVERY_HOST.get(host, host), port, timeout=2)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def wait_until_serving(host: str, port: int, is_hopeless: Callable[[], bool]) -> bool:
    """Wait until the site answers; False when it became hopeless or took longer than WAIT_S."""
    deadline = time.monotonic() + WAIT_S
    while time.monotonic() < deadline and not is_hopeless():
        if answers(host, port):
            return True
        time.sleep(0.1)
    return False


if __name__ == "__main__":  # a container's health check; the port is the one that web_server.py listens on
    raise SystemExit(0 if answers("127.0.0.1", int(os.environ.get("PORT", "8000"))) else 1)
