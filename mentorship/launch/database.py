"""Bring the database up to date and, on a demo's first start, fill it. Called by `make run`.

Usage: python -m mentorship.launch.database
"""

import os

import django


def main() -> None:
    """Migrate when something is unapplied; load the demo when there are no people yet."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentorship.settings")
    django.setup()
    from django.conf import settings

    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    if has_unapplied_migrations():
        migrate()
    if settings.DEMO and is_empty():
        load_demo()


def has_unapplied_migrations() -> bool:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def migrate() -> None:
    from django.core.management import call_command

    print("Preparing the database …", flush=True)
    call_command("migrate", verbosity=0, interactive=False)


def is_empty() -> bool:
    from django.contrib.auth import get_user_model

    return not get_user_model().objects.exists()


def load_demo() -> None:
    from django.core.management import call_command, get_commands

    if "load_demo" not in get_commands():
        return
    print("Loading the demo company …", flush=True)
    call_command("load_demo", verbosity=0)


if __name__ == "__main__":
    main()
