"""`make drill`: five minutes (SECONDS=…) in which everything breaks, drawn from a seed (SEED=…).

PostgreSQL, Redis, the mail server, two workers and the clock run in processes of their own and are killed at random,
while people plan, move and cancel meetings and the mail server refuses, hangs and hangs up. Then: was everything that
was owed sent, once, in its time? And did the signs say so while mail was dead?
Usage: python -m tests.drill [seconds] [seed]
"""

import os
import random
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from signal import SIGKILL

from tests.drill.script import FULL_S, Script
from tests.drill.services import Services


class Storm:
    """Carries out the script on the services; `kills` are the spans (seconds since 1970) in which something
    was dead or died."""

    def __init__(self, script: Script, services: Services) -> None:
        self.script, self.services = script, services
        self.rng = random.Random(script.seed + 1)
        self.kills: list[tuple[float, float]] = []
        self.under_way: list[threading.Thread] = []

    def run(self, began: float) -> None:
        events = sorted([*self.script.weather(), *self.script.faults()])
        while (at := time.monotonic() - began) < self.script.seconds:
            while events and events[0][0] <= at:
                self.happen(events.pop(0)[1], at)
            self.services.keep_alive()
            time.sleep(0.5)
        for doing in self.under_way:
            doing.join(60)

    def happen(self, what: str, at: float) -> None:
        print(f"{at:6.1f} s  {what}", flush=True)
        do = getattr(self, what.replace(" ", "_"), None)
        if do is None:
            self.services.set_weather(what)
            return
        doing = threading.Thread(target=self.kill, args=(do,), daemon=True)
        doing.start()
        self.under_way.append(doing)

    def kill(self, do: Callable[[], None]) -> None:
        since = time.time()
        do()
        self.kills.append((since, time.time()))

    def kill_worker(self) -> None:
        self.rng.choice(self.services.workers).kill()

    def kill_pool_child(self) -> None:
        children = [pid for worker in self.services.workers if worker.is_running for pid in worker.children()]
        if children:
            with suppress(ProcessLookupError):
                os.kill(self.rng.choice(children), SIGKILL)

    def kill_clock(self) -> None:
        self.services.clock.kill()

    def kill_redis(self) -> None:
        with self.services.postgres.lock:
            self.services.redis.kill()
            time.sleep(1)
            self.services.redis.start()

    def flush_redis(self) -> None:
        import redis

        with suppress(redis.RedisError):
            redis.Redis(port=self.services.redis.port).flushall()

    def stop_postgres(self) -> None:
        with self.services.postgres.lock:
            self.services.postgres.stop_at_once()
            time.sleep(0.5)
            self.services.postgres.start()


def wait_until_nothing_is_owed(services: Services, script: Script) -> None:
    """The workers go on; so long at most as a lease, the pauses between tries and the clock may take."""
    from django.db import connection
    from django.utils import timezone

    from notifications.models import Delivery

    until = time.monotonic() + 3 * script.lease_s + 4 * script.pause_s + 2 * script.minute_s + 30
    while time.monotonic() < until and Delivery.objects.owed(timezone.now()).exists():
        services.keep_alive()
        connection.close()
        time.sleep(1)


def drill(script: Script, folder: Path) -> list[str]:
    """Runs it and prints what was seen; returns what must not be."""
    services = Services(folder, script)
    try:
        services.make()
        os.environ.update(services.environment)
        import django

        django.setup()
        from django.db import connection
        from django.utils import timezone

        from tests.drill.report import failures, print_report
        from tests.drill.stage import set_stage
        from tests.drill.verdict import judge
        from tests.drill.watch import Watch

        set_stage(script)
        connection.close()
        services.keep_alive()
        services.actor.start()
        began, begins = time.monotonic(), timezone.now()
        watch, storm = Watch(began), Storm(script, services)
        watch.start()
        storm.run(began)
        wait_until_nothing_is_owed(services, script)
        print(f"{time.monotonic() - began:6.1f} s  over", flush=True)
        watch.stop()
        verdict = judge(folder, storm.kills, begins)
        print_report(verdict, watch, script)
        return failures(verdict, watch, script)
    finally:
        services.end()


def main() -> int:
    asked = [int(argument) for argument in sys.argv[1:3]]
    script = Script(*asked, *(FULL_S, 1)[len(asked) :])
    print(f"Drill of {script.seconds} s, seed {script.seed}. SECONDS=… and SEED=… make another.", flush=True)
    with tempfile.TemporaryDirectory(prefix="turnabout-drill-") as name:
        folder = Path(name)
        folder.chmod(0o711)  # the database runs as somebody else
        found = drill(script, folder)
    print("\n".join(["", *(f"FAILED: {one}" for one in found), "" if found else "All that was required holds."]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
