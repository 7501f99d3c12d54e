from django.db import migrations


class Migration(migrations.Migration):
    """After the holds are made: PostgreSQL does not change a table that the same transaction has just referred to."""

    dependencies = [("pairings", "0009_batches_and_words")]

    operations = [
        migrations.RemoveField(
            model_name='pairing',
            name='paused_by',
        ),
    ]
