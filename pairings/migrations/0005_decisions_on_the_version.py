"""Pins and removals move from rows of their own onto the proposal that they belong to."""

from django.db import migrations
from django.db.models import F
from django.db.models.functions import Coalesce


def carry_over(apps, schema_editor):
    """Every finished run was the proposal of its cycle once; the newest of them takes the decisions by hand."""
    MatchRun = apps.get_model("pairings", "MatchRun")
    MatchConstraint = apps.get_model("pairings", "MatchConstraint")
    finished = MatchRun.objects.filter(state__in=["done", "published"])
    finished.update(kept_at=Coalesce(F("published_at"), F("finished_at"), F("created_at")))
    for cycle in MatchConstraint.objects.order_by().values_list("cycle", flat=True).distinct():
        run = finished.filter(cycle=cycle).order_by("-kept_at").first()
        if run is None:
            continue
        for kind, junior, senior in MatchConstraint.objects.filter(cycle=cycle).values_list("kind", "junior", "senior"):
            (run.pins if kind == "pin" else run.forbidden).append([str(junior), str(senior)])
        run.save(update_fields=["pins", "forbidden"])


class Migration(migrations.Migration):
    dependencies = [("pairings", "0004_versions_of_a_match")]

    operations = [
        migrations.RunPython(carry_over, migrations.RunPython.noop),
        migrations.DeleteModel(name="MatchConstraint"),
    ]
