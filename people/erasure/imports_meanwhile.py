"""No roster is taken in while somebody is erased: the file was exported before, and would bring back who they were.

On PostgreSQL a lock that both take says so; on SQLite only one can write at all, and whoever comes second reads what
the first has done.
"""

from django.db import connection

#: Any number that nothing else here locks.
LOCK = 20_417_003


def keep_imports_out() -> None:
    """Until this transaction ends nobody uploads a roster; waits for the end of an upload that is under way."""
    if connection.vendor == "postgresql":
        _lock("pg_advisory_xact_lock")


def may_import() -> bool:
    """Whether nobody is being erased just now; then nobody is until this transaction ends."""
    return connection.vendor != "postgresql" or _lock("pg_try_advisory_xact_lock_shared")


def _lock(function: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [LOCK])
        return cursor.fetchone()[0] is not False
