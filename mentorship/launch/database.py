"""Bring the database up to date and, on a demo's first start, fill it. Called by `make run`.

Usage: python -m mentorship.launch.database
"""

import io
import json
import os
import sys
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
