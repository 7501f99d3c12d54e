"""Child processes that start, end and fail together."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

GRACE_S = 8.0
LOG_LINES_SHOWN = 20
PR_SET_PDEATHSIG = 1


class Stopped(BaseException):
    """Someone asked us to end. Not an Exception, so that nothing on the way swallows it."""


@dataclass
class Child:
    """A running process, leader of its own process group, and the file its output goes to."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path

    def last_words(self) -> str:
        """The end of its log, for the message about its death."""
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return "\n".join(lines[-LOG_LINES_SHOWN:])


def start(name: str, command: list[str], log_dir: Path, environment: dict[str, str]) -> Child:
    """Start one process with its output in `log_dir/<name>.log` (emptied first)."""
    log_dir.mkdir(parents=True, exist_ok=True)
    log = log_dir / f"{name}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=end_with_parent if sys.platform == "linux" else None,
        )
    return Child(name, process, log)


def end_with_parent() -> None:
    """Ask Linux to terminate this process when its parent dies, even by SIGKILL, which no handler sees."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def first_dead(children: list[Child]) -> Child | None:
    return next((child for child in children if child.process.poll() is not None), None)


def watch(children: list[Child]) -> str:
    """Wait until a child dies and say which; raises Stopped when our own parent is gone."""
    parent = os.getppid()
    while (dead := first_dead(children)) is None:
        if os.getppid() != parent:
            raise Stopped
        time.sleep(0.3)
    return obituary(dead)


def obituary(child: Child) -> str:
    return (
        f"{child.last_words()}\n\nThe {child.name} process ended (exit code {child.process.returncode}), "
        f"so everything was stopped. Its whole log is {child.log}."
    )


def stop(children: list[Child], grace_s: float = GRACE_S) -> None:
    """Ask every child to end, then make sure that no process of any child's group is left."""
    for child in children:
        if child.process.poll() is None:
            child.process.terminate()
    deadline = time.monotonic() + grace_s
    for child in children:
        with suppress(subprocess.TimeoutExpired):
            child.process.wait(max(0.0, deadline - time.monotonic()))
    for child in children:
        kill_group(child)


def kill_group(child: Child) -> None:
    with suppress(ProcessLookupError):
        os.killpg(child.process.pid, signal.SIGKILL)
    child.process.wait()
