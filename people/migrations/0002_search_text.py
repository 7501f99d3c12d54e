from typing import Any

from django.db import migrations, models
from django.db.models.functions import Upper

from people.search import SEARCHED, search_text_of

BATCH = 1000


def fill(apps: Any, schema_editor: Any) -> None:
    """What those who are there already are found by."""
    people = apps.get_model("people", "User")._default_manager.using(schema_editor.connection.alias)
    batch: list[Any] = []
    for person in people.only(*SEARCHED).order_by().iterator(chunk_size=BATCH):
        person.search_text = search_text_of(person)
        batch.append(person)
        if len(batch) == BATCH:
            people.bulk_update(batch, ["search_text"])
            batch.clear()
    people.bulk_update(batch, ["search_text"])


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="search_text",
            field=models.TextField(blank=True, db_default="", default="", editable=False),
        ),
        migrations.AddIndex(
            model_name="user",
            index=models.Index(Upper("employee_number"), name="user_employee_number_upper"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
