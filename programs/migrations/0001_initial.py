import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import programs.models.cycle
import programs.models.program
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
            name='Cycle',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('state', models.CharField(choices=[('enrolling', 'enrolling'), ('matching', 'matching'), ('running', 'running'), ('closing', 'closing'), ('closed', 'closed')], default='enrolling', max_length=10)),
                ('enrol_until', models.DateField(blank=True, null=True, verbose_name='enrolment closes on')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='starts on')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='ends on')),
                ('enrolment_token', models.CharField(default=programs.models.cycle.new_enrolment_token, editable=False, max_length=64, unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'ordering': ['-created_at'],
            },
        ),
        migrations.CreateModel(
            name='Participant',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('side', models.CharField(choices=[('junior', 'mentor'), ('senior', 'leader')], max_length=6, verbose_name='side')),
                ('state', models.CharField(choices=[('invited', 'invited'), ('applied', 'to be approved'), ('waitlisted', 'on the waiting list'), ('approved', 'approved'), ('active', 'in a pairing'), ('completed', 'completed'), ('withdrawn', 'withdrawn'), ('declined', 'declined')], default='invited', max_length=10)),
                ('capacity', models.PositiveSmallIntegerField(default=1, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)], verbose_name='partners at the same time')),
                ('is_paused', models.BooleanField(default=False, verbose_name='not matched for now')),
                ('invited_at', models.DateTimeField(blank=True, null=True)),
                ('applied_at', models.DateTimeField(blank=True, null=True)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('oriented_at', models.DateTimeField(blank=True, null=True)),
                ('team_note', models.CharField(blank=True, max_length=300, verbose_name='note')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('cycle', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='participants', to='programs.cycle')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('invited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('replaced_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='programs.participant')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='participations', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['user__last_name', 'user__first_name', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Program',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('template', models.CharField(default='blank', max_length=30, verbose_name='template')),
                ('purpose', models.TextField(blank=True, max_length=2000, verbose_name='purpose')),
                ('success_measures', models.TextField(blank=True, max_length=2000, verbose_name='how you will know that it worked')),
                ('state', models.CharField(choices=[('draft', 'draft'), ('open', 'open'), ('archived', 'archived')], default='draft', max_length=10)),
                ('cadence_weeks', models.PositiveSmallIntegerField(default=3, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(26)], verbose_name='weeks between meetings')),
                ('meeting_minutes', models.PositiveSmallIntegerField(default=60, validators=[django.core.validators.MinValueValidator(15), django.core.validators.MaxValueValidator(240)], verbose_name='length of a meeting in minutes')),
                ('meetings_goal', models.PositiveSmallIntegerField(default=8, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(60)], verbose_name='number of meetings')),
                ('channels', models.JSONField(default=programs.models.program.default_channels, verbose_name='ways to meet')),
                ('review_months', models.PositiveSmallIntegerField(default=3, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(12)], verbose_name='months between reviews')),
                ('review_open_days', models.PositiveSmallIntegerField(default=14, validators=[django.core.validators.MinValueValidator(3), django.core.validators.MaxValueValidator(60)], verbose_name='days a review stays open')),
                ('review_gap_days', models.PositiveSmallIntegerField(default=60, validators=[django.core.validators.MinValueValidator(60), django.core.validators.MaxValueValidator(365)], verbose_name='fewest days between two reviews')),
                ('score_threshold', models.PositiveSmallIntegerField(default=5, validators=[django.core.validators.MinValueValidator(5), django.core.validators.MaxValueValidator(50)], verbose_name='smallest group for results')),
                ('comment_threshold', models.PositiveSmallIntegerField(default=10, validators=[django.core.validators.MinValueValidator(10), django.core.validators.MaxValueValidator(100)], verbose_name='smallest group for comments')),
                ('answer_days', models.PositiveSmallIntegerField(default=10, validators=[django.core.validators.MinValueValidator(2), django.core.validators.MaxValueValidator(60)], verbose_name='days to answer a proposed pairing')),
                ('visited_topics', models.JSONField(default=list, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('opened_at', models.DateTimeField(blank=True, null=True)),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person_of_trust', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='trusted_programs', to=settings.AUTH_USER_MODEL)),
                ('sponsor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='sponsored_programs', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-created_at'],
            },
        ),
        migrations.AddField(
            model_name='cycle',
            name='program',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cycles', to='programs.program'),
        ),
        migrations.CreateModel(
            name='Coordinator',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('added_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='coordinated', to=settings.AUTH_USER_MODEL)),
                ('program', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='coordinators', to='programs.program')),
            ],
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('text', models.CharField(max_length=300, verbose_name='question')),
                ('asked', models.CharField(choices=[('both', 'mentors and leaders'), ('junior', 'mentors'), ('senior', 'leaders')], default='both', max_length=6, verbose_name='asked of')),
                ('is_required', models.BooleanField(default=False, verbose_name='an answer is needed')),
                ('is_for_partner', models.BooleanField(default=True, verbose_name='the partner reads the answer too')),
                ('kind', models.CharField(choices=[('text', 'in their own words'), ('choice', 'one of several answers'), ('choices', 'any of several answers'), ('scale', 'a scale from 1 to 5')], default='text', max_length=7, verbose_name='how it is answered')),
                ('options', models.JSONField(blank=True, default=list, verbose_name='answers to choose from')),
                ('counts', models.CharField(choices=[('no', 'no'), ('alike', 'yes: the more alike the answers, the better'), ('different', 'yes: the more different the answers, the better')], default='no', max_length=9, verbose_name='counts when pairs are found')),
                ('is_lived', models.BooleanField(default=False, verbose_name='is about lived experience')),
                ('is_in_figures', models.BooleanField(default=False, verbose_name='answers are counted on the page of figures')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('program', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='programs.program')),
            ],
            options={
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('text', models.TextField(blank=True, help_text='Of several options one a line, of a scale 1 to 5.', max_length=2000)),
                ('may_count', models.BooleanField(default=False, help_text='Asked of whoever answers what is about lived experience.')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='programs.participant')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='programs.question')),
            ],
        ),
        migrations.CreateModel(
            name='Todo',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('leave_request', 'asks to end the pairing'), ('go_on', 'asks to go on after a pause'), ('slipping', 'pair is slipping'), ('disputed', 'meetings are told differently'), ('broken_rule', 'pairing breaks a rule'), ('not_answered', 'proposed pairing was not accepted'), ('pairing_ended', 'pairing has ended'), ('leaver', 'someone has left the organisation'), ('help_wanted', 'someone asks for help'), ('review_closed', 'review round has closed'), ('no_reader', 'a pair without a reader')], max_length=20)),
                ('subject_id', models.UUIDField()),
                ('text', models.CharField(blank=True, max_length=400)),
                ('link', models.CharField(blank=True, max_length=300)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('concerns', models.ManyToManyField(blank=True, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('done_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('program', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='todos', to='programs.program')),
            ],
            options={
                'ordering': ['-created_at'],
            },
        ),
        migrations.CreateModel(
            name='Topic',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=120, verbose_name='topic')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('program', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='topics', to='programs.program')),
            ],
            options={
                'ordering': ['position', 'name'],
            },
        ),
        migrations.CreateModel(
            name='TopicChoice',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('rating', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)])),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='choices', to='programs.participant')),
                ('topic', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='choices', to='programs.topic')),
            ],
        ),
        migrations.CreateModel(
            name='Wish',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('named', models.CharField(blank=True, max_length=254)),
                ('rank', models.PositiveSmallIntegerField(default=1)),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='wishes', to='programs.participant')),
                ('wanted', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['rank'],
            },
        ),
        migrations.AddIndex(
            model_name='participant',
            index=models.Index(fields=['cycle', 'side', 'state'], name='participant_by_state'),
        ),
        migrations.AddConstraint(
            model_name='participant',
            constraint=models.UniqueConstraint(fields=('cycle', 'user'), name='participant_once_per_cycle'),
        ),
        migrations.AddConstraint(
            model_name='participant',
            constraint=models.CheckConstraint(condition=models.Q(('capacity__range', (1, 5))), name='participant_capacity'),
        ),
        migrations.AddConstraint(
            model_name='program',
            constraint=models.CheckConstraint(condition=models.Q(('score_threshold__gte', 5)), name='program_score_threshold'),
        ),
        migrations.AddConstraint(
            model_name='program',
            constraint=models.CheckConstraint(condition=models.Q(('comment_threshold__gte', 10)), name='program_comment_threshold'),
        ),
        migrations.AddConstraint(
            model_name='program',
            constraint=models.CheckConstraint(condition=models.Q(('review_gap_days__gte', 60)), name='program_review_gap'),
        ),
        migrations.AddConstraint(
            model_name='cycle',
            constraint=models.CheckConstraint(condition=models.Q(('starts_on__isnull', True), ('ends_on__isnull', True), ('ends_on__gt', models.F('starts_on')), _connector='OR'), name='cycle_ends_after_it_starts'),
        ),
        migrations.AddConstraint(
            model_name='coordinator',
            constraint=models.UniqueConstraint(fields=('program', 'user'), name='coordinator_once'),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.UniqueConstraint(fields=('participant', 'question'), name='answered_once'),
        ),
        migrations.AddConstraint(
            model_name='todo',
            constraint=models.UniqueConstraint(condition=models.Q(('done_at__isnull', True)), fields=('kind', 'subject_id'), name='todo_open_once'),
        ),
        migrations.AddConstraint(
            model_name='topic',
            constraint=models.UniqueConstraint(fields=('program', 'name'), name='topic_once'),
        ),
        migrations.AddConstraint(
            model_name='topicchoice',
            constraint=models.UniqueConstraint(fields=('participant', 'topic'), name='topic_chosen_once'),
        ),
        migrations.AddConstraint(
            model_name='topicchoice',
            constraint=models.CheckConstraint(condition=models.Q(('rating__range', (1, 5))), name='topic_rating_in_scale'),
        ),
        migrations.AddConstraint(
            model_name='wish',
            constraint=models.UniqueConstraint(fields=('participant', 'wanted'), name='wished_once'),
        ),
    ]
