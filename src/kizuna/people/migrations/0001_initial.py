import django.db.models.deletion
import kizuna.access.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('places', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Household',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField()),
                ('area', kizuna.access.fields.Key(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.area')),
            ],
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=200)),
                ('called', models.CharField(blank=True, max_length=100)),
                ('name_key', models.CharField(blank=True, max_length=320)),
                ('pronouns', models.CharField(blank=True, max_length=40)),
                ('birth_year', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('gender', models.CharField(blank=True, max_length=40)),
                ('languages', models.JSONField(blank=True, default=list)),
                ('lat', models.FloatField(blank=True, null=True)),
                ('lon', models.FloatField(blank=True, null=True)),
                ('lives_alone', models.BooleanField(blank=True, null=True)),
                ('access_needs', kizuna.access.fields.SealedJSON(blank=True, null=True)),
                ('phone', kizuna.access.fields.SealedText(blank=True, null=True)),
                ('phone_index', models.CharField(blank=True, db_index=True, max_length=64)),
                ('email', kizuna.access.fields.SealedText(blank=True, null=True)),
                ('email_index', models.CharField(blank=True, db_index=True, max_length=64)),
                ('address', kizuna.access.fields.SealedJSON(blank=True, null=True)),
                ('address_index', models.CharField(blank=True, db_index=True, max_length=64)),
                ('preferred_channel', models.CharField(blank=True, max_length=20)),
                ('preferred_language', models.CharField(blank=True, max_length=20)),
                ('shared_contact', models.BooleanField(default=False)),
                ('contact_times', kizuna.access.fields.SealedJSON(blank=True, null=True)),
                ('interpreter', models.BooleanField(blank=True, null=True)),
                ('not_said', models.JSONField(blank=True, default=list)),
                ('status', models.CharField(default='living', max_length=20)),
                ('status_on', models.DateField(blank=True, null=True)),
                ('do_not_contact', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField()),
                ('area', kizuna.access.fields.Key(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.area')),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='people.person')),
                ('restricted_at', models.DateTimeField(blank=True, null=True)),
                ('warned_at_rest', models.BooleanField(default=False)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ('living', 'died', 'moved_away', 'erased'))), name='person_status_known'), models.CheckConstraint(condition=models.Q(('preferred_channel__in', ['', 'email', 'text', 'phone'])), name='person_channel_known'), models.CheckConstraint(condition=models.Q(('birth_year__isnull', True), models.Q(('birth_year__gte', 1880), ('birth_year__lte', 2200)), _connector='OR'), name='person_born_in_a_lifetime'), models.CheckConstraint(condition=models.Q(models.Q(('phone__isnull', True), ('phone_index', '')), models.Q(('phone__isnull', False), models.Q(('phone_index', ''), _negated=True)), _connector='OR'), name='person_phone_findable'), models.CheckConstraint(condition=models.Q(models.Q(('email__isnull', True), ('email_index', '')), models.Q(('email__isnull', False), models.Q(('email_index', ''), _negated=True)), _connector='OR'), name='person_email_findable'), models.CheckConstraint(condition=models.Q(('merged_into__isnull', True), models.Q(('merged_into', models.F('id')), _negated=True), _connector='OR'), name='person_not_merged_into_self'), models.CheckConstraint(condition=models.Q(models.Q(('lat__isnull', True), ('lon__isnull', True)), models.Q(('lat__gte', -90), ('lat__lte', 90), ('lon__gte', -180), ('lon__lte', 180)), _connector='OR'), name='person_whole_point')],
            },
        ),
        migrations.CreateModel(
            name='Guesses',
            fields=[
                ('bucket', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('tries', models.PositiveIntegerField(default=0)),
                ('last_at', models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name='Account',
            fields=[
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('email', models.EmailField(blank=True, max_length=254, null=True, unique=True)),
                ('name', models.CharField(blank=True, max_length=200)),
                ('phone', kizuna.access.fields.SealedText(blank=True, null=True)),
                ('phone_index', models.CharField(blank=True, db_index=True, max_length=64)),
                ('phone_verified', models.BooleanField(default=False)),
                ('role', models.CharField(default='resident', max_length=20)),
                ('organisations', models.JSONField(blank=True, default=list)),
                ('is_active', models.BooleanField(default=True)),
                ('created_at', models.DateTimeField()),
                ('person', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='people.person')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('role__in', ('resident', 'worker', 'organiser', 'provider', 'coordinator', 'analyst', 'admin'))), name='account_role_known'), models.CheckConstraint(condition=models.Q(('email__isnull', False), models.Q(('role', 'resident'), models.Q(('phone_index', ''), _negated=True)), _connector='OR'), name='account_can_be_reached')],
            },
        ),
        migrations.CreateModel(
            name='Merge',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('before', kizuna.access.fields.SealedJSON()),
                ('after', kizuna.access.fields.SealedJSON()),
                ('by', models.CharField(max_length=150)),
                ('at', models.DateTimeField()),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
                ('keep', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='people.person')),
                ('other', kizuna.access.fields.Key(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('keep', models.F('other')), _negated=True), name='merge_of_two'), models.UniqueConstraint(condition=models.Q(('undone_at__isnull', True)), fields=('other',), name='merged_once')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(blank=True, max_length=20)),
                ('since', models.DateField(blank=True, null=True)),
                ('until', models.DateField(blank=True, null=True)),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='people.household')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='people.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('household', 'person'), name='member_once'), models.CheckConstraint(condition=models.Q(('role__in', ['', 'parent', 'child', 'partner', 'relative', 'lodger', 'carer'])), name='member_role_known'), models.CheckConstraint(condition=models.Q(('since__isnull', True), ('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='member_leaves_later')],
            },
        ),
        migrations.CreateModel(
            name='Double',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('score', models.PositiveSmallIntegerField()),
                ('reasons', models.JSONField(default=list)),
                ('found_at', models.DateTimeField()),
                ('different_by', models.CharField(blank=True, max_length=150)),
                ('different_at', models.DateTimeField(blank=True, null=True)),
                ('one', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='people.person')),
                ('two', kizuna.access.fields.Key(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
            ],
            options={
                'indexes': [models.Index(fields=['-score'], name='double_best')],
                'constraints': [models.UniqueConstraint(fields=('one', 'two'), name='double_once'), models.CheckConstraint(condition=models.Q(('one', models.F('two')), _negated=True), name='double_of_two')],
            },
        ),
        migrations.CreateModel(
            name='Dependence',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('what', kizuna.access.fields.SealedJSON()),
                ('since', models.DateField(blank=True, null=True)),
                ('until', models.DateField(blank=True, null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='people.person')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('since__isnull', True), ('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='dependence_ends_later')],
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('purpose', models.CharField(max_length=40)),
                ('recipient', models.CharField(max_length=120)),
                ('what', models.JSONField(blank=True, default=list)),
                ('emergency_only', models.BooleanField(default=False)),
                ('given_at', models.DateTimeField()),
                ('until', models.DateTimeField(blank=True, null=True)),
                ('how', models.CharField(max_length=20)),
                ('recorded_by', models.CharField(max_length=150)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('evidence', kizuna.access.fields.SealedText(blank=True, null=True)),
                ('decided_by', kizuna.access.fields.SealedText(blank=True, null=True)),
                ('review_on', models.DateField(blank=True, null=True)),
                ('reminded_at', models.DateTimeField(blank=True, null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='people.person')),
            ],
            options={
                'indexes': [models.Index(fields=['person', 'purpose', 'recipient'], name='consent_asked'), models.Index(fields=['until'], name='consent_ends')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('purpose', ''), _negated=True), models.Q(('recipient', ''), _negated=True)), name='consent_for_something'), models.CheckConstraint(condition=models.Q(models.Q(('how', 'speaker'), _negated=True), ('evidence__isnull', False), _connector='OR'), name='consent_spoken_for_with_evidence'), models.CheckConstraint(condition=models.Q(models.Q(('how', 'best interest'), _negated=True), models.Q(('decided_by__isnull', False), ('evidence__isnull', False), ('review_on__isnull', False)), _connector='OR'), name='consent_best_interest_is_reviewed'), models.CheckConstraint(condition=models.Q(('recorded_by', ''), _negated=True), name='consent_recorded'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gt', models.F('given_at')), _connector='OR'), name='consent_ends_later'), models.CheckConstraint(condition=models.Q(('withdrawn_at__isnull', True), ('withdrawn_at__gte', models.F('given_at')), _connector='OR'), name='consent_withdrawn_later'), models.CheckConstraint(condition=models.Q(('how__in', ('online', 'helper', 'spoken', 'phone', 'paper', 'imported', 'speaker', 'best interest'))), name='consent_how_known')],
            },
        ),
        migrations.CreateModel(
            name='Block',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField()),
                ('other', kizuna.access.fields.Key(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='people.person')),
                ('words', kizuna.access.fields.SealedText(blank=True, null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'other'), name='block_once'), models.CheckConstraint(condition=models.Q(('person', models.F('other')), _negated=True), name='block_somebody_else')],
            },
        ),
        migrations.CreateModel(
            name='PersonName',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('text', kizuna.access.fields.SealedText()),
                ('use', models.CharField(max_length=20)),
                ('language', models.CharField(blank=True, max_length=20)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='people.person')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('use__in', ['usual', 'official', 'former'])), name='name_use_known')],
            },
        ),
        migrations.CreateModel(
            name='Protection',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('reason', kizuna.access.fields.SealedText()),
                ('by', models.CharField(max_length=150)),
                ('at', models.DateTimeField()),
                ('lifted_at', models.DateTimeField(blank=True, null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='people.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('lifted_at__isnull', True)), fields=('person',), name='protected_once')],
            },
        ),
        migrations.CreateModel(
            name='Speaking',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', kizuna.access.fields.SealedText(blank=True)),
                ('role', models.CharField(max_length=20)),
                ('evidence', kizuna.access.fields.SealedText()),
                ('seen_by', models.CharField(max_length=150)),
                ('since', models.DateField()),
                ('until', models.DateField(blank=True, null=True)),
                ('created_at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='people.person')),
                ('speaker', kizuna.access.fields.Key(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('role__in', ['parent', 'guardian', 'proxy', 'carer', 'interpreter'])), name='speaker_role_known'), models.CheckConstraint(condition=models.Q(('speaker__isnull', True), models.Q(('speaker', models.F('person')), _negated=True), _connector='OR'), name='speaker_somebody_else'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='speaker_ends_later')],
            },
        ),
        migrations.CreateModel(
            name='StatusChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('before', models.CharField(max_length=20)),
                ('after', models.CharField(max_length=20)),
                ('on', models.DateField(blank=True, null=True)),
                ('note', kizuna.access.fields.SealedText(blank=True)),
                ('by', models.CharField(max_length=150)),
                ('at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='people.person')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('after__in', ('living', 'died', 'moved_away', 'erased')), ('before__in', ('living', 'died', 'moved_away', 'erased'))), name='status_change_known')],
            },
        ),
        migrations.CreateModel(
            name='Device',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('subscription', kizuna.access.fields.SealedText()),
                ('place_index', models.CharField(max_length=64, unique=True)),
                ('at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='people.person')),
            ],
        ),
        migrations.CreateModel(
            name='Glass',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('reason', models.CharField(max_length=20)),
                ('words', kizuna.access.fields.SealedText()),
                ('opened_at', models.DateTimeField()),
                ('until', models.DateTimeField()),
                ('quiet_until', models.DateTimeField(blank=True, null=True)),
                ('told_at', models.DateTimeField(blank=True, null=True)),
                ('reviewed_at', models.DateTimeField(blank=True, null=True)),
                ('verdict', models.CharField(blank=True, max_length=20)),
                ('review_words', kizuna.access.fields.SealedText(blank=True, null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
                ('area', kizuna.access.fields.Key(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.area')),
                ('reviewed_by', kizuna.access.fields.Key(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='people.person')),
                ('said_at', models.DateTimeField(blank=True, null=True)),
                ('said_by', kizuna.access.fields.Key(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unreached_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['reviewed_at', 'opened_at'], name='glass_to_review')],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason__in', ['danger', 'medical', 'missing', 'disaster'])), name='glass_reason_known'), models.CheckConstraint(condition=models.Q(('verdict__in', ['', 'justified', 'not', 'talk'])), name='glass_verdict_known'), models.CheckConstraint(condition=models.Q(('until__gt', models.F('opened_at'))), name='glass_ends_later'), models.CheckConstraint(condition=models.Q(models.Q(('reviewed_at__isnull', True), ('reviewed_by__isnull', True), ('verdict', '')), models.Q(('reviewed_at__isnull', False), ('reviewed_by__isnull', False), models.Q(('verdict', ''), _negated=True), models.Q(('reviewed_by', models.F('account')), _negated=True)), _connector='OR'), name='glass_reviewed_by_a_second'), models.CheckConstraint(condition=models.Q(models.Q(('said_at__isnull', True), ('said_by__isnull', True)), models.Q(('said_at__isnull', False), ('said_by__isnull', False)), _connector='OR'), name='glass_said_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='Approval',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('deed', models.CharField(max_length=60)),
                ('subject', models.CharField(max_length=120)),
                ('task', models.CharField(max_length=80)),
                ('arguments', kizuna.access.fields.SealedJSON()),
                ('about', kizuna.access.fields.SealedText()),
                ('why', kizuna.access.fields.SealedText()),
                ('proposed_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('decision', models.CharField(blank=True, max_length=10)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('reason', kizuna.access.fields.SealedText(blank=True, null=True)),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('area', kizuna.access.fields.Key(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.area')),
                ('decided_by', kizuna.access.fields.Key(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposed_by', kizuna.access.fields.Key(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='people.person')),
            ],
            options={
                'indexes': [models.Index(fields=['decision', 'expires_at'], name='approval_waiting')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('decision', '')), fields=('deed', 'subject', 'proposed_by'), name='approval_waits_once'), models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('proposed_at'))), name='approval_lapses_later'), models.CheckConstraint(condition=models.Q(('done_at__isnull', True), ('decision', 'approved'), _connector='OR'), name='approval_done_when_approved'), models.CheckConstraint(condition=models.Q(('decision__in', ('', 'approved', 'declined', 'lapsed'))), name='approval_decision_known'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('decision', '')), models.Q(models.Q(('decision', ''), _negated=True), models.Q(('decided_by', models.F('proposed_by')), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), models.Q(('decided_at__isnull', False), ('decided_by__isnull', True), ('decision', 'lapsed')), _connector='OR'), name='approval_by_a_second')],
            },
        ),
        migrations.CreateModel(
            name='Keeper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
                ('protection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='people.protection')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('protection', 'account'), name='keeper_once')],
            },
        ),
        migrations.CreateModel(
            name='AccountArea',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
                ('area', kizuna.access.fields.Key(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.area')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('account', 'area'), name='account_area_once')],
            },
        ),
        migrations.CreateModel(
            name='DutyShift',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('starts', models.DateTimeField()),
                ('ends', models.DateTimeField()),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
                ('area', kizuna.access.fields.Key(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.area')),
                ('offered_to', kizuna.access.fields.Key(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['area', 'ends'], name='duty_covers')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends__gt', models.F('starts'))), name='duty_ends_later')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('email', kizuna.access.fields.SealedText()),
                ('email_index', models.CharField(db_index=True, max_length=64)),
                ('name', kizuna.access.fields.SealedText(blank=True)),
                ('role', models.CharField(max_length=20)),
                ('areas', models.JSONField(blank=True, default=list)),
                ('organisations', models.JSONField(blank=True, default=list)),
                ('invited_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('sent', models.PositiveSmallIntegerField(default=1)),
                ('accepted_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL)),
                ('invited_by', kizuna.access.fields.Key(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('role__in', ('resident', 'worker', 'organiser', 'provider', 'coordinator', 'analyst', 'admin'))), name='invitation_role_known')],
            },
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('about', models.CharField(max_length=20)),
                ('words', kizuna.access.fields.SealedText()),
                ('asked_at', models.DateTimeField()),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('outcome', models.CharField(blank=True, max_length=20)),
                ('reply', kizuna.access.fields.SealedText(blank=True, null=True)),
                ('answered_by', kizuna.access.fields.Key(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='people.person')),
            ],
            options={
                'indexes': [models.Index(fields=['answered_at', 'asked_at'], name='correction_open')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('outcome', '')), models.Q(('answered_at__isnull', False), ('outcome__in', ['corrected', 'kept'])), _connector='OR'), name='correction_answered_whole'), models.CheckConstraint(condition=models.Q(('about__in', ['notes', 'check_ups', 'referrals', 'concerns', 'groups', 'home', 'agreements', 'other', 'apart'])), name='correction_about_known')],
            },
        ),
        migrations.RemoveConstraint(
            model_name='block',
            name='block_somebody_else',
        ),
        migrations.AddField(
            model_name='block',
            name='account',
            field=kizuna.access.fields.Key(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='correction',
            name='reader',
            field=kizuna.access.fields.Key(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='block',
            name='other',
            field=kizuna.access.fields.Key(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person'),
        ),
        migrations.AddConstraint(
            model_name='block',
            constraint=models.UniqueConstraint(fields=('person', 'account'), name='block_account_once'),
        ),
        migrations.AddConstraint(
            model_name='block',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('account__isnull', True), ('other__isnull', False)), models.Q(('account__isnull', False), ('other__isnull', True)), _connector='OR'), name='block_one_of_two'),
        ),
        migrations.AddConstraint(
            model_name='block',
            constraint=models.CheckConstraint(condition=models.Q(('other__isnull', True), models.Q(('person', models.F('other')), _negated=True), _connector='OR'), name='block_somebody_else'),
        ),
    ]
