"""`make test`: the suite on SQLite, then on PostgreSQL with Redis, then in a browser.

What the machine lacks is skipped with a plain word; with REQUIRE_SERVICES=1 (CI) it is a failure. With COVERAGE=1
(CI too) the run on SQLite tells which branches it took.
Usage: python -m tests [fast] [arguments for pytest]
"""

import os
import subprocess
import sys
import time
from dataclasses import dataclass, field

from tests import branches
from tests.services import REQUIRED, find_browser, find_postgres, find_redis

NOTHING_COLLECTED = 5
#: What a worker has compiled the next run need not compile again, whatever the shell says.
COMPILED_ONCE = {"PYTHONDONTWRITEBYTECODE": ""}
HOW_TO = "Install and start it, or see docs/operations.md for naming another one."


@dataclass
class Part:
    """One run of pytest: which tests, with what environment, or why not."""

    name: str
    marks: str
    environment: dict[str, str] = field(default_factory=dict)
    missing: str = ""
    lays_migrations: bool = False
    is_measured: bool = False

    def run(self, arguments: list[str]) -> tuple[bool, str]:
        """Whether it is fine, and the line of the summary."""
        if self.missing:
            return not REQUIRED, f"{'FAILED' if REQUIRED else 'skipped'}: {self.missing} {HOW_TO}"
        print(f"\n=== {self.name} ===", flush=True)
        if self.is_measured:
            branches.forget()
        started = time.monotonic()
        code = subprocess.run(
            [*self.command(), *arguments], env={**os.environ, **COMPILED_ONCE, **self.environment}
        ).returncode
        took = f"in {time.monotonic() - started:.0f} s"
        if code == NOTHING_COLLECTED:
            return True, "no tests of this kind"
        return code == 0, f"passed {took}" if code == 0 else f"FAILED {took}"

    def command(self) -> list[str]:
        """Workers that are through take over from those that still have long tests before them."""
        schema = "--migrations" if self.lays_migrations else "--nomigrations"
        measuring = branches.RUN if self.is_measured else []
        pytest = ["-m", "pytest", "-q", "-n", "auto", "--dist", "worksteal", schema, "-m", self.marks]
        return [sys.executable, *measuring, *pytest]


def parts(only_fast: bool) -> list[Part]:
    on_sqlite = {"DATABASE_URL": "sqlite://:memory:", "REDIS_URL": ""}
    if only_fast:
        return [Part("SQLite, fast", "not browser and not slow", on_sqlite, is_measured=branches.WANTED)]
    return [
        *sqlite_parts(on_sqlite),
        services_part(),
        Part("Browser", "browser", on_sqlite, "" if find_browser() else "no Chromium found."),
    ]


def sqlite_parts(on_sqlite: dict[str, str]) -> list[Part]:
    """One run; two where branches are counted, which makes a test half as long again: the slow ones, which mostly go
    the ways of the quick ones many times over, are left out of the count."""
    if not branches.WANTED:
        return [Part("SQLite", "not browser", on_sqlite, lays_migrations=True)]
    return [
        Part("SQLite, quick", "not browser and not slow", on_sqlite, lays_migrations=True, is_measured=True),
        Part("SQLite, slow", "not browser and slow", on_sqlite, lays_migrations=True),
    ]


def services_part() -> Part:
    """Repeats what touches database or Redis, on the schema that the migrations lay."""
    postgres, redis = find_postgres(), find_redis()
    lacking = [name for name, found in (("PostgreSQL", postgres), ("Redis", redis)) if not found]
    missing = f"no {' and no '.join(lacking)} found." if lacking else ""
    urls = {"DATABASE_URL": postgres, "REDIS_URL": redis}
    return Part("PostgreSQL and Redis", "database and not browser", urls, missing, lays_migrations=True)


def main(arguments: list[str]) -> int:
    only_fast = arguments[:1] == ["fast"]
    results = [(part, *part.run(arguments[only_fast:])) for part in parts(only_fast)]
    if branches.WANTED:
        print(f"\n=== Branches ===\n{branches.report()}")
    print("\n=== Summary ===")
    for part, _, line in results:
        print(f"{part.name:22} {line}")
    return 0 if all(fine for _, fine, _ in results) else 1


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit("Stopped.")
