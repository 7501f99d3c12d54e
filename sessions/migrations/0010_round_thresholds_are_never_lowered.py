from django.db import migrations, models


def raise_low_thresholds(apps, schema_editor):
    """Bring rounds that were opened with less up to the smallest that is allowed."""
    rounds = apps.get_model("mentoring_sessions", "ReviewRound").objects
    rounds.filter(score_threshold__lt=5).update(score_threshold=5)
    rounds.filter(comment_threshold__lt=10).update(comment_threshold=10)


class Migration(migrations.Migration):
    dependencies = [
        ("mentoring_sessions", "0009_one_place_for_earlier_texts"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="reviewround", name="round_thresholds"),
        migrations.RunPython(raise_low_thresholds, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="reviewround",
            constraint=models.CheckConstraint(
                condition=models.Q(score_threshold__gte=5, comment_threshold__gte=10), name="round_thresholds"
            ),
        ),
    ]
