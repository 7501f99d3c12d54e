"""A Redis of a test's own, in a process that it may stop, freeze and start again."""

import shutil
import signal
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

import redis

from tests.notifications.smtp import free_port

PROGRAM = shutil.which("redis-server") or ""


class OwnRedis:
    """`redis-server` on a port of its own; `folder` is where it works."""

    def __init__(self, folder: Path, port: int = 0) -> None:
        self.folder, self.port = folder, port or free_port()
        self.process: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        command = [PROGRAM, "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", str(self.folder)]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until = time.monotonic() + 10
        while time.monotonic() < until:
            try:
                if redis.Redis(port=self.port).ping():
                    return
            except redis.RedisError:
                time.sleep(0.05)
        raise RuntimeError("redis-server did not start")

    def kill(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGCONT)
            self.process.kill()
            self.process.wait()

    def freeze(self) -> None:
        """It keeps its connections and answers nothing."""
        self.process.send_signal(signal.SIGSTOP)


@contextmanager
def own_redis(folder: Path):
    server = OwnRedis(folder)
    server.start()
    try:
        yield server
    finally:
        server.kill()
