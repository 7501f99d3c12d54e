import django.db.models.deletion
from django.db import migrations, models


def mark_casts(apps, schema_editor):
    """What was sent in rounds that are open stays sent, under marks. Without the secret, the site would not start."""
    from sessions.reviews.casting import mark_of
    from sessions.reviews.keys import server_secrets
    from sessions.reviews.sealing import unwrap

    get = lambda name: apps.get_model("mentoring_sessions", name)
    for key in get("RoundKey").objects.all():
        plain = unwrap(server_secrets(), bytes(key.wrapped), f"round {key.round_id}")
        for cast in get("CastBallot").objects.filter(ballot__round=key.round_id):
            cast.round_id, cast.mark = key.round_id, mark_of(plain, cast.ballot_id)
            cast.save(update_fields=["round", "mark"])
    get("CastBallot").objects.filter(round=None).delete()


class Migration(migrations.Migration):

    dependencies = [
        ('mentoring_sessions', '0008_for_whom_a_cancellation_counts'),
    ]

    operations = [
        migrations.AddField(
            model_name='castballot',
            name='round',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='mentoring_sessions.reviewround'),
        ),
        migrations.AddField(
            model_name='castballot',
            name='mark',
            field=models.CharField(default='', max_length=64),
            preserve_default=False,
        ),
        migrations.RunPython(mark_casts, migrations.RunPython.noop),
        migrations.RemoveField(
            model_name='castballot',
            name='ballot',
        ),
        migrations.AlterField(
            model_name='castballot',
            name='round',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='mentoring_sessions.reviewround'),
        ),
        migrations.AddConstraint(
            model_name='castballot',
            constraint=models.UniqueConstraint(fields=('round', 'mark'), name='ballot_cast_once'),
        ),
    ]
