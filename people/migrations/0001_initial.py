import datetime
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models

from people.audit import guard


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='FormToken',
            fields=[
                ('key', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('answer', models.TextField(blank=True)),
                ('claimed_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name='Department',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=120, verbose_name='name')),
            ],
            options={
                'ordering': ['name'],
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('name'), name='department_name_once')],
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='e-mail')),
                ('first_name', models.CharField(blank=True, max_length=120, verbose_name='first name')),
                ('last_name', models.CharField(blank=True, max_length=120, verbose_name='last name')),
                ('preferred_name', models.CharField(blank=True, max_length=120, verbose_name='preferred name')),
                ('employee_number', models.CharField(blank=True, max_length=64, verbose_name='employee number')),
                ('job_title', models.CharField(blank=True, max_length=160, verbose_name='job title')),
                ('city', models.CharField(blank=True, max_length=120, verbose_name='city')),
                ('country', models.CharField(blank=True, max_length=120, verbose_name='country')),
                ('level', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='level')),
                ('level_source', models.CharField(blank=True, choices=[('imported', 'from the roster'), ('derived', 'from the reporting line'), ('title', 'set for the job title'), ('person', 'set for this person')], max_length=10, verbose_name='where the level comes from')),
                ('named_assistants', models.JSONField(blank=True, default=list, editable=False)),
                ('time_zone', models.CharField(blank=True, max_length=64, verbose_name='time zone')),
                ('works_from', models.TimeField(default=datetime.time(9, 0), verbose_name='works from')),
                ('works_until', models.TimeField(default=datetime.time(17, 0), verbose_name='works until')),
                ('language', models.CharField(default='en', max_length=12, verbose_name='language of the interface')),
                ('spoken_languages', models.JSONField(blank=True, default=list, verbose_name='languages spoken')),
                ('hired_on', models.DateField(blank=True, null=True, verbose_name='hired on')),
                ('left_at', models.DateTimeField(blank=True, null=True, verbose_name='left at')),
                ('is_active', models.BooleanField(default=True, verbose_name='active')),
                ('closed_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('email_failed_at', models.DateTimeField(blank=True, null=True, verbose_name='mail refused at')),
                ('search_text', models.TextField(blank=True, db_default='', default='', editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created at')),
                ('assistants', models.ManyToManyField(blank=True, related_name='assists', to=settings.AUTH_USER_MODEL, verbose_name='assistants')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('manager', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='reports', to=settings.AUTH_USER_MODEL, verbose_name='manager')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='people', to='people.department', verbose_name='department')),
            ],
            options={
                'ordering': ['last_name', 'first_name', 'id'],
            },
        ),
        migrations.CreateModel(
            name='EndedLine',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('ended_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('close', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='HeldAct',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('grant_role', 'giving a role'), ('revoke_role', 'taking a role away'), ('change_address', 'changing a sign-in e-mail'), ('change_domain', 'changing the mail domain of many'), ('change_entry', 'changing an entry in the roster'), ('reset_second_factor', 'resetting a second factor'), ('name_coordinator', 'naming a coordinator'), ('remove_coordinator', 'removing a coordinator'), ('name_trusted', 'naming or removing a person of trust'), ('close_account', 'closing an account to which others may turn'), ('erase', 'erasing what is kept about a person')], max_length=24)),
                ('named', models.CharField(blank=True, max_length=250)),
                ('topic', models.CharField(blank=True, max_length=254)),
                ('payload', models.JSONField(default=dict)),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='why')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('state', models.CharField(choices=[('asked', 'waits for a second person'), ('approved', 'approved, holds later'), ('done', 'done'), ('refused', 'refused'), ('withdrawn', 'withdrawn'), ('expired', 'not done')], default='asked', max_length=10)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('holds_until', models.DateTimeField(blank=True, null=True)),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('outcome', models.CharField(blank=True, max_length=160)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-asked_at'],
            },
        ),
        migrations.CreateModel(
            name='JobTitleLevel',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('job_title', models.CharField(max_length=160, verbose_name='job title')),
                ('level', models.PositiveSmallIntegerField(verbose_name='level')),
            ],
            options={
                'ordering': ['job_title'],
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('job_title'), name='job_title_level_once')],
            },
        ),
        migrations.CreateModel(
            name='Organization',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(default='Your organisation', max_length=120, verbose_name='name')),
                ('time_zone', models.CharField(default='UTC', max_length=64, verbose_name='time zone')),
                ('email_sender', models.CharField(blank=True, default='', max_length=200, verbose_name='sender of messages')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='organization_is_one_row')],
            },
        ),
        migrations.CreateModel(
            name='RoleGrant',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('role', models.CharField(choices=[('hr_admin', 'HR admin'), ('operator', 'operator')], max_length=10, verbose_name='role')),
                ('granted_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('granted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='grants', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('act', models.CharField(max_length=40, verbose_name='act')),
                ('about_type', models.CharField(blank=True, max_length=60)),
                ('about_id', models.CharField(blank=True, max_length=36)),
                ('program_id', models.UUIDField(null=True)),
                ('sign_in', models.CharField(blank=True, max_length=16)),
                ('is_private', models.BooleanField(default=False)),
                ('details', models.JSONField(default=dict)),
                ('until', models.DateTimeField(null=True)),
                ('actor', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-at', '-id'],
                'indexes': [models.Index(fields=['-at', '-id'], name='audit_by_time'), models.Index(fields=['person', '-at'], name='audit_by_person'), models.Index(fields=['actor', '-at'], name='audit_by_actor'), models.Index(fields=['program_id', '-at'], name='audit_by_program'), models.Index(fields=['act', '-at'], name='audit_by_act')],
            },
        ),
        migrations.CreateModel(
            name='ConflictOfInterest',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('named', models.EmailField(blank=True, max_length=254, verbose_name='address that was named in private')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='why')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('other', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='private_conflicts', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('named', ''), _negated=True), fields=('owner', 'named'), name='private_conflict_once'), models.UniqueConstraint(condition=models.Q(('owner__isnull', True)), fields=('person', 'other'), name='hr_conflict_once'), models.CheckConstraint(condition=models.Q(('person', models.F('other')), _negated=True), name='conflict_between_two')],
            },
        ),
        migrations.AddIndex(
            model_name='user',
            index=models.Index(fields=['is_active', 'last_name', 'first_name'], name='people_user_is_acti_ed3496_idx'),
        ),
        migrations.AddIndex(
            model_name='user',
            index=models.Index(fields=['job_title'], name='people_user_job_tit_d8cccd_idx'),
        ),
        migrations.AddIndex(
            model_name='user',
            index=models.Index(fields=['level'], name='people_user_level_ee1310_idx'),
        ),
        migrations.AddIndex(
            model_name='user',
            index=models.Index(fields=['country'], name='people_user_country_a40d95_idx'),
        ),
        migrations.AddIndex(
            model_name='user',
            index=models.Index(django.db.models.functions.text.Upper('employee_number'), name='user_employee_number_upper'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='user_email_once'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.UniqueConstraint(condition=models.Q(('employee_number', ''), _negated=True), fields=('employee_number',), name='user_employee_number_once'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(('manager__isnull', True), models.Q(('manager', models.F('id')), _negated=True), _connector='OR'), name='user_is_not_their_own_manager'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(('works_until__gt', models.F('works_from'))), name='user_works_until_after_from'),
        ),
        migrations.AddIndex(
            model_name='endedline',
            index=models.Index(fields=['close', 'ended_at'], name='ended_lines_of'),
        ),
        migrations.AddConstraint(
            model_name='endedline',
            constraint=models.UniqueConstraint(fields=('person', 'close'), name='ended_line_once'),
        ),
        migrations.AddIndex(
            model_name='heldact',
            index=models.Index(fields=['state', 'holds_until'], name='people_held_state_1310f8_idx'),
        ),
        migrations.AddIndex(
            model_name='heldact',
            index=models.Index(fields=['person', '-asked_at'], name='people_held_person__a8414a_idx'),
        ),
        migrations.AddConstraint(
            model_name='heldact',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['asked', 'approved'])), fields=('kind', 'person', 'topic'), name='held_act_one_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='heldact',
            constraint=models.UniqueConstraint(condition=models.Q(('person', None), ('state__in', ['asked', 'approved'])), fields=('kind', 'topic'), name='held_act_of_all_one_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='heldact',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('asked_by')), _negated=True), _connector='OR'), name='held_act_by_two'),
        ),
        migrations.AddConstraint(
            model_name='heldact',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'approved'), _negated=True), ('holds_until__isnull', False), _connector='OR'), name='held_act_approved_has_its_hour'),
        ),
        migrations.AddConstraint(
            model_name='rolegrant',
            constraint=models.UniqueConstraint(fields=('user', 'role'), name='role_granted_once'),
        ),
        migrations.CreateModel(
            name='RetentionRun',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('began_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('report', models.JSONField(default=dict)),
            ],
            options={
                'ordering': ['-began_at'],
            },
        ),
        migrations.CreateModel(
            name='RetentionPeriod',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=40, unique=True)),
                ('days', models.PositiveIntegerField(verbose_name='days')),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('changed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='LegalHold',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('pairing_id', models.UUIDField(null=True)),
                ('reason', models.CharField(max_length=300, verbose_name='why')),
                ('placed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('lifted_at', models.DateTimeField(null=True)),
                ('lifted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('placed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('pairing_id__isnull', False), ('person__isnull', True)), models.Q(('pairing_id__isnull', True), ('person__isnull', False)), _connector='OR'), name='hold_on_a_person_or_a_pairing'), models.UniqueConstraint(condition=models.Q(('lifted_at', None)), fields=('person',), name='hold_on_a_person_once'), models.UniqueConstraint(condition=models.Q(('lifted_at', None)), fields=('pairing_id',), name='hold_on_a_pairing_once')],
            },
        ),
        migrations.CreateModel(
            name='DataCopy',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(choices=[('asked', 'waits to be made'), ('making', 'being made'), ('ready', 'ready'), ('failed', 'could not be made')], default='asked', max_length=6)),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='asked for at')),
                ('begun_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('made_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='made at')),
                ('kept_until', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='kept until')),
                ('content', models.BinaryField(default=bytes)),
                ('size', models.PositiveIntegerField(default=0, editable=False)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-asked_at'],
                'indexes': [models.Index(fields=['state', 'asked_at'], name='data_copies_by_state')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['asked', 'making'])), fields=('person',), name='data_copy_one_at_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'ready'), _negated=True), models.Q(('kept_until__isnull', False), ('made_at__isnull', False)), _connector='OR'), name='data_copy_ready_has_its_end')],
            },
        ),
        migrations.CreateModel(
            name='ErasedPerson',
            fields=[
                ('person_id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('pseudonym', models.CharField(editable=False, max_length=12, unique=True)),
                ('erased_on', models.DateField(editable=False)),
            ],
            options={
                'ordering': ['erased_on', 'person_id'],
            },
        ),
        migrations.RunPython(guard.put_up, guard.take_down),
    ]
