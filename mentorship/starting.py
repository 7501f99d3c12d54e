"""What web, worker, clock and commands say before they begin, or why they do not: a line, never a traceback.

`main` says it and ends; gunicorn asks so before it makes a process that serves.
"""

import logging
import os
import sys
import traceback

from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection

log = logging.getLogger(__name__)


def unreachable_database(error: OperationalError) -> str:
    """The line for a database that gave no connection; empty for what went wrong with one."""
    if all(frame.name != "get_new_connection" for frame in traceback.extract_tb(error.__traceback__)):
        return ""
    why = " ".join(str(error).split("\n\t", 1)[0].split()) or type(error).__name__
    return (
        f"The database that DATABASE_URL names cannot be reached ({why}). Start it, or mend the address; user and "
        "password stand in it too."
    )


def database_problem() -> str:
    """Why the database cannot be reached now; empty where it can."""
    try:
        connection.ensure_connection()
    except OperationalError as error:
        return unreachable_database(error)
    return ""


def begin() -> None:
    """Raises ImproperlyConfigured where the site must not start. Goes on without a database, which may come back, and
    with what is doubtful, and says so in the log."""
    from mentorship.checks import doubts
    from mentorship.secrets import refuse_lost_secrets

    refuse_lost_secrets()
    problem = database_problem()
    for sentence in [problem] if problem else [f"{doubt.msg} {doubt.hint}" for doubt in doubts()]:
        log.warning(sentence)
    if not connection.in_atomic_block:
        connection.close()  # processes that are forked from this one must not share it


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentorship.settings")
    try:
        django.setup()
        begin()
    except ImproperlyConfigured as error:
        sys.exit(str(error))
