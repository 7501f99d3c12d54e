"""Bring the database up to date and, on a demo's first start, fill it. Called by `make run`.

A demo that an earlier version made is put aside, and a new one made.

Usage: python -m mentorship.launch.database
"""

import io
import json
import os
import shutil
import sys
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Never

import django
from django.core.exceptions import ImproperlyConfigured
from environs.exceptions import EnvError

ALL_IS_SAID = 3


def main() -> None:
    """Migrate when something is unapplied; load the demo when there are no people yet."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentorship.settings")
    read_settings()
    from django.conf import settings

    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    check_connection()
    replace_or_refuse_older()
    if has_unapplied_migrations():
        migrate()
    refuse_lost_secrets()
    if settings.DEMO and is_empty():
        load_demo()
    note_sign_ins(settings.VAR_DIR / "sign-ins.json")


def read_settings() -> None:
    """End with one line when a setting cannot be."""
    try:
        django.setup()
    except (EnvError, ImproperlyConfigured) as error:
        refuse(str(error))


def refuse(line: str) -> Never:
    """End with one line for the person at the terminal and a code by which `make run` knows that all is said."""
    print(line, file=sys.stderr)
    sys.exit(ALL_IS_SAID)


def check_connection() -> None:
    """End with one line when the database cannot be reached."""
    from django.db import OperationalError, connection

    try:
        connection.ensure_connection()
    except OperationalError as error:
        reason = str(error).strip().splitlines()[0]
        refuse(f"The database does not answer: {reason}. DATABASE_URL says which one is used.")


def replace_or_refuse_older() -> None:
    """Put a demo of another version aside; end with one line when the database is of another version and no demo."""
    from django.conf import settings
    from django.db import connection

    from mentorship.migrating import REFUSAL, is_of_the_demo, what_is_strange

    if not (difference := what_is_strange(connection)):
        return
    file = Path(str(connection.settings_dict["NAME"]))
    if not (settings.DEMO and connection.vendor == "sqlite" and file.is_file() and is_of_the_demo(connection)):
        refuse(REFUSAL.format(what=difference))
    kept_file = put_aside(file)
    forget_jobs_and_counts(settings.VAR_DIR)
    print(f"The demo was made by another version of Turnabout, so it starts anew; the old one is kept in {kept_file}.")


def put_aside(file: Path) -> Path:
    """Rename the database with the date; what stands in its log is written into it first."""
    from django.db import connection

    with closing(connection), connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    kept_file = file.with_name(f"{file.stem}-before-{datetime.now():%Y-%m-%d-%H%M%S}{file.suffix}")
    for ending in ("", "-wal", "-shm"):
        part = Path(f"{file}{ending}")
        if part.exists():
            part.rename(f"{kept_file}{ending}")
    return kept_file


def forget_jobs_and_counts(var: Path) -> None:
    """What the old database's processes left for each other speaks of rows that the new one does not have."""
    for folder in (var / "broker" / "queue", var / "cache"):
        for leftover in folder.iterdir() if folder.is_dir() else ():
            shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()


def has_unapplied_migrations() -> bool:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def migrate() -> None:
    from django.core.management import call_command

    print("Preparing the database …", flush=True)
    call_command("migrate", verbosity=0, interactive=False)


def refuse_lost_secrets() -> None:
    """End with one line when open reviews cannot be read."""
    from mentorship import secrets

    try:
        secrets.refuse_lost_secrets()
    except ImproperlyConfigured as error:
        refuse(str(error))


def is_empty() -> bool:
    from django.contrib.auth import get_user_model

    return not get_user_model().objects.exists()


def load_demo() -> None:
    from django.core.management import call_command, get_commands

    if "load_demo" not in get_commands():
        return
    print("Loading the demo company …", flush=True)
    call_command("load_demo", stdout=io.StringIO())


def note_sign_ins(file: Path) -> None:
    """Leave for the welcome who can be signed in as; nobody outside the demo."""
    from people.sign_in.demo import personas

    people = [[str(persona.role), persona.user.name, persona.user.email] for persona in personas()]
    file.write_text(json.dumps(people, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
