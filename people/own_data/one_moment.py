"""Reading many tables as they were at one moment, while others write on."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from django.db import connection, transaction


@contextmanager
def as_of_one_moment() -> Iterator[None]:
    """A transaction in which every statement sees what had been committed before the first one: REPEATABLE READ on
    PostgreSQL, a transaction that begins by reading on SQLite, where it keeps nobody from writing. For reading alone.

    Within another transaction (in tests) it is part of that one."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        with _begun_by_reading(), transaction.atomic():
            yield
    else:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            yield


@contextmanager
def _begun_by_reading() -> Iterator[None]:
    """Where transactions begin by taking the right to write (settings.DATABASES), this one does not."""
    database = cast(Any, connection)
    usual, database.transaction_mode = getattr(database, "transaction_mode", None), "DEFERRED"
    try:
        yield
    finally:
        database.transaction_mode = usual
