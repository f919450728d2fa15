import django.db.models.deletion
import kizuna.access.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0001_initial'),
        ('people', '__first__'),
        ('places', '0001_initial'),
        ('people', '0002_counts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Group',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=200)),
                ('description', models.TextField(blank=True)),
                ('welcome_note', models.TextField(blank=True)),
                ('place_name', models.CharField(blank=True, max_length=200)),
                ('address', models.CharField(blank=True, max_length=300)),
                ('lat', models.FloatField(null=True)),
                ('lon', models.FloatField(null=True)),
                ('languages', models.JSONField(null=True)),
                ('step_free', models.BooleanField(null=True)),
                ('cost', models.DecimalField(decimal_places=2, max_digits=8, null=True)),
                ('cost_text', models.CharField(blank=True, max_length=200)),
                ('size', models.PositiveIntegerField(null=True)),
                ('places_left', models.PositiveIntegerField(null=True)),
                ('join', models.CharField(default='open', max_length=10)),
                ('email', kizuna.access.fields.SealedText(null=True)),
                ('phone', models.CharField(blank=True, max_length=40)),
                ('url', models.CharField(blank=True, max_length=400)),
                ('min_age', models.PositiveSmallIntegerField(null=True)),
                ('max_age', models.PositiveSmallIntegerField(null=True)),
                ('genders', models.JSONField(null=True)),
                ('remote', models.BooleanField(default=False)),
                ('gentle', models.BooleanField(default=False)),
                ('confirmed_on', models.DateField(null=True)),
                ('active', models.BooleanField(default=True)),
                ('area', kizuna.access.fields.Key(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.area')),
                ('organiser', kizuna.access.fields.Key(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['active', 'name'], name='activities__active_5fb85d_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('join__in', ['open', 'ask', 'referral'])), name='group_join_known'), models.CheckConstraint(condition=models.Q(models.Q(('lat__isnull', True), ('lon__isnull', True)), models.Q(('lat__isnull', False), ('lon__isnull', False)), _connector='OR'), name='group_point_whole')],
            },
        ),
        migrations.CreateModel(
            name='Volunteer',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('can_do', kizuna.access.fields.SealedText(blank=True)),
                ('times', kizuna.access.fields.SealedText(blank=True)),
                ('since', models.DateTimeField()),
                ('person', kizuna.access.fields.Key(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person',), name='volunteer_once')],
            },
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=200)),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('rule', models.CharField(blank=True, max_length=200)),
                ('place', models.CharField(blank=True, max_length=200)),
                ('places', models.PositiveIntegerField(null=True)),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='activities.group')),
            ],
            options={
                'indexes': [models.Index(fields=['starts_at'], name='activities__starts__8ab440_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='event_ends_after_start')],
            },
        ),
        migrations.CreateModel(
            name='Absence',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('last_came_at', models.DateTimeField()),
                ('passed_on_at', models.DateTimeField()),
                ('answered_at', models.DateTimeField(null=True)),
                ('answered_by', kizuna.access.fields.Key(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('passed_on_by', kizuna.access.fields.Key(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', kizuna.access.fields.Key(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='activities.group')),
            ],
            options={
                'indexes': [models.Index(fields=['answered_at', 'person'], name='absence_open')],
                'constraints': [models.UniqueConstraint(fields=('group', 'person', 'last_came_at'), name='absence_once'), models.CheckConstraint(condition=models.Q(('answered_at__isnull', False), ('answered_by__isnull', True), _connector='OR'), name='absence_answered_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='GroupNeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40)),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='activities.group')),
            ],
            options={
                'indexes': [models.Index(fields=['code'], name='activities__code_e473dc_idx')],
                'constraints': [models.UniqueConstraint(fields=('group', 'code'), name='group_need_once')],
            },
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_at', models.DateTimeField()),
                ('status', models.CharField(max_length=10)),
                ('at', models.DateTimeField()),
                ('person', kizuna.access.fields.Key(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='activities.event')),
            ],
            options={
                'indexes': [models.Index(fields=['person'], name='activities__person__6b0b9b_idx'), models.Index(fields=['event', 'starts_at'], name='activities__event_i_44c2fd_idx')],
                'constraints': [models.UniqueConstraint(fields=('event', 'starts_at', 'person'), name='attendance_once'), models.CheckConstraint(condition=models.Q(('status__in', ['booked', 'came', 'missed', 'cancelled'])), name='attendance_status_known')],
            },
        ),
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('token', models.UUIDField(default=uuid.uuid4)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='activities_one_edition')],
            },
        ),
        migrations.AddField(
            model_name='event',
            name='sequence',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='event',
            name='skips',
            field=models.JSONField(default=list),
        ),
        migrations.CreateModel(
            name='OwnCalendar',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('since', models.DateTimeField()),
                ('person', kizuna.access.fields.Key(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person',), name='own_calendar_once')],
            },
        ),
        migrations.CreateModel(
            name='Seat',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('starts_at', models.DateTimeField()),
                ('name', kizuna.access.fields.SealedText()),
                ('reach', kizuna.access.fields.SealedText(blank=True)),
                ('language', models.CharField(blank=True, max_length=10)),
                ('state', models.CharField(max_length=10)),
                ('key', models.CharField(max_length=80, unique=True)),
                ('asked_at', models.DateTimeField()),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='activities.event')),
                ('person', kizuna.access.fields.Key(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'indexes': [models.Index(fields=['event', 'starts_at', 'state'], name='activities__event_i_657182_idx'), models.Index(fields=['person'], name='activities__person__266260_idx'), models.Index(fields=['starts_at'], name='activities__starts__9229fe_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['booked', 'waiting', 'cancelled', 'came', 'missed'])), name='seat_state_known')],
            },
        ),
        migrations.CreateModel(
            name='Talk',
            fields=[
                ('group', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, serialize=False, to='activities.group')),
                ('moderated', models.BooleanField(default=True)),
            ],
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('subject', kizuna.access.fields.SealedText(blank=True)),
                ('text', kizuna.access.fields.SealedText()),
                ('state', models.CharField(max_length=10)),
                ('at', models.DateTimeField()),
                ('account', kizuna.access.fields.Key(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('from_group', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='activities.group')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='activities.group')),
                ('person', kizuna.access.fields.Key(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'indexes': [models.Index(fields=['group', 'state', '-at'], name='letter_of_group'), models.Index(fields=['person'], name='letter_of_person'), models.Index(fields=['at'], name='letter_at')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'sent', 'kept', 'refused'])), name='letter_state_known'), models.CheckConstraint(condition=models.Q(('account__isnull', True), ('person__isnull', True), _connector='OR'), name='letter_by_one')],
            },
        ),
        migrations.CreateModel(
            name='Member',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField()),
                ('since', models.DateTimeField(null=True)),
                ('muted_at', models.DateTimeField(null=True)),
                ('access_shared_at', models.DateTimeField(null=True)),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='activities.group')),
                ('person', kizuna.access.fields.Key(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'indexes': [models.Index(fields=['person'], name='group_member_person')],
                'constraints': [models.UniqueConstraint(fields=('group', 'person'), name='group_member_once')],
            },
        ),
        migrations.CreateModel(
            name='Notes',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_at', models.DateTimeField()),
                ('text', kizuna.access.fields.SealedText()),
                ('at', models.DateTimeField()),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='activities.event')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('event', 'starts_at'), name='notes_once')],
            },
        ),
        migrations.CreateModel(
            name='Aid',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('side', models.CharField(max_length=10)),
                ('name', kizuna.access.fields.SealedText()),
                ('reach', kizuna.access.fields.SealedText()),
                ('mark', models.CharField(db_index=True, max_length=64)),
                ('language', models.CharField(blank=True, max_length=10)),
                ('kinds', models.JSONField(default=list)),
                ('risks', models.JSONField(default=list)),
                ('times', models.JSONField(default=list)),
                ('languages', models.JSONField(default=list)),
                ('words', kizuna.access.fields.SealedText(blank=True)),
                ('far_km', models.PositiveSmallIntegerField(default=8)),
                ('room', models.PositiveSmallIntegerField(default=1)),
                ('state', models.CharField(max_length=10)),
                ('key', models.UUIDField(unique=True)),
                ('given_at', models.DateTimeField()),
                ('until', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('area', kizuna.access.fields.Key(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.area')),
                ('person', kizuna.access.fields.Key(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
        ),
        migrations.CreateModel(
            name='AidMatch',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(max_length=10)),
                ('ask_yes_at', models.DateTimeField(null=True)),
                ('offer_yes_at', models.DateTimeField(null=True)),
                ('proposed_at', models.DateTimeField()),
                ('answer_by', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('told_by', models.CharField(blank=True, max_length=10)),
                ('words', kizuna.access.fields.SealedText(blank=True)),
                ('ask', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='activities.aid')),
                ('offer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='activities.aid')),
                ('proposed_by', kizuna.access.fields.Key(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddIndex(
            model_name='aid',
            index=models.Index(fields=['side', 'state', 'area'], name='activities__side_135604_idx'),
        ),
        migrations.AddIndex(
            model_name='aid',
            index=models.Index(fields=['state', 'until'], name='activities__state_58930a_idx'),
        ),
        migrations.AddIndex(
            model_name='aid',
            index=models.Index(fields=['person'], name='activities__person__39b938_idx'),
        ),
        migrations.AddConstraint(
            model_name='aid',
            constraint=models.CheckConstraint(condition=models.Q(('side__in', ['ask', 'offer'])), name='aid_side_known'),
        ),
        migrations.AddConstraint(
            model_name='aid',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'open', 'refused', 'withdrawn', 'expired', 'done'])), name='aid_state_known'),
        ),
        migrations.AddConstraint(
            model_name='aid',
            constraint=models.CheckConstraint(condition=models.Q(('room__gte', 1)), name='aid_has_room'),
        ),
        migrations.AddIndex(
            model_name='aidmatch',
            index=models.Index(fields=['state', 'answer_by'], name='activities__state_21d21c_idx'),
        ),
        migrations.AddConstraint(
            model_name='aidmatch',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['proposed', 'agreed'])), fields=('ask',), name='aid_match_one_live'),
        ),
        migrations.AddConstraint(
            model_name='aidmatch',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'agreed', 'done', 'failed', 'declined', 'lapsed', 'ended'])), name='aid_match_state_known'),
        ),
        migrations.AddConstraint(
            model_name='aidmatch',
            constraint=models.CheckConstraint(condition=models.Q(('told_by__in', ['', 'ask', 'offer'])), name='aid_match_told_by_known'),
        ),
        migrations.AddConstraint(
            model_name='aidmatch',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['agreed', 'done']), _negated=True), models.Q(('ask_yes_at__isnull', False), ('offer_yes_at__isnull', False)), _connector='OR'), name='aid_match_both_said_yes'),
        ),
        migrations.CreateModel(
            name='Newsletter',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=120)),
                ('texts', models.JSONField(default=dict)),
                ('groups', models.JSONField(default=list)),
                ('state', models.CharField(default='draft', max_length=10)),
                ('at', models.DateTimeField()),
                ('checked_at', models.DateTimeField(null=True)),
                ('run', models.UUIDField(null=True)),
                ('area', kizuna.access.fields.Key(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.area')),
                ('by', kizuna.access.fields.Key(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['area', 'state', '-at'], name='newsletter_of_area')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'checked', 'gone'])), name='newsletter_state_known')],
            },
        ),
        migrations.CreateModel(
            name='AreaProfile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('attribute', models.CharField(max_length=12)),
                ('value', models.CharField(max_length=100)),
                ('people', models.PositiveIntegerField()),
                ('source', models.CharField(blank=True, max_length=200)),
                ('loaded_at', models.DateTimeField()),
                ('area', kizuna.access.fields.Key(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.area')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('area', 'attribute', 'value'), name='area_profile_once'), models.CheckConstraint(condition=models.Q(('attribute__in', ['age', 'gender', 'language', 'disability', 'area'])), name='area_profile_attribute_known')],
            },
        ),
        migrations.AddField(
            model_name='volunteer',
            name='km',
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='volunteer',
            name='most_month',
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='volunteer',
            name='most_week',
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='volunteer',
            name='parts',
            field=kizuna.access.fields.SealedJSON(null=True),
        ),
        migrations.AddField(
            model_name='volunteer',
            name='paused_until',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='volunteer',
            name='thanked_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name='Role',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=200)),
                ('about', models.TextField(blank=True)),
                ('kind', models.CharField(default='help', max_length=10)),
                ('skills', models.JSONField(default=list)),
                ('checks', models.JSONField(default=list)),
                ('languages', models.JSONField(default=list)),
                ('remote', models.BooleanField(default=False)),
                ('active', models.BooleanField(default=True)),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='activities.group')),
            ],
        ),
        migrations.CreateModel(
            name='Helping',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(max_length=10)),
                ('words', kizuna.access.fields.SealedText(blank=True)),
                ('asked_at', models.DateTimeField()),
                ('answered_at', models.DateTimeField(null=True)),
                ('volunteer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='activities.volunteer')),
                ('role', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='activities.role')),
            ],
        ),
        migrations.CreateModel(
            name='Shift',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('places', models.PositiveSmallIntegerField(default=1)),
                ('place', models.CharField(blank=True, max_length=200)),
                ('called_off_at', models.DateTimeField(null=True)),
                ('role', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='activities.role')),
            ],
        ),
        migrations.CreateModel(
            name='Stint',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(max_length=10)),
                ('minutes', models.PositiveSmallIntegerField(null=True)),
                ('asked_at', models.DateTimeField()),
                ('shift', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='activities.shift')),
                ('volunteer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='activities.volunteer')),
            ],
        ),
        migrations.CreateModel(
            name='Check',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=20)),
                ('done_on', models.DateField()),
                ('until', models.DateField(null=True)),
                ('at', models.DateTimeField()),
                ('told_at', models.DateTimeField(null=True)),
                ('person', kizuna.access.fields.Key(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('seen_by', kizuna.access.fields.Key(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['person', 'kind'], name='activities__person__c88876_idx'), models.Index(fields=['until'], name='activities__until_c64ced_idx')],
                'constraints': [models.UniqueConstraint(fields=('person', 'kind', 'done_on'), name='check_once'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('done_on')), _connector='OR'), name='check_ends_later')],
            },
        ),
        migrations.CreateModel(
            name='PersonSkill',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40)),
                ('how', models.CharField(max_length=10)),
                ('since', models.DateTimeField()),
                ('person', kizuna.access.fields.Key(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'indexes': [models.Index(fields=['code'], name='activities__code_82a7b9_idx')],
                'constraints': [models.UniqueConstraint(fields=('person', 'code'), name='person_skill_once'), models.CheckConstraint(condition=models.Q(('how__in', ['said', 'shown', 'workshop'])), name='person_skill_how_known')],
            },
        ),
        migrations.CreateModel(
            name='Reference',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', kizuna.access.fields.SealedText()),
                ('reach', kizuna.access.fields.SealedText(blank=True)),
                ('state', models.CharField(max_length=10)),
                ('said', kizuna.access.fields.SealedJSON(null=True)),
                ('named_at', models.DateTimeField()),
                ('asked_at', models.DateTimeField(null=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('volunteer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='activities.volunteer')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['named', 'asked', 'answered', 'declined'])), name='reference_state_known')],
            },
        ),
        migrations.AddConstraint(
            model_name='role',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['help', 'buddy'])), name='role_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='helping',
            constraint=models.UniqueConstraint(fields=('volunteer', 'role'), name='helping_once'),
        ),
        migrations.AddConstraint(
            model_name='helping',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'welcome', 'declined', 'ended'])), name='helping_state_known'),
        ),
        migrations.AddIndex(
            model_name='shift',
            index=models.Index(fields=['starts_at'], name='activities__starts__dd3e1d_idx'),
        ),
        migrations.AddConstraint(
            model_name='shift',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='shift_ends_after_start'),
        ),
        migrations.AddIndex(
            model_name='stint',
            index=models.Index(fields=['volunteer', 'state'], name='activities__volunte_591422_idx'),
        ),
        migrations.AddConstraint(
            model_name='stint',
            constraint=models.UniqueConstraint(fields=('shift', 'volunteer'), name='stint_once'),
        ),
        migrations.AddConstraint(
            model_name='stint',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['booked', 'waiting', 'cancelled', 'came', 'missed'])), name='stint_state_known'),
        ),
        migrations.CreateModel(
            name='Workshop',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('starts_at', models.DateTimeField()),
                ('skills', models.JSONField(default=list)),
                ('materials', models.TextField(blank=True)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='activities.event')),
            ],
        ),
        migrations.CreateModel(
            name='Rating',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('before', kizuna.access.fields.SealedJSON(null=True)),
                ('after', kizuna.access.fields.SealedJSON(null=True)),
                ('at', models.DateTimeField()),
                ('seat', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, to='activities.seat')),
                ('workshop', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='activities.workshop')),
            ],
        ),
        migrations.AddConstraint(
            model_name='workshop',
            constraint=models.UniqueConstraint(fields=('event', 'starts_at'), name='workshop_once'),
        ),
        migrations.AddConstraint(
            model_name='rating',
            constraint=models.UniqueConstraint(fields=('workshop', 'seat'), name='rating_once'),
        ),
        migrations.CreateModel(
            name='Nudge',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('written_at', models.DateTimeField()),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='activities.group')),
                ('person', kizuna.access.fields.Key(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('written_by', kizuna.access.fields.Key(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['person'], name='activities__person__8aad8c_idx')],
            },
        ),
        migrations.AddField(
            model_name='group',
            name='quiet_weeks',
            field=models.PositiveSmallIntegerField(default=3),
        ),
        migrations.AddConstraint(
            model_name='group',
            constraint=models.CheckConstraint(condition=models.Q(('quiet_weeks__gte', 1), ('quiet_weeks__lte', 24)), name='group_quiet_sensible'),
        ),
        migrations.AddField(
            model_name='member',
            name='buddy_since',
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name='Greeting',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('shares', models.BooleanField(default=False)),
                ('state', models.CharField(default='open', max_length=10)),
                ('at', models.DateTimeField()),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='activities.group')),
                ('member', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, to='activities.member')),
                ('person', kizuna.access.fields.Key(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('seat', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, to='activities.seat')),
            ],
            options={
                'indexes': [models.Index(fields=['group', 'state'], name='greeting_of_group'), models.Index(fields=['person', 'state'], name='greeting_of_buddy')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['open', 'given', 'met', 'off'])), name='greeting_state_known'), models.CheckConstraint(condition=models.Q(('seat__isnull', True), ('member__isnull', True), _connector='OR'), name='greeting_of_one_newcomer')],
            },
        ),
        migrations.CreateModel(
            name='Introduction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('account', kizuna.access.fields.Key(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='activities.group')),
                ('person', kizuna.access.fields.Key(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'indexes': [models.Index(fields=['person'], name='introduction_person')],
                'constraints': [models.UniqueConstraint(fields=('group', 'person'), name='introduction_once')],
            },
        ),
        migrations.CreateModel(
            name='PosterUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField()),
                ('opened', models.PositiveIntegerField(default=0)),
                ('area', kizuna.access.fields.Key(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.area')),
                ('group', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, to='activities.group')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('group', 'month'), name='poster_of_group_month'), models.UniqueConstraint(fields=('area', 'month'), name='poster_of_area_month'), models.CheckConstraint(condition=models.Q(models.Q(('area__isnull', False), ('group__isnull', True)), models.Q(('area__isnull', True), ('group__isnull', False)), _connector='OR'), name='poster_of_one')],
            },
        ),
        migrations.AddField(
            model_name='stint',
            name='sequence',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='event',
            name='photos',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='seat',
            name='needs',
            field=kizuna.access.fields.SealedText(blank=True),
        ),
    ]
