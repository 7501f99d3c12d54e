"""PostgreSQL, Redis, mail server, workers and clock of the drill: processes of its own, on ports of their own."""

import ctypes
import glob
import os
import pwd
import shutil
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import psycopg2

from tests.mentorship.real_redis import PROGRAM, OwnRedis
from tests.notifications.smtp import free_port

ROOT = Path(__file__).resolve().parents[2]
PR_SET_PDEATHSIG = 1


def end_with_parent() -> None:
    """Nothing of the drill outlives it."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def programs_of_postgres() -> Path:
    """Where initdb and pg_ctl are, of the newest version; ends the drill with a sentence where there is none."""
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb")) or [shutil.which("initdb") or ""]
    if not found[-1] or not PROGRAM:
        sys.exit("The drill starts a PostgreSQL and a Redis of its own: install postgresql and redis-server.")
    return Path(found[-1]).resolve().parent


class Postgres:
    """A cluster of its own, run by somebody without rights where we are root."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder / "postgres", free_port()
        self.programs = programs_of_postgres()
        self.lock = threading.Lock()  # one at a time stops and starts it
        self.user = "postgres" if os.geteuid() == 0 else ""

    @property
    def url(self) -> str:
        return f"postgresql://drill@127.0.0.1:{self.port}/postgres"

    def run(self, program: str, *arguments: str) -> None:
        as_user = ["runuser", "-u", self.user, "--"] if self.user else []
        command = [*as_user, str(self.programs / program), "-D", str(self.folder), *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")

    def make(self) -> None:
        self.folder.mkdir(mode=0o700)
        if self.user:
            os.chown(self.folder, pwd.getpwnam(self.user).pw_uid, -1)
        self.run("initdb", "-U", "drill", "-A", "trust", "-E", "UTF8", "--no-sync")
        self.start()

    def start(self) -> None:
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c max_connections=60"
        self.run("pg_ctl", "-w", "-t", "60", "-o", options, "-l", str(self.folder / "log"), "start")
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                psycopg2.connect(self.url, connect_timeout=2).close()
                return
            except psycopg2.OperationalError:
                time.sleep(0.2)

    def stop_at_once(self) -> None:
        """As when the machine loses its power."""
        self.run("pg_ctl", "-m", "immediate", "stop")


class Process:
    """A child with its output in a file; `kill` takes its own children along."""

    def __init__(self, name: str, command: list[str], folder: Path, environment: dict[str, str]) -> None:
        self.name, self.command, self.folder, self.environment = name, command, folder, environment
        self.running: subprocess.Popen | None = None

    def start(self) -> None:
        with (self.folder / f"{self.name}.log").open("ab") as log:
            self.running = subprocess.Popen(
                self.command, env=self.environment, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log,
                stderr=subprocess.STDOUT, start_new_session=True, preexec_fn=end_with_parent,
            )  # fmt: skip

    @property
    def is_running(self) -> bool:
        return self.running is not None and self.running.poll() is None

    def children(self) -> list[int]:
        """The pool of a worker."""
        path = Path(f"/proc/{self.running.pid}/task/{self.running.pid}/children")
        return [int(pid) for pid in path.read_text().split()] if path.exists() else []

    def kill(self) -> None:
        if self.running is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self.running.pid, signal.SIGKILL)
        self.running.wait()


def queues_of_workers() -> list[str]:
    """What each of the workers takes jobs from: what is quick apart from the rest, and of what is there two each."""
    from mentorship import schedule

    quick = getattr(schedule, "CELERY_TASK_DEFAULT_QUEUE", "celery")
    others = {route["queue"] for route in getattr(schedule, "CELERY_TASK_ROUTES", {}).values()} - {quick}
    return [quick, ",".join(sorted(others)) or quick]


class Services:
    """All of them. `environment` is that of every process of the site."""

    def __init__(self, folder: Path, script) -> None:
        self.folder, self.script = folder, script
        self.postgres, self.redis, self.mail_port = Postgres(folder), OwnRedis(folder), free_port()
        self.environment = {**os.environ, **self.settings()}
        python = [sys.executable, "-m"]
        mail = [*python, "tests.drill.mail_server", str(folder), str(self.mail_port)]
        mail += [str(script.answer_s), str(script.busy_s)]
        celery = [*python, "celery", "--app", "mentorship", "--quiet"]
        worker = [*celery, "worker", "--concurrency=2", "--loglevel=WARNING"]
        shares = queues_of_workers()
        self.mail = Process("mail", mail, folder, self.environment)
        self.workers = [
            Process(f"worker{n}", [*worker, f"--queues={share}", f"--hostname=drill{n}@%h"], folder, self.environment)
            for n, share in enumerate(shares, start=1)
        ]
        self.clock = Process("clock", [*celery, "beat", "--pidfile=", "--loglevel=WARNING"], folder, self.environment)
        self.actor = Process("actor", [*python, "tests.drill.actor"], folder, self.environment)

    def settings(self) -> dict[str, str]:
        script = self.script
        return {
            "DJANGO_SETTINGS_MODULE": "tests.drill.settings", "ENVIRONMENT": "test", "DATABASE_URL": self.postgres.url,
            "REDIS_URL": self.redis.url, "EMAIL_URL": f"smtp://127.0.0.1:{self.mail_port}",
            "EMAIL_TIMEOUT": str(script.timeout_s), "MAIL_ALLOW_LIST": "@crowd.example,@example.com,@mail.example",
            "VAR_DIR": str(self.folder / "var"), "DRILL_MINUTE_S": str(script.minute_s),
            "DRILL_LEASE_S": str(script.lease_s), "DRILL_LATE_S": str(script.late_s),
            "DRILL_PAUSE_S": str(script.pause_s), "DRILL_SECONDS": str(script.seconds), "DRILL_SEED": str(script.seed),
            "DRILL_FOLDER": str(self.folder), "METRICS_TOKEN": "drill", "CONN_MAX_AGE": "0", "LOG_LEVEL": "WARNING",
            "DEBUG": "false",
        }  # fmt: skip

    def make(self) -> None:
        """The database with its schema, Redis, and a mail server in fair weather."""
        self.postgres.make()
        self.redis.start()
        self.set_weather("fair")
        subprocess.run([sys.executable, "manage.py", "migrate", "--no-input", "-v0"], env=self.environment, cwd=ROOT,
                       check=True)  # fmt: skip

    def set_weather(self, name: str) -> None:
        draft = self.folder / "weather.part"
        draft.write_text(name)
        draft.rename(self.folder / "weather")
        if name == "dead":
            self.mail.kill()
        elif not self.mail.is_running:
            self.mail.start()

    def keep_alive(self) -> None:
        """Start again what died, as whoever runs them does."""
        for process in (*self.workers, self.clock):
            if not process.is_running:
                process.start()

    def end(self) -> None:
        for process in (self.actor, *self.workers, self.clock, self.mail):
            process.kill()
        self.redis.kill()
        with suppress(subprocess.CalledProcessError):
            self.postgres.stop_at_once()
        shutil.rmtree(self.folder / "postgres", ignore_errors=True)
