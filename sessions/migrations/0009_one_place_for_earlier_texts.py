import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("mentoring_sessions", "0008_wins_have_authors"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.DeleteModel(name="EarlierText"),
        migrations.AlterField(
            model_name="win",
            name="author",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="win", name="version", field=models.PositiveIntegerField(default=1, editable=False)
        ),
        migrations.AddField(model_name="win", name="taken_back_at", field=models.DateTimeField(blank=True, null=True)),
        migrations.AlterField(
            model_name="win",
            name="text",
            field=models.CharField(blank=True, max_length=300, verbose_name="small win"),
        ),
        migrations.RemoveConstraint(model_name="win", name="win_has_text"),
        migrations.AddConstraint(
            model_name="win",
            constraint=models.CheckConstraint(
                condition=(models.Q(taken_back_at__isnull=True) & ~models.Q(text=""))
                | models.Q(taken_back_at__isnull=False, text=""),
                name="win_has_text_or_is_taken_back",
            ),
        ),
    ]
