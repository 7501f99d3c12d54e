import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


def copy_requests(apps, schema_editor):
    """What the one who asked first wrote becomes the request of their side."""
    pairing_model, request_model = apps.get_model("pairings", "Pairing"), apps.get_model("pairings", "EndRequest")
    asked = pairing_model.objects.filter(end_requested_at__isnull=False, end_requested_by__isnull=False)
    request_model.objects.bulk_create(
        request_model(
            pairing=pairing,
            side="junior" if pairing.junior.user_id == pairing.end_requested_by_id else "senior",
            wish=pairing.end_wish or "partner",
            reason=pairing.end_reason,
            asked_at=pairing.end_requested_at,
        )
        for pairing in asked.select_related("junior")
    )


class Migration(migrations.Migration):
    dependencies = [("pairings", "0005_decisions_on_the_version")]

    operations = [
        migrations.CreateModel(
            name="EndRequest",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("side", models.CharField(choices=[("junior", "mentor"), ("senior", "leader")], max_length=6)),
                (
                    "wish",
                    models.CharField(
                        choices=[
                            ("partner", "another partner"),
                            ("leave", "to leave the program"),
                            ("talk", "to talk with the program team first"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField(blank=True, max_length=1000, verbose_name="reason")),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "pairing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="end_requests",
                        to="pairings.pairing",
                    ),
                ),
            ],
            options={
                "ordering": ["asked_at", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("pairing", "side"), name="end_requested_once_per_side")
                ],
            },
        ),
        migrations.RunPython(copy_requests, migrations.RunPython.noop),
    ]
