"""One migration at a time: several nodes start at once, and each may want to bring the database up to date."""

import fcntl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management.base import CommandError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

#: Any number that nobody else on this database takes; the letters of "turnabou".
KEY = int.from_bytes(b"turnabou")
LONGEST_WAIT_S = 15 * 60
PAUSE_S = 0.5

WAITING = "Another process is bringing this database up to date; waiting for it …"
TOO_LONG = (
    "Another process has been bringing this database up to date for a quarter of an hour. See what it is doing, then "
    "run migrate again."
)


@contextmanager
def alone(connection: BaseDatabaseWrapper, say: Callable[[str], object]) -> Iterator[None]:
    """Wait until nobody else migrates this database, and keep others waiting meanwhile."""
    if connection.vendor == "postgresql":
        with alone_on_server(connection, say):
            yield
    elif connection.is_in_memory_db():  # type: ignore[attr-defined]
        yield
    else:
        with alone_on_file(Path(str(connection.settings_dict["NAME"])), say):
            yield


@contextmanager
def alone_on_server(connection: BaseDatabaseWrapper, say: Callable[[str], object]) -> Iterator[None]:
    """Hold PostgreSQL's lock on a connection of its own, which is in a transaction for as long: a pooler then keeps it
    together with the lock, and whoever dies lets go of it."""
    own = connection.copy()
    try:
        own.set_autocommit(False)
        with own.cursor() as cursor:
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
            wait_until(lambda: has_lock(cursor), say)
            yield
    finally:
        own.close()


@contextmanager
def alone_on_file(database: Path, say: Callable[[str], object]) -> Iterator[None]:
    """Hold a file beside SQLite's; the system lets go of it when this process ends."""
    with database.with_name(f"{database.name}.migrating").open("a") as file:
        wait_until(lambda: has_flock(file.fileno()), say)
        yield


def has_lock(cursor: CursorWrapper) -> bool:
    cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [KEY])
    return bool(cursor.fetchone()[0])


def has_flock(number: int) -> bool:
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def wait_until(is_ours: Callable[[], bool], say: Callable[[str], object]) -> None:
    """Try until it works, and say once that it takes a while."""
    if is_ours():
        return
    say(WAITING)
    deadline = time.monotonic() + LONGEST_WAIT_S
    while not is_ours():
        if time.monotonic() > deadline:
            raise CommandError(TOO_LONG)
        time.sleep(PAUSE_S)
