import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='RosterImport',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('file_name', models.CharField(max_length=255, verbose_name='file')),
                ('content', models.BinaryField()),
                ('digest', models.CharField(max_length=64)),
                ('state', models.CharField(choices=[('uploaded', 'uploaded'), ('checking', 'being checked'), ('previewed', 'ready to apply'), ('applying', 'being applied'), ('applied', 'applied'), ('undone', 'undone'), ('failed', 'failed')], default='uploaded', max_length=10)),
                ('mapping', models.JSONField(default=dict)),
                ('options', models.JSONField(default=dict)),
                ('counts', models.JSONField(default=dict)),
                ('preview', models.JSONField(default=dict)),
                ('fingerprint', models.CharField(blank=True, max_length=64)),
                ('before', models.JSONField(default=dict)),
                ('message', models.TextField(blank=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('applied_at', models.DateTimeField(blank=True, null=True)),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
                ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-created_at'],
            },
        ),
        migrations.CreateModel(
            name='RosterPage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.CharField(max_length=10)),
                ('number', models.PositiveIntegerField()),
                ('rows', models.JSONField(default=list)),
                ('roster', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pages', to='roster.rosterimport')),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('roster', 'part', 'number'), name='roster_page_once')],
            },
        ),
    ]
