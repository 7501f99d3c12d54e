import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def name_authors(apps, schema_editor):
    """A win was written together with a part of the log of its meeting: by whoever wrote the last one before it."""
    win_model = apps.get_model("mentoring_sessions", "Win")
    part_model = apps.get_model("mentoring_sessions", "SessionLog")
    for win in win_model.objects.select_related("pairing__junior"):
        parts = part_model.objects.filter(meeting=win.meeting_id, created_at__lte=win.created_at)
        writer = parts.order_by("-created_at").values_list("author", flat=True).first()
        win_model.objects.filter(pk=win.pk).update(author=writer or win.pairing.junior.user_id)


def move_earlier_texts(apps, schema_editor):
    """What agendas and insights said before, to where all earlier texts are; versions are counted from the first."""
    old = apps.get_model("mentoring_sessions", "EarlierText")
    new = apps.get_model("pairings", "EarlierText")
    counted = {}
    for one in old.objects.order_by("at", "pk").select_related("meeting", "insight"):
        subject, field = (one.meeting, "agenda") if one.meeting_id else (one.insight, "text")
        counted[subject.pk] = counted.get(subject.pk, 0) + 1
        new.objects.create(
            pairing_id=subject.pairing_id, subject_id=subject.pk, version=counted[subject.pk],
            was={field: one.text}, by_id=one.by_id, at=one.at,
        )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [
        ("mentoring_sessions", "0007_sealed_reviews"),
        ("pairings", "0012_earlier_texts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="win",
            name="author",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RunPython(name_authors, migrations.RunPython.noop),
        migrations.RunPython(move_earlier_texts, migrations.RunPython.noop),
    ]
