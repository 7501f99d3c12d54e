"""`make run`: the web server, the worker and the clock as children of one process that ends with them.

Interrupting or terminating it stops every child, and a child that dies stops the others.

Environment: PORT (8000), HOST (127.0.0.1), and whatever mentorship/settings.py reads; without ENVIRONMENT it is
the demo.
Usage: python -m mentorship.launch.run
"""

import fcntl
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from types import FrameType
from typing import IO

from mentorship.launch import children
from mentorship.launch.children import Child, Stopped
from mentorship.launch.database import ALL_IS_SAID
from mentorship.launch.network import check_port_is_free, wait_until_serving

ROOT = Path(__file__).resolve().parents[2]
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def main() -> None:
    """Start everything, say where it is, wait, stop everything."""
    os.chdir(ROOT)
    host, port = os.environ.get("HOST") or "127.0.0.1", read_port()
    environment = demo_environment(port)
    claimed = claim(Path(environment["VAR_DIR"]))
    check_port_is_free(host, port)
    for name in SIGNALS:
        signal.signal(name, raise_stopped)
    running: list[Child] = []
    try:
        problem = serve(running, host, port, environment)
    except Stopped:
        problem = ""
    finally:
        for name in SIGNALS:
            signal.signal(name, signal.SIG_IGN)
        if running and sys.exc_info()[0] is None:
            print("\nStopping …", flush=True)
        children.stop(running)
        claimed.close()
    if problem:
        sys.exit(problem)
    print("Stopped.")


def serve(running: list[Child], host: str, port: int, environment: dict[str, str]) -> str:
    """Run until a child dies; returns why. Appends to `running` what it starts, for the caller to stop."""
    module = [sys.executable, "-m"]
    quiet = {"LOG_LEVEL": "ERROR", **environment}
    prepared = subprocess.run([*module, "mentorship.launch.database"], env=quiet)
    if prepared.returncode == ALL_IS_SAID:
        sys.exit(1)
    if prepared.returncode:
        return "The database could not be prepared (see above). DATABASE_URL says which one is used."
    logs = Path(environment["VAR_DIR"]) / "log"
    running.append(children.start("web", [*module, *web_server(host, port)], logs, environment))
    if not wait_until_serving(host, port, lambda: children.first_dead(running) is not None):
        return children.obituary(running[0])
    for name, command in WORKERS.items():
        running.append(children.start(f"worker-{name}", [*module, *command], logs, environment))
    running.append(children.start("beat", [*module, *BEAT], logs, environment))
    print(welcome(environment["BASE_URL"], Path(environment["VAR_DIR"])), flush=True)
    return children.watch(running)


def web_server(host: str, port: int) -> list[str]:
    """Two processes of four threads: enough for a demo, and SQLite's single writer keeps up."""
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    size = ["--workers=2", "--threads=4", "--timeout=120", "--graceful-timeout=5", "--limit-request-line=8190"]
    return ["gunicorn", "mentorship.wsgi", f"--bind={address}", *size, "--no-control-socket", "--log-level=warning"]


CELERY = ["celery", "--quiet", "-A", "mentorship"]
WORKER = [*CELERY, "worker", "--pool=solo", "--without-gossip", "--without-mingle", "--loglevel=INFO"]
#: One process each, which takes no more memory than one worker with two children: mail that hangs and a match that
#: takes long delay nothing else.
WORKERS = {name: [*WORKER, f"--queues={name}", f"--hostname={name}@%h"] for name in ("quick", "mail", "heavy")}
BEAT = [*CELERY, "beat", "--pidfile=", "--loglevel=INFO"]


def read_port() -> int:
    port = os.environ.get("PORT") or "8000"
    if not port.isdecimal() or not 0 < int(port) < 65536:
        sys.exit(f"PORT={port} is not a port number. Choose one from 1 to 65535: PORT=8001 make run")
    return int(port)


def demo_environment(port: int) -> dict[str, str]:
    """The environment of every child: what was given, and the demo's values for what was not."""
    environment = {
        "ENVIRONMENT": "demo",
        "BASE_URL": f"http://localhost:{port}",
        "VAR_DIR": str(ROOT / "var"),
        "PYTHONUNBUFFERED": "1",
    }
    return {**environment, **os.environ}


def claim(var: Path) -> IO[str]:
    """Take this folder's data for ourselves: two clocks on one database would only disturb each other."""
    var.mkdir(parents=True, exist_ok=True)
    lock = (var / "run.lock").open("a+", encoding="utf-8")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.seek(0)
        sys.exit(f"Turnabout is already running from this folder (process {lock.read().strip()}). Stop that one first.")
    lock.truncate(0)
    lock.write(str(os.getpid()))
    lock.flush()
    return lock


def raise_stopped(number: int, frame: FrameType | None) -> None:
    raise Stopped


def welcome(address: str, var: Path) -> str:
    """The address, one sign-in per role when this is the demo, and how to stop. `var` holds what runs leave."""
    people = json.loads((var / "sign-ins.json").read_text(encoding="utf-8"))
    return "\n".join(
        [
            "",
            f"Turnabout is running: {address}",
            *sign_ins(people),
            "",
            f"Messages are kept in {var / 'mail'} unless EMAIL_URL is set; logs are in {var / 'log'}.",
            "Stop with Ctrl-C.",
            "",
        ]
    )


def sign_ins(people: list[list[str]]) -> list[str]:
    """A table of role, name and address."""
    if not people:
        return []
    widths = [max(len(person[column]) for person in people) for column in (0, 1)]
    rows = [f"  {role:{widths[0]}}  {name:{widths[1]}}  {email}" for role, name, email in people]
    return ["", "Sign in with one click, on the sign-in page, as one of:", *rows]


if __name__ == "__main__":
    main()
