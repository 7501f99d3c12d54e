"""A database that was laid out by another state of Turnabout, on which this one's migrations cannot build.

Until the first release the migrations were laid anew more than once, under the same names. So their names say nothing:
what counts is whether the tables are there that the migrations noted as applied would have made.
"""

from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.models import Model

from people.sign_in.demo import PERSONAS

#: Fewer may be somebody of that name. The demo's list of people has changed, too.
ENOUGH_PERSONAS = 5

REFUSAL = (
    "This database was made by another version of Turnabout, from before the first release or newer than this one: "
    "{what}. Nothing in it was changed. If it is newer, start that version. If it is older, it cannot be brought up to "
    "date, since there has been no release yet whose data would be kept. Save what you need of it (pg_dump, or a copy "
    "of the file; people as the roster file they came from), then start anew with an empty database."
)


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
