import django.utils.timezone
import django.db.models.deletion
from django.conf import settings
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ChannelPreference',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=40)),
                ('channel', models.CharField(choices=[('email', 'e-mail'), ('in_app', 'in the app')], max_length=6)),
                ('is_wanted', models.BooleanField(default=True)),
            ],
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=250, unique=True)),
                ('kind', models.CharField(max_length=40)),
                ('channel', models.CharField(choices=[('email', 'e-mail'), ('in_app', 'in the app')], max_length=6)),
                ('scope', models.UUIDField(blank=True, null=True, verbose_name='program')),
                ('subject_id', models.UUIDField(blank=True, null=True)),
                ('extra', models.JSONField(blank=True, default=dict)),
                ('due_at', models.DateTimeField(verbose_name='due')),
                ('not_after', models.DateTimeField(blank=True, null=True, verbose_name='not after')),
                ('state', models.CharField(choices=[('pending', 'waiting'), ('claimed', 'being prepared'), ('sending', 'being sent'), ('sent', 'sent'), ('retry', 'to be tried again'), ('uncertain', 'not certain'), ('expired', 'expired'), ('suppressed', 'not wanted'), ('cancelled', 'no longer due'), ('dead', 'could not be sent')], default='pending', max_length=10)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('attempt', models.PositiveSmallIntegerField(default=0)),
                ('next_attempt_at', models.DateTimeField(blank=True, null=True)),
                ('lease_until', models.DateTimeField(blank=True, null=True)),
                ('claim_token', models.UUIDField(blank=True, null=True)),
                ('message_id', models.CharField(blank=True, max_length=200)),
                ('title', models.CharField(blank=True, max_length=300)),
                ('body_text', models.TextField(blank=True)),
                ('body_html', models.TextField(blank=True)),
                ('link', models.CharField(blank=True, max_length=300)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('read_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-due_at', 'id'],
            },
        ),
        migrations.AddField(
            model_name='channelpreference',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='channel_preferences', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='delivery',
            name='recipient',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='channelpreference',
            constraint=models.UniqueConstraint(fields=('user', 'kind', 'channel'), name='preference_once'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(fields=['state', 'due_at'], name='delivery_due'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(fields=['recipient', 'channel', '-sent_at'], name='delivery_inbox'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(fields=['kind', 'subject_id'], name='delivery_subject'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(fields=['scope', '-due_at'], name='delivery_scope'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(fields=['-due_at', 'id'], name='delivery_latest'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'sent'), _negated=True), ('sent_at__isnull', False), _connector='OR'), name='delivery_sent_has_a_time'),
        ),
    ]
