import django.core.validators
import django.utils.timezone
import django.db.models.deletion
from django.conf import settings
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('programs', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Agreement',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('expectations', models.TextField(blank=True, max_length=2000, verbose_name='what we expect of each other')),
                ('cadence_weeks', models.PositiveSmallIntegerField(default=3, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(26)], verbose_name='weeks between meetings')),
                ('meeting_minutes', models.PositiveSmallIntegerField(default=60, validators=[django.core.validators.MinValueValidator(15), django.core.validators.MaxValueValidator(240)], verbose_name='length of a meeting in minutes')),
                ('channels', models.JSONField(default=list, verbose_name='how we meet')),
                ('books', models.CharField(choices=[('junior', 'the mentor'), ('senior', 'the leader (or their assistant)')], default='junior', max_length=6, verbose_name='who books the meetings')),
                ('confidentiality', models.TextField(blank=True, max_length=2000, verbose_name='what stays between us')),
                ('leaving', models.TextField(blank=True, max_length=2000, verbose_name='how either of us may leave')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('signed_at', models.DateTimeField(blank=True, null=True, verbose_name='signed by both')),
                ('updated_at', models.DateTimeField(auto_now=True)),
            ],
        ),
        migrations.CreateModel(
            name='ConfidentialWord',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('side', models.CharField(choices=[('junior', 'mentor'), ('senior', 'leader')], max_length=6)),
                ('to', models.CharField(choices=[('team', 'the coordinators'), ('trusted', 'the person of trust'), ('hr', 'HR')], max_length=7)),
                ('sent_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('author_read_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='its author has last looked at it')),
            ],
            options={
                'ordering': ['-sent_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('side', models.CharField(choices=[('junior', 'mentor'), ('senior', 'leader')], max_length=6)),
                ('decision', models.CharField(choices=[('accepted', 'accepted'), ('declined', 'declined')], max_length=8)),
                ('reason', models.TextField(blank=True, max_length=1000, verbose_name='reason')),
                ('decided_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name='EarlierText',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('subject_id', models.UUIDField()),
                ('version', models.PositiveIntegerField()),
                ('was', models.JSONField()),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['-version'],
            },
        ),
        migrations.CreateModel(
            name='EndRequest',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('side', models.CharField(choices=[('junior', 'mentor'), ('senior', 'leader')], max_length=6)),
                ('wish', models.CharField(choices=[('partner', 'another partner'), ('leave', 'to end it, without another partner for now')], max_length=10)),
                ('reason', models.TextField(blank=True, max_length=1000, verbose_name='reason')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('told_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='what follows is told to both')),
                ('is_stepping_back', models.BooleanField(default=False, verbose_name='made before it opened')),
            ],
            options={
                'ordering': ['asked_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Hold',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('side', models.CharField(blank=True, choices=[('junior', 'mentor'), ('senior', 'leader')], max_length=6)),
                ('is_for_request', models.BooleanField(default=False, verbose_name='comes with a request to end')),
                ('begins_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['begins_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Objective',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=200, verbose_name='objective')),
                ('measure', models.CharField(blank=True, max_length=200, verbose_name='how we will see it')),
                ('progress', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='progress in percent')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
            ],
            options={
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='ObjectiveProgress',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('was', models.PositiveSmallIntegerField()),
                ('became', models.PositiveSmallIntegerField()),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['-at'],
            },
        ),
        migrations.CreateModel(
            name='Pairing',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(choices=[('proposed', 'being asked'), ('preparing', 'preparing'), ('active', 'active'), ('paused', 'paused'), ('closing', 'closing'), ('completed', 'completed'), ('declined', 'declined'), ('expired', 'expired'), ('ended', 'ended')], default='proposed', max_length=10)),
                ('score', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('requested_by', models.CharField(blank=True, choices=[('junior', 'mentor'), ('senior', 'leader')], max_length=6, verbose_name='the side that asked for it itself')),
                ('proposed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('answer_by', models.DateTimeField()),
                ('senior_asked_at', models.DateTimeField(blank=True, null=True, verbose_name='the leader was asked')),
                ('agreed_at', models.DateTimeField(blank=True, null=True, verbose_name='both said yes')),
                ('opened_at', models.DateTimeField(blank=True, null=True)),
                ('paused_at', models.DateTimeField(blank=True, null=True)),
                ('resumed_at', models.DateTimeField(blank=True, null=True, verbose_name='went on after a pause that no side had wanted')),
                ('junior_goes_on_at', models.DateTimeField(blank=True, null=True, verbose_name='the mentor has asked to go on from then')),
                ('senior_goes_on_at', models.DateTimeField(blank=True, null=True, verbose_name='the leader has asked to go on from then')),
                ('ends_at', models.DateTimeField(blank=True, null=True, verbose_name='it ends, and both are told, then')),
                ('end_requested_at', models.DateTimeField(blank=True, null=True, verbose_name='one of the two first asked to end it')),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('outcome_at', models.DateTimeField(blank=True, null=True)),
                ('revision', models.PositiveIntegerField(default=0, editable=False, verbose_name='changes told to the two')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'ordering': ['-proposed_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='PastHold',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('side', models.CharField(blank=True, choices=[('junior', 'mentor'), ('senior', 'leader')], max_length=6)),
                ('is_for_request', models.BooleanField(default=False, verbose_name='came with a request to end')),
                ('began_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['began_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Pledge',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('lines', models.JSONField()),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Signature',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('side', models.CharField(choices=[('junior', 'mentor'), ('senior', 'leader')], max_length=6)),
                ('version', models.PositiveIntegerField()),
                ('snapshot', models.JSONField()),
                ('signed_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name='WordLine',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('is_by_author', models.BooleanField()),
                ('text', models.TextField(max_length=4000, verbose_name='text')),
                ('sent_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'ordering': ['sent_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='WordReader',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('first_read_at', models.DateTimeField(blank=True, null=True)),
                ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='last read')),
            ],
        ),
        migrations.AddField(
            model_name='agreement',
            name='topics',
            field=models.ManyToManyField(blank=True, related_name='+', to='programs.topic', verbose_name='focus topics'),
        ),
        migrations.AddField(
            model_name='earliertext',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='hold',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='objectiveprogress',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='objectiveprogress',
            name='objective',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='pairings.objective'),
        ),
        migrations.AddField(
            model_name='pairing',
            name='cycle',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pairings', to='programs.cycle'),
        ),
        migrations.AddField(
            model_name='pairing',
            name='junior',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pairings_as_junior', to='programs.participant'),
        ),
        migrations.AddField(
            model_name='pairing',
            name='senior',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pairings_as_senior', to='programs.participant'),
        ),
        migrations.AddField(
            model_name='objective',
            name='pairing',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='objectives', to='pairings.pairing'),
        ),
        migrations.AddField(
            model_name='hold',
            name='pairing',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='holds', to='pairings.pairing'),
        ),
        migrations.AddField(
            model_name='endrequest',
            name='pairing',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='end_requests', to='pairings.pairing'),
        ),
        migrations.AddField(
            model_name='earliertext',
            name='pairing',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='earlier_texts', to='pairings.pairing'),
        ),
        migrations.AddField(
            model_name='consent',
            name='pairing',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='pairings.pairing'),
        ),
        migrations.AddField(
            model_name='confidentialword',
            name='pairing',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='words', to='pairings.pairing'),
        ),
        migrations.AddField(
            model_name='agreement',
            name='pairing',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='agreement', to='pairings.pairing'),
        ),
        migrations.AddField(
            model_name='pasthold',
            name='pairing',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='past_holds', to='pairings.pairing'),
        ),
        migrations.AddField(
            model_name='pledge',
            name='participant',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='pledge', to='programs.participant'),
        ),
        migrations.AddField(
            model_name='signature',
            name='agreement',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='signatures', to='pairings.agreement'),
        ),
        migrations.AddField(
            model_name='signature',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='wordline',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='wordline',
            name='word',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='pairings.confidentialword'),
        ),
        migrations.AddField(
            model_name='wordreader',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='wordreader',
            name='word',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='readers', to='pairings.confidentialword'),
        ),
        migrations.AddIndex(
            model_name='pairing',
            index=models.Index(fields=['cycle', 'state'], name='pairing_by_state'),
        ),
        migrations.AddIndex(
            model_name='pairing',
            index=models.Index(fields=['state', 'answer_by'], name='pairing_by_answer'),
        ),
        migrations.AddConstraint(
            model_name='pairing',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('proposed', 'preparing', 'active', 'paused', 'closing'))), fields=('cycle', 'junior', 'senior'), name='pairing_open_once'),
        ),
        migrations.AddConstraint(
            model_name='pairing',
            constraint=models.CheckConstraint(condition=models.Q(('junior', models.F('senior')), _negated=True), name='pairing_of_two'),
        ),
        migrations.AddConstraint(
            model_name='pairing',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['active', 'paused']), _negated=True), ('opened_at__isnull', False), _connector='OR'), name='pairing_open_has_time'),
        ),
        migrations.AddConstraint(
            model_name='objective',
            constraint=models.CheckConstraint(condition=models.Q(('progress__lte', 100)), name='objective_progress'),
        ),
        migrations.AddConstraint(
            model_name='hold',
            constraint=models.UniqueConstraint(fields=('pairing', 'side', 'is_for_request'), name='held_once_per_side'),
        ),
        migrations.AddConstraint(
            model_name='endrequest',
            constraint=models.UniqueConstraint(fields=('pairing', 'side'), name='end_requested_once_per_side'),
        ),
        migrations.AddConstraint(
            model_name='earliertext',
            constraint=models.UniqueConstraint(fields=('subject_id', 'version'), name='earlier_text_once_per_version'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.UniqueConstraint(fields=('pairing', 'side'), name='consent_once_per_side'),
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.CheckConstraint(condition=models.Q(('cadence_weeks__range', (1, 26))), name='agreement_cadence'),
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.CheckConstraint(condition=models.Q(('meeting_minutes__range', (15, 240))), name='agreement_minutes'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.UniqueConstraint(fields=('agreement', 'side', 'version'), name='signed_once_per_version'),
        ),
        migrations.AddConstraint(
            model_name='wordreader',
            constraint=models.UniqueConstraint(fields=('word', 'user'), name='word_addressed_once'),
        ),
    ]
