from django.db import migrations, models


def raise_low_thresholds(apps, schema_editor):
    """Bring programs that had lowered a threshold up to the smallest that is allowed."""
    programs = apps.get_model("programs", "Program").objects
    programs.filter(score_threshold__lt=5).update(score_threshold=5)
    programs.filter(comment_threshold__lt=10).update(comment_threshold=10)


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0003_days_between_reviews"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="program", name="program_score_threshold"),
        migrations.RemoveConstraint(model_name="program", name="program_comment_threshold"),
        migrations.RunPython(raise_low_thresholds, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="program",
            constraint=models.CheckConstraint(
                condition=models.Q(("score_threshold__gte", 5)), name="program_score_threshold"
            ),
        ),
        migrations.AddConstraint(
            model_name="program",
            constraint=models.CheckConstraint(
                condition=models.Q(("comment_threshold__gte", 10)), name="program_comment_threshold"
            ),
        ),
    ]
