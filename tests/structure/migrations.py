"""Whether old code runs on the schema that a migration leaves behind: it may add, and takes away a release later.

While a version is rolled out, web servers and workers of the version before read and write the new tables. A migration
that takes something away, or asks more of a row, says after which release nothing names it any more:

    class Migration(migrations.Migration):
        contracts = "0.2.0"  # the last release whose code knew the column
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

from django.db import models
from django.db.migrations import Migration, operations
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from tests.house import APPS
from tests.structure.imports import ROOT

HARMLESS = (
    operations.CreateModel,
    operations.AddIndex,
    operations.RemoveIndex,
    operations.RenameIndex,
    operations.RemoveConstraint,
    operations.AlterModelOptions,
    operations.AlterModelManagers,
    operations.AlterModelTableComment,
    operations.AlterOrderWithRespectTo,
)


def refused() -> list[str]:
    """What old code could not live with, of all migrations of ours after the first of each app."""
    loader = MigrationLoader(None)
    return [
        f"{app}.{name}: {problem}"
        for (app, name), migration in sorted(loader.disk_migrations.items())
        if app in APPS and not migration.initial
        for problem in problems_of(migration, loader.project_state((app, name), at_end=False), released())
    ]


def released() -> set[str]:
    """The versions that CHANGELOG.md tells of."""
    return set(re.findall(r"^## (\d[\w.]*)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE))


def problems_of(migration: Migration, state: ProjectState, released: set[str]) -> list[str]:
    """Sentences about the operations that need a mark and have none; `state` is the schema before, and is changed."""
    mark = getattr(migration, "contracts", None)
    problems = list(_breaking(migration.operations, migration.app_label, state))
    if mark is None:
        return [
            f"{problem} Do it a release later, with `contracts` (tests/structure/migrations.py)."
            for problem in problems
        ]
    if mark not in released:
        return [f"contracts = {mark!r} is no release of CHANGELOG.md."]
    return [] if problems else ["contracts is said, and nothing is taken away."]


def _breaking(steps: list[Operation], app: str, state: ProjectState) -> Iterator[str]:
    for step in steps:
        if isinstance(step, operations.SeparateDatabaseAndState):
            yield from _breaking(step.database_operations, app, state.clone())
        elif not isinstance(step, HARMLESS) and (why := _why(step, app, state)):
            yield f"{step.describe()}: {why}"
        step.state_forwards(app, state)


def _why(step: Operation, app: str, state: ProjectState) -> str:
    judge = JUDGES.get(type(step))
    return judge(step, app, state) if judge else "the code before still reads or writes what was there."


def _added(step: operations.AddField, app: str, state: ProjectState) -> str:
    field = step.field
    fits = field.many_to_many or field.null or field.has_db_default()
    return "" if fits else "the code before writes rows without it; give it null=True or a db_default."


def _altered(step: operations.AlterField, app: str, state: ProjectState) -> str:
    before, after = state.models[app, step.model_name_lower].fields[step.name], step.field
    if before.null and not after.null:
        return "the code before still writes NULL."
    if after.unique and not before.unique:
        return "the code before still writes the same value twice."
    return "" if _holds_as_much(before, after) else "the code before writes what no longer fits."


def _holds_as_much(before: models.Field, after: models.Field) -> bool:
    if type(before) is not type(after):
        return isinstance(before, models.CharField) and type(after) is models.TextField
    most = (before.max_length, after.max_length)
    return most[1] is None or (most[0] is not None and most[0] <= most[1])


def _run(step: Any, app: str, state: ProjectState) -> str:
    return "" if step.reversible else "there is no way back; give it a reverse, if only `noop`."


JUDGES: dict[type[Operation], Callable[[Any, str, ProjectState], str]] = {
    operations.AddField: _added,
    operations.AlterField: _altered,
    operations.RunPython: _run,
    operations.RunSQL: _run,
}
