"""Old code runs on the new schema: migrations expand, and contract a release later."""

import pytest
from django.db import migrations, models
from django.db.migrations.state import ModelState, ProjectState

from tests.structure import migrations as judged

ADD, ALTER = migrations.AddField, migrations.AlterField


def before():
    fields = [
        ("id", models.BigAutoField(primary_key=True)),
        ("note", models.CharField(max_length=40, null=True)),
        ("title", models.CharField(max_length=40)),
    ]
    state = ProjectState()
    state.add_model(ModelState("programs", "Thing", fields))
    return state


def problems(*steps, contracts=None, released=("0.1.0",)):
    migration = migrations.Migration("0002_more", "programs")
    migration.operations = list(steps)
    if contracts:
        migration.contracts = contracts
    return judged.problems_of(migration, before(), set(released))


def nothing(apps, schema_editor):
    pass


EXPANDS = [
    ADD("Thing", "reason", models.TextField(null=True)),
    ADD("Thing", "is_open", models.BooleanField(db_default=False)),
    ADD("Thing", "others", models.ManyToManyField("programs.Thing")),
    ALTER("Thing", "title", models.CharField(max_length=80)),
    ALTER("Thing", "title", models.TextField()),
    ALTER("Thing", "title", models.CharField(max_length=40, null=True)),
    migrations.CreateModel("Other", [("id", models.BigAutoField(primary_key=True))]),
    migrations.AddIndex("Thing", models.Index(fields=["title"], name="by_title")),
    migrations.RunPython(nothing, migrations.RunPython.noop),
    migrations.RunSQL("SELECT 1", migrations.RunSQL.noop),
]
CONTRACTS = [
    ADD("Thing", "reason", models.TextField()),
    ADD("Thing", "is_open", models.BooleanField(default=False)),
    ALTER("Thing", "note", models.CharField(max_length=40)),
    ALTER("Thing", "note", models.CharField(max_length=40, db_default="")),
    ALTER("Thing", "title", models.CharField(max_length=20)),
    ALTER("Thing", "title", models.IntegerField()),
    ALTER("Thing", "title", models.CharField(max_length=40, unique=True)),
    migrations.RemoveField("Thing", "note"),
    migrations.RenameField("Thing", "note", "remark"),
    migrations.RenameModel("Thing", "Object"),
    migrations.DeleteModel("Thing"),
    migrations.AlterModelTable("Thing", "things"),
    migrations.AddConstraint("Thing", models.UniqueConstraint(fields=["title"], name="title_once")),
    migrations.RunPython(nothing),
    migrations.RunSQL("SELECT 1"),
    migrations.SeparateDatabaseAndState(database_operations=[migrations.RemoveField("Thing", "note")]),
]


def name_of(step):
    return step.describe()


@pytest.mark.parametrize("step", EXPANDS, ids=name_of)
def test_adding_is_welcome(step):
    assert problems(step) == []


@pytest.mark.parametrize("step", CONTRACTS, ids=name_of)
def test_taking_away_waits_for_a_release(step):
    assert len(problems(step)) == 1
    assert problems(step, contracts="0.1.0") == []


def test_each_step_is_judged_by_the_schema_that_it_meets():
    widened = ALTER("Thing", "title", models.CharField(max_length=80))
    narrowed = ALTER("Thing", "title", models.CharField(max_length=60))
    assert problems(narrowed) == []
    assert len(problems(widened, narrowed)) == 1


def test_the_mark_names_a_release_and_is_needed():
    assert "no release" in problems(migrations.RemoveField("Thing", "note"), contracts="9.9")[0]
    assert "nothing is taken away" in problems(EXPANDS[0], contracts="0.1.0")[0]


def test_every_migration_of_ours_can_be_rolled_out_under_old_code(settings):
    settings.MIGRATION_MODULES = {}  # tests of a schema without migrations hide them
    assert judged.refused() == []


def test_it_would_be_seen_among_them(settings, monkeypatch):
    settings.MIGRATION_MODULES = {}
    step = migrations.RemoveField("User", "closed_at")
    later = type(
        "Migration", (migrations.Migration,), {"dependencies": [("people", "0001_initial")], "operations": [step]}
    )
    load = judged.MigrationLoader.load_disk

    def load_with_it(loader):
        load(loader)
        loader.disk_migrations["people", "0099_later"] = later("0099_later", "people")

    monkeypatch.setattr(judged.MigrationLoader, "load_disk", load_with_it)
    assert [problem.partition(":")[0] for problem in judged.refused()] == ["people.0099_later"]
