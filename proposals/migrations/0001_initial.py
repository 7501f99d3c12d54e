import django.db.models.deletion
import django.utils.timezone
import proposals.outcome
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('programs', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='MatchPolicy',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('minimum_level_gap', models.PositiveSmallIntegerField(default=2, verbose_name='levels between mentor and leader, at least')),
                ('reporting_distance', models.PositiveSmallIntegerField(default=2, help_text='0 turns the rule off, 99 means any distance.', verbose_name='steps in the reporting line that keep two people apart')),
                ('forbids_same_manager', models.BooleanField(default=False, verbose_name='never under the same direct manager')),
                ('needs_shared_topic', models.BooleanField(default=True, verbose_name='at least one topic that the leader wants and the mentor shares')),
                ('forbids_repeats', models.BooleanField(default=True, verbose_name='never a pair of an earlier cycle')),
                ('needs_shared_language', models.BooleanField(default=False, verbose_name='a language in common')),
                ('minimum_overlap_hours', models.PositiveSmallIntegerField(default=2, verbose_name='hours of the working day in common')),
                ('weights', models.JSONField(default=dict, help_text='By criterion; its own weight where none is named.', verbose_name='weights')),
                ('is_fair', models.BooleanField(default=False, verbose_name='raise the lowest pair first')),
                ('allows_self_matching', models.BooleanField(default=False, verbose_name='mentors and leaders may find each other')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('program', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='match_policy', to='programs.program')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='MatchRun',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(blank=True, max_length=80, verbose_name='name')),
                ('act', models.CharField(choices=[('matched', 'matched'), ('tried', 'rules and weights changed'), ('pin', 'pinned'), ('unpin', 'unpinned'), ('out', 'taken out'), ('allow', 'allowed again'), ('pair', 'paired by hand'), ('swap', 'swapped'), ('leave', 'left out of this match'), ('return', 'brought back')], default='matched', max_length=8)),
                ('about', models.JSONField(default=list, help_text='Ids of the places that the act names, a mentor before a leader.')),
                ('is_solved', models.BooleanField(default=True, help_text='The pairs are the best set; else only the named changed.')),
                ('pins', models.JSONField(default=list, help_text="[mentor's place, leader's place] of every pinned pair.")),
                ('forbidden', models.JSONField(default=list, help_text='The same of every pair that was taken out.')),
                ('left_out', models.JSONField(default=list, help_text='Places of people who are left out of this match.')),
                ('state', models.CharField(choices=[('queued', 'waiting for the worker'), ('running', 'running'), ('done', 'done'), ('failed', 'failed'), ('cancelled', 'cancelled'), ('published', 'published')], default='queued', max_length=10)),
                ('phase', models.CharField(blank=True, max_length=40)),
                ('progress', models.PositiveSmallIntegerField(default=0)),
                ('phase_done', models.PositiveIntegerField(default=0)),
                ('phase_total', models.PositiveIntegerField(default=0)),
                ('policy', models.JSONField(default=dict)),
                ('input_digest', models.CharField(blank=True, max_length=64)),
                ('outcome', proposals.outcome.OutcomeField(default=proposals.outcome.Outcome)),
                ('details', proposals.outcome.DetailsField(default=proposals.outcome.Details)),
                ('dropped', models.JSONField(default=list, help_text="Ids of the base's pairs that this version does not have.")),
                ('message', models.TextField(blank=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('started_at', models.DateTimeField(blank=True, null=True)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('kept_at', models.DateTimeField(blank=True, null=True)),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('base', models.ForeignKey(help_text='The version whose pairs this one shares.', null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='proposals.matchrun')),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('cycle', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='match_runs', to='programs.cycle')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='children', to='proposals.matchrun')),
            ],
            options={
                'ordering': ['-created_at'],
            },
        ),
        migrations.CreateModel(
            name='PendingCheck',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('is_with_reports', models.BooleanField(default=False)),
                ('noted_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('other', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('program', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='programs.program')),
            ],
            options={
                'ordering': ['noted_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('score', models.PositiveSmallIntegerField()),
                ('parts', models.JSONField(default=list)),
                ('is_pinned', models.BooleanField(default=False)),
                ('is_manual', models.BooleanField(default=False)),
                ('junior', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='programs.participant')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='own_proposals', to='proposals.matchrun')),
                ('senior', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='programs.participant')),
            ],
            options={
                'ordering': ['-score', 'id'],
            },
        ),
        migrations.AddIndex(
            model_name='matchrun',
            index=models.Index(fields=['cycle', '-kept_at'], name='match_run_kept'),
        ),
        migrations.AddConstraint(
            model_name='matchrun',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['queued', 'running'])), fields=('cycle',), name='one_match_run_at_a_time'),
        ),
        migrations.AddIndex(
            model_name='proposal',
            index=models.Index(fields=['run', '-score', 'id'], name='proposed_by_score'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.UniqueConstraint(fields=('run', 'junior', 'senior'), name='proposed_once_per_run'),
        ),
    ]
