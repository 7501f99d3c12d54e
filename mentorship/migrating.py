"""Migrations: one process at a time, and never on a database that another state of Turnabout has laid out."""

import fcntl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management.base import CommandError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.sqlite3.base import DatabaseWrapper as SQLite
from django.db.backends.utils import CursorWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.models import Model

from people.sign_in.demo import PERSONAS

#: Any number that nobody else on this database takes; the letters of "turnabou".
KEY = int.from_bytes(b"turnabou")
LONGEST_WAIT_S = 15 * 60
PAUSE_S = 0.5
WAITING = "Another process is bringing this database up to date; waiting for it …"
TOO_LONG = (
    "Another process has been bringing this database up to date for a quarter of an hour. See what it is doing, then "
    "run migrate again."
)
#: Fewer may be somebody of that name. The demo's list of people has changed, too.
ENOUGH_PERSONAS = 5
REFUSAL = (
    "This database was made by another version of Turnabout, from before the first release or newer than this one: "
    "{what}. Nothing in it was changed. If it is newer, start that version. If it is older, it cannot be brought up to "
    "date, since there has been no release yet whose data would be kept. Save what you need of it (pg_dump, or a copy "
    "of the file; people as the roster file they came from), then start anew with an empty database."
)


@contextmanager
def alone(connection: BaseDatabaseWrapper, say: Callable[[str], object]) -> Iterator[None]:
    """Wait until nobody else migrates this database, and keep others waiting meanwhile."""
    if connection.vendor == "postgresql":
        with alone_on_server(connection, say):
            yield
    elif isinstance(connection, SQLite) and connection.is_in_memory_db():
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


def what_is_strange(connection: BaseDatabaseWrapper) -> str:
    """Which table is missing or other than the applied migrations made it; "" for a database that can be migrated."""
    existing = set(connection.introspection.table_names())
    for model in expected_models(connection):
        table = model._meta.db_table
        if table not in existing:
            return f"the table {table} is missing"
        if lacking := columns_of(model) - columns_in(connection, table):
            return f"the table {table} has no column {min(lacking)}"
    return ""


def expected_models(connection: BaseDatabaseWrapper) -> list[type[Model]]:
    """Our models as they were after the migrations that the database calls applied."""
    loader = MigrationLoader(connection)
    labels = our_labels()
    applied = [node for node in loader.applied_migrations if node[0] in labels and node in loader.graph.nodes]
    if not applied:
        return []
    models = loader.project_state(applied).apps.get_models(include_auto_created=True)
    return [model for model in models if model._meta.app_label in labels and model._meta.can_migrate(connection)]


def our_labels() -> set[str]:
    return {config.label for config in apps.get_app_configs() if Path(config.path).parent == settings.BASE_DIR}


def columns_of(model: type[Model]) -> set[str]:
    return {field.column for field in model._meta.local_concrete_fields if field.column}


def columns_in(connection: BaseDatabaseWrapper, table: str) -> set[str]:
    with connection.cursor() as cursor:
        return {column.name for column in connection.introspection.get_table_description(cursor, table) if column.name}


def is_of_the_demo(connection: BaseDatabaseWrapper) -> bool:
    """Whether it holds the demo company, or nobody at all."""
    if "people_user" not in connection.introspection.table_names():
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT first_name, last_name FROM people_user")
        names = set(cursor.fetchall())
    return not names or len(names & {(first, last) for first, last, _role in PERSONAS}) >= ENOUGH_PERSONAS
