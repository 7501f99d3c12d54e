import django.core.validators
import django.utils.timezone
import django.db.models.deletion
from django.conf import settings
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('pairings', '0001_initial'),
        ('programs', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ActionItem',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('action', 'action item'), ('commitment', 'commitment')], default='action', max_length=10)),
                ('text', models.CharField(max_length=300, verbose_name='what')),
                ('owner', models.CharField(choices=[('junior', 'mentor'), ('senior', 'leader')], max_length=6, verbose_name='who')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='due on')),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('seen', models.CharField(blank=True, choices=[('', 'not said yet'), ('seen', 'seen'), ('not_yet', 'not yet')], default='', max_length=7)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_reason', models.CharField(blank=True, max_length=500, verbose_name='why it is withdrawn')),
                ('fine_at', models.DateTimeField(blank=True, null=True, verbose_name='fine by the mentor since')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('shown_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='first shown to the other')),
            ],
            options={
                'ordering': ['done_at', 'due_on', 'created_at'],
            },
        ),
        migrations.CreateModel(
            name='Ballot',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('side', models.CharField(choices=[('junior', 'mentor'), ('senior', 'leader')], max_length=6)),
            ],
        ),
        migrations.CreateModel(
            name='CastBallot',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('mark', models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name='ChangeWish',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('wish', models.CharField(choices=[('continue', 'continue together'), ('swap', 'continue with another partner'), ('stop', 'stop for now')], max_length=8)),
            ],
        ),
        migrations.CreateModel(
            name='Insight',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('text', models.TextField(max_length=2000, verbose_name='insight')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('audience', models.CharField(choices=[('pair', 'the two of us'), ('program', 'everyone in the program')], default='pair', max_length=7)),
                ('junior_agreed', models.BooleanField(default=False)),
                ('senior_agreed', models.BooleanField(default=False)),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'ordering': ['-created_at'],
            },
        ),
        migrations.CreateModel(
            name='ItemChange',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('words', 'words, owner or date'), ('undone', 'not done after all'), ('seen', "the mentor's word")], max_length=6)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('text', models.CharField(max_length=300)),
                ('owner', models.CharField(choices=[('junior', 'mentor'), ('senior', 'leader')], max_length=6)),
                ('due_on', models.DateField(null=True)),
                ('done_at', models.DateTimeField(null=True)),
                ('seen', models.CharField(blank=True, choices=[('', 'not said yet'), ('seen', 'seen'), ('not_yet', 'not yet')], max_length=7)),
            ],
            options={
                'ordering': ['at'],
            },
        ),
        migrations.CreateModel(
            name='LogDraft',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('fields', models.JSONField(default=dict)),
                ('saved_at', models.DateTimeField(auto_now=True)),
            ],
        ),
        migrations.CreateModel(
            name='MarkKey',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('wrapped', models.BinaryField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(choices=[('planned', 'planned'), ('held', 'held'), ('cancelled', 'cancelled'), ('missed', 'missed')], default='planned', max_length=10)),
                ('starts_at', models.DateTimeField(verbose_name='starts')),
                ('minutes', models.PositiveSmallIntegerField(default=60, validators=[django.core.validators.MinValueValidator(5), django.core.validators.MaxValueValidator(480)], verbose_name='length in minutes')),
                ('channel', models.CharField(choices=[('in_person', 'in person'), ('video', 'by video'), ('phone', 'by phone')], default='video', max_length=10, verbose_name='how')),
                ('place', models.CharField(blank=True, max_length=300, verbose_name='place or link')),
                ('agenda', models.TextField(blank=True, max_length=4000, verbose_name='agenda')),
                ('revision', models.PositiveIntegerField(default=0)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('planned_by_side', models.CharField(blank=True, choices=[('junior', 'the mentor'), ('senior', 'the leader'), ('both', 'both'), ('program', 'the program')], max_length=7)),
                ('was_planned', models.BooleanField(default=True, verbose_name='was planned ahead')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='logged, cancelled or missed at')),
                ('junior_word', models.CharField(blank=True, choices=[('held', 'you met'), ('cancelled:junior', 'cancelled by the mentor'), ('cancelled:senior', 'cancelled by the leader'), ('cancelled:both', 'cancelled by both'), ('missed:junior', 'the mentor did not come'), ('missed:senior', 'the leader did not come'), ('missed:both', 'neither came')], max_length=16, verbose_name='what the mentor says')),
                ('junior_said_at', models.DateTimeField(blank=True, null=True)),
                ('senior_word', models.CharField(blank=True, choices=[('held', 'you met'), ('cancelled:junior', 'cancelled by the mentor'), ('cancelled:senior', 'cancelled by the leader'), ('cancelled:both', 'cancelled by both'), ('missed:junior', 'the mentor did not come'), ('missed:senior', 'the leader did not come'), ('missed:both', 'neither came')], max_length=16, verbose_name='what the leader says')),
                ('senior_said_at', models.DateTimeField(blank=True, null=True)),
                ('asked_back_by', models.CharField(blank=True, choices=[('junior', 'mentor'), ('senior', 'leader')], max_length=6, verbose_name='the side that asks to take its word back')),
                ('is_disputed', models.GeneratedField(db_persist=True, expression=models.Case(models.When(models.Q(models.Q(('junior_word', ''), _negated=True), models.Q(('senior_word', ''), _negated=True), models.Q(('junior_word', models.F('senior_word')), _negated=True)), then=models.Value(True)), default=models.Value(False)), output_field=models.BooleanField())),
            ],
            options={
                'ordering': ['starts_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='MeetingChange',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('moved', 'moved'), ('cancelled', 'cancelled'), ('corrected', 'corrected afterwards'), ('said', 'said what happened'), ('asked_back', 'asked to take it back'), ('kept', 'left as it is'), ('taken_back', 'taken back'), ('agreed', 'agreed that the other takes it back')], max_length=10)),
                ('by_side', models.CharField(choices=[('junior', 'the mentor'), ('senior', 'the leader'), ('both', 'both'), ('program', 'the program')], max_length=7)),
                ('counts_for', models.CharField(blank=True, choices=[('junior', 'the mentor'), ('senior', 'the leader'), ('both', 'both'), ('program', 'the program')], max_length=7, verbose_name='called off in a pause, for whom it counts')),
                ('hours_notice', models.IntegerField(default=0, verbose_name='hours of notice')),
                ('was_at', models.DateTimeField(verbose_name='was planned for')),
                ('was_minutes', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='length before')),
                ('was_channel', models.CharField(blank=True, choices=[('in_person', 'in person'), ('video', 'by video'), ('phone', 'by phone')], max_length=10, verbose_name='how before')),
                ('word', models.CharField(blank=True, choices=[('held', 'you met'), ('cancelled:junior', 'cancelled by the mentor'), ('cancelled:senior', 'cancelled by the leader'), ('cancelled:both', 'cancelled by both'), ('missed:junior', 'the mentor did not come'), ('missed:senior', 'the leader did not come'), ('missed:both', 'neither came')], max_length=16, verbose_name='what is said')),
                ('was_word', models.CharField(blank=True, choices=[('held', 'you met'), ('cancelled:junior', 'cancelled by the mentor'), ('cancelled:senior', 'cancelled by the leader'), ('cancelled:both', 'cancelled by both'), ('missed:junior', 'the mentor did not come'), ('missed:senior', 'the leader did not come'), ('missed:both', 'neither came')], max_length=16, verbose_name='what was said before')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['at'],
            },
        ),
        migrations.CreateModel(
            name='Reflection',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('text', models.TextField(blank=True, max_length=4000, verbose_name='private reflection')),
                ('confidence', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='confidence')),
                ('safety', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='safe to speak')),
                ('updated_at', models.DateTimeField(auto_now=True)),
            ],
        ),
        migrations.CreateModel(
            name='RetractedMeeting',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('starts_at', models.DateTimeField(verbose_name='had been logged for')),
                ('by_side', models.CharField(choices=[('junior', 'mentor'), ('senior', 'leader')], max_length=6)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['-starts_at'],
            },
        ),
        migrations.CreateModel(
            name='ReviewQuestion',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=40)),
                ('text', models.CharField(max_length=300)),
                ('section', models.CharField(max_length=40)),
                ('kind', models.CharField(choices=[('rating', 'rating 1 to 5'), ('text', 'text')], default='rating', max_length=6)),
                ('side', models.CharField(choices=[('both', 'both sides'), ('junior', 'mentor'), ('senior', 'leader')], default='both', max_length=6)),
                ('is_required', models.BooleanField(default=False)),
                ('position', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'ordering': ['position'],
            },
        ),
        migrations.CreateModel(
            name='ReviewRound',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveSmallIntegerField()),
                ('state', models.CharField(choices=[('planned', 'planned'), ('open', 'open'), ('closed', 'closed')], default='planned', max_length=10)),
                ('opens_on', models.DateField(verbose_name='opens on')),
                ('closes_on', models.DateField(verbose_name='closes on')),
                ('score_threshold', models.PositiveSmallIntegerField(default=5)),
                ('comment_threshold', models.PositiveSmallIntegerField(default=10)),
                ('is_last', models.BooleanField(default=False)),
                ('answered_so_far', models.JSONField(blank=True, default=dict)),
                ('response_counted_on', models.DateField(blank=True, null=True)),
                ('opened_at', models.DateTimeField(blank=True, null=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-number', '-opens_on'],
            },
        ),
        migrations.CreateModel(
            name='Rhythm',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('lapses', models.PositiveSmallIntegerField(default=0)),
                ('slipping_since', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='RoundKey',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('wrapped', models.BinaryField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='RoundMarks',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('sealed', models.BinaryField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SealedReview',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('respondent', models.CharField(max_length=64)),
                ('sealed', models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name='SessionLog',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('learned', models.TextField(blank=True, max_length=4000, verbose_name='what did you learn')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('topic_names', models.JSONField(blank=True, default=list)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('updated_at', models.DateTimeField(auto_now=True)),
            ],
        ),
        migrations.CreateModel(
            name='Win',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('text', models.CharField(blank=True, max_length=300, verbose_name='small win')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('taken_back_at', models.DateTimeField(blank=True, null=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'ordering': ['created_at'],
            },
        ),
        migrations.AddField(
            model_name='actionitem',
            name='created_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='actionitem',
            name='pairing',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='action_items', to='pairings.pairing'),
        ),
        migrations.AddField(
            model_name='actionitem',
            name='withdrawn_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='ballot',
            name='pairing',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pairings.pairing'),
        ),
        migrations.AddField(
            model_name='ballot',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ballots', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='changewish',
            name='pairing',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pairings.pairing'),
        ),
        migrations.AddField(
            model_name='changewish',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='insight',
            name='author',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='insight',
            name='pairing',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='insights', to='pairings.pairing'),
        ),
        migrations.AddField(
            model_name='itemchange',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='itemchange',
            name='item',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='mentoring_sessions.actionitem'),
        ),
        migrations.AddField(
            model_name='logdraft',
            name='author',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='logdraft',
            name='pairing',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='pairings.pairing'),
        ),
        migrations.AddField(
            model_name='markkey',
            name='program',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='programs.program'),
        ),
        migrations.AddField(
            model_name='meeting',
            name='pairing',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='pairings.pairing'),
        ),
        migrations.AddField(
            model_name='meeting',
            name='planned_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='logdraft',
            name='meeting',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to='mentoring_sessions.meeting'),
        ),
        migrations.AddField(
            model_name='insight',
            name='meeting',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='insights', to='mentoring_sessions.meeting'),
        ),
        migrations.AddField(
            model_name='actionitem',
            name='meeting',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='action_items', to='mentoring_sessions.meeting'),
        ),
        migrations.AddField(
            model_name='meetingchange',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='meetingchange',
            name='meeting',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='mentoring_sessions.meeting'),
        ),
        migrations.AddField(
            model_name='reflection',
            name='author',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='reflection',
            name='meeting',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reflections', to='mentoring_sessions.meeting'),
        ),
        migrations.AddField(
            model_name='retractedmeeting',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='retractedmeeting',
            name='pairing',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='retracted_meetings', to='pairings.pairing'),
        ),
        migrations.AddField(
            model_name='reviewround',
            name='cycle',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='review_rounds', to='programs.cycle'),
        ),
        migrations.AddField(
            model_name='reviewquestion',
            name='round',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='mentoring_sessions.reviewround'),
        ),
        migrations.AddField(
            model_name='changewish',
            name='round',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='wishes', to='mentoring_sessions.reviewround'),
        ),
        migrations.AddField(
            model_name='castballot',
            name='round',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='mentoring_sessions.reviewround'),
        ),
        migrations.AddField(
            model_name='ballot',
            name='round',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ballots', to='mentoring_sessions.reviewround'),
        ),
        migrations.AddField(
            model_name='rhythm',
            name='pairing',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='rhythm', to='pairings.pairing'),
        ),
        migrations.AddField(
            model_name='roundkey',
            name='round',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='key', to='mentoring_sessions.reviewround'),
        ),
        migrations.AddField(
            model_name='roundmarks',
            name='round',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='marks', to='mentoring_sessions.reviewround'),
        ),
        migrations.AddField(
            model_name='sealedreview',
            name='round',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='mentoring_sessions.reviewround'),
        ),
        migrations.AddField(
            model_name='sessionlog',
            name='author',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='sessionlog',
            name='meeting',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='mentoring_sessions.meeting'),
        ),
        migrations.AddField(
            model_name='sessionlog',
            name='topics',
            field=models.ManyToManyField(blank=True, related_name='+', to='programs.topic'),
        ),
        migrations.AddField(
            model_name='win',
            name='author',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='win',
            name='meeting',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='wins', to='mentoring_sessions.meeting'),
        ),
        migrations.AddField(
            model_name='win',
            name='pairing',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='wins', to='pairings.pairing'),
        ),
        migrations.AddIndex(
            model_name='meeting',
            index=models.Index(fields=['pairing', 'state', 'starts_at', 'id', 'is_disputed'], name='meeting_facts_of_pairing'),
        ),
        migrations.AddIndex(
            model_name='meeting',
            index=models.Index(fields=['state', 'starts_at', 'pairing', 'is_disputed'], name='meeting_pairing_by_state'),
        ),
        migrations.AddIndex(
            model_name='meeting',
            index=models.Index(condition=models.Q(('is_disputed', True)), fields=['pairing'], name='meeting_now_disputed'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'planned')), fields=('pairing', 'starts_at'), name='meeting_planned_once'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(('minutes__range', (5, 480))), name='meeting_minutes'),
        ),
        migrations.AddConstraint(
            model_name='logdraft',
            constraint=models.UniqueConstraint(fields=('meeting', 'author'), name='draft_once'),
        ),
        migrations.AddConstraint(
            model_name='logdraft',
            constraint=models.UniqueConstraint(condition=models.Q(('meeting__isnull', True)), fields=('pairing', 'author'), name='unplanned_draft_once'),
        ),
        migrations.AddConstraint(
            model_name='insight',
            constraint=models.CheckConstraint(condition=models.Q(('published_at__isnull', True), models.Q(('audience', 'program'), ('junior_agreed', True), ('senior_agreed', True)), _connector='OR'), name='insight_published_by_both'),
        ),
        migrations.AddIndex(
            model_name='actionitem',
            index=models.Index(fields=['due_on', 'done_at'], name='action_item_due'),
        ),
        migrations.AddConstraint(
            model_name='actionitem',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'action'), ('owner', 'senior'), _connector='OR'), name='commitment_is_the_leaders'),
        ),
        migrations.AddConstraint(
            model_name='actionitem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at__isnull', True), ('withdrawn_by__isnull', True), ('withdrawn_reason', '')), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False), models.Q(('withdrawn_reason', ''), _negated=True)), _connector='OR'), name='item_withdrawn_with_reason'),
        ),
        migrations.AddConstraint(
            model_name='actionitem',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_at__isnull', True), models.Q(('done_at__isnull', True), models.Q(('seen', 'seen'), _negated=True)), _connector='OR'), name='item_withdrawn_is_not_kept'),
        ),
        migrations.AddConstraint(
            model_name='actionitem',
            constraint=models.CheckConstraint(condition=models.Q(('fine_at__isnull', True), models.Q(('kind', 'commitment'), ('withdrawn_at__isnull', False)), _connector='OR'), name='item_fine_when_withdrawn'),
        ),
        migrations.AddConstraint(
            model_name='reflection',
            constraint=models.UniqueConstraint(fields=('meeting', 'author'), name='reflection_once'),
        ),
        migrations.AddConstraint(
            model_name='reflection',
            constraint=models.CheckConstraint(condition=models.Q(('confidence__isnull', True), ('confidence__range', (1, 5)), _connector='OR'), name='reflection_confidence'),
        ),
        migrations.AddConstraint(
            model_name='reflection',
            constraint=models.CheckConstraint(condition=models.Q(('safety__isnull', True), ('safety__range', (1, 5)), _connector='OR'), name='reflection_safety'),
        ),
        migrations.AddConstraint(
            model_name='reviewround',
            constraint=models.UniqueConstraint(fields=('cycle', 'number'), name='round_number_once'),
        ),
        migrations.AddConstraint(
            model_name='reviewround',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('cycle',), name='one_open_round'),
        ),
        migrations.AddConstraint(
            model_name='reviewround',
            constraint=models.CheckConstraint(condition=models.Q(('closes_on__gte', models.F('opens_on'))), name='round_closes_after_it_opens'),
        ),
        migrations.AddConstraint(
            model_name='reviewround',
            constraint=models.CheckConstraint(condition=models.Q(('comment_threshold__gte', 10), ('score_threshold__gte', 5)), name='round_thresholds'),
        ),
        migrations.AddConstraint(
            model_name='reviewround',
            constraint=models.UniqueConstraint(condition=models.Q(('is_last', True)), fields=('cycle',), name='one_last_round'),
        ),
        migrations.AddConstraint(
            model_name='reviewquestion',
            constraint=models.UniqueConstraint(fields=('round', 'code', 'side'), name='review_question_once'),
        ),
        migrations.AddConstraint(
            model_name='changewish',
            constraint=models.UniqueConstraint(fields=('round', 'pairing', 'user'), name='change_wish_once'),
        ),
        migrations.AddConstraint(
            model_name='changewish',
            constraint=models.CheckConstraint(condition=models.Q(('wish', 'continue'), _negated=True), name='wish_is_for_a_change'),
        ),
        migrations.AddConstraint(
            model_name='castballot',
            constraint=models.UniqueConstraint(fields=('round', 'mark'), name='ballot_cast_once'),
        ),
        migrations.AddConstraint(
            model_name='ballot',
            constraint=models.UniqueConstraint(fields=('round', 'pairing', 'user'), name='ballot_once'),
        ),
        migrations.AddIndex(
            model_name='rhythm',
            index=models.Index(condition=models.Q(('slipping_since__isnull', False)), fields=['slipping_since'], name='rhythm_now_slipping'),
        ),
        migrations.AddConstraint(
            model_name='sealedreview',
            constraint=models.UniqueConstraint(fields=('round', 'respondent'), name='review_once_per_respondent'),
        ),
        migrations.AddConstraint(
            model_name='sessionlog',
            constraint=models.UniqueConstraint(fields=('meeting', 'author'), name='log_part_once'),
        ),
        migrations.AddConstraint(
            model_name='win',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('taken_back_at__isnull', True), models.Q(('text', ''), _negated=True)), models.Q(('taken_back_at__isnull', False), ('text', '')), _connector='OR'), name='win_has_text_or_is_taken_back'),
        ),
    ]
