import django.db.models.deletion
import kizuna.access.fields
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='FailedAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address_index', models.CharField(max_length=64, unique=True)),
                ('channel', models.CharField(max_length=20)),
                ('message', models.UUIDField()),
                ('error', models.CharField(blank=True, max_length=100)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Stopped',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address_index', models.CharField(max_length=64, unique=True)),
                ('keeps_life', models.BooleanField(default=False)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Expected',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address_index', models.CharField(db_index=True, max_length=64)),
                ('topic', models.CharField(max_length=100)),
                ('asked_at', models.DateTimeField()),
                ('until', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('address_index', 'topic'), name='outbox_expected_once')],
            },
        ),
        migrations.CreateModel(
            name='Gate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, unique=True)),
                ('circuit', models.CharField(default='closed', max_length=10)),
                ('failures', models.PositiveIntegerField(default=0)),
                ('until', models.DateTimeField(null=True)),
                ('rests_until', models.DateTimeField(null=True)),
                ('tokens', models.FloatField(default=0.0)),
                ('filled_at', models.DateTimeField(null=True)),
                ('error', models.CharField(blank=True, max_length=100)),
                ('pace', models.FloatField(null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('circuit__in', ['closed', 'half-open', 'open'])), name='outbox_known_circuit')],
            },
        ),
        migrations.CreateModel(
            name='Reply',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('reference', models.CharField(max_length=200)),
                ('channel', models.CharField(max_length=20)),
                ('address', kizuna.access.fields.SealedText()),
                ('address_index', models.CharField(max_length=64)),
                ('subject', kizuna.access.fields.SealedText(blank=True)),
                ('text', kizuna.access.fields.SealedText(blank=True)),
                ('whole', kizuna.access.fields.SealedText(blank=True)),
                ('kind', models.CharField(default='message', max_length=10)),
                ('language', models.CharField(blank=True, max_length=10)),
                ('topic', models.CharField(blank=True, db_index=True, max_length=100)),
                ('at', models.DateTimeField()),
                ('person', models.UUIDField(db_index=True, null=True)),
                ('area', models.UUIDField(null=True)),
                ('placed_at', models.DateTimeField(null=True)),
                ('under_way', models.PositiveIntegerField(default=0)),
                ('given_to', models.UUIDField(null=True)),
                ('outcome', models.CharField(blank=True, max_length=10)),
                ('collected_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['address_index', 'at'], name='outbox_reply_from'), models.Index(condition=models.Q(('placed_at', None)), fields=['at'], name='outbox_reply_unplaced'), models.Index(condition=models.Q(('collected_at', None)), fields=['at'], name='outbox_reply_open')],
                'constraints': [models.UniqueConstraint(fields=('channel', 'reference'), name='outbox_reply_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['auto', 'help', 'life', 'message', 'start', 'stop'])), name='outbox_known_reply'), models.CheckConstraint(condition=models.Q(('outcome__in', ['', 'answered', 'done', 'worry'])), name='outbox_known_outcome')],
            },
        ),
        migrations.CreateModel(
            name='Run',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=200, unique=True)),
                ('label', kizuna.access.fields.SealedText()),
                ('area', models.UUIDField(null=True)),
                ('state', models.CharField(default='planning', max_length=20)),
                ('created_at', models.DateTimeField()),
                ('started_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('said_end', models.DateTimeField(null=True)),
                ('said_cost', models.PositiveBigIntegerField(default=0)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['cancelled', 'cancelling', 'done', 'held', 'paused', 'planning', 'running'])), name='outbox_known_run_state')],
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=200, unique=True)),
                ('channel', models.CharField(max_length=20)),
                ('address', kizuna.access.fields.SealedText()),
                ('address_index', models.CharField(max_length=64)),
                ('subject', kizuna.access.fields.SealedText(blank=True)),
                ('text', kizuna.access.fields.SealedText()),
                ('topic', models.CharField(blank=True, max_length=100)),
                ('cause', models.CharField(blank=True, max_length=120)),
                ('person', models.UUIDField(db_index=True, null=True)),
                ('life_safety', models.BooleanField(default=False)),
                ('urgency', models.PositiveSmallIntegerField(default=1)),
                ('zone', models.CharField(blank=True, max_length=40)),
                ('parts', models.PositiveSmallIntegerField(default=1)),
                ('instead_of', models.CharField(blank=True, max_length=200)),
                ('status', models.CharField(default='queued', max_length=20)),
                ('attempts', models.PositiveIntegerField(default=0)),
                ('next_try', models.DateTimeField(null=True)),
                ('until', models.DateTimeField(null=True)),
                ('claimed_by', models.CharField(blank=True, max_length=200)),
                ('leased_until', models.DateTimeField(null=True)),
                ('insisted', models.BooleanField(default=False)),
                ('reference', models.CharField(max_length=200, unique=True)),
                ('provider', models.CharField(blank=True, max_length=40)),
                ('cost', models.PositiveIntegerField(default=0)),
                ('last_error', models.CharField(blank=True, max_length=100)),
                ('created_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(null=True)),
                ('run', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='outbox.run')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('next_try__isnull', False)), fields=['-urgency', 'next_try'], name='outbox_waiting'), models.Index(condition=models.Q(('claimed_by', ''), _negated=True), fields=['claimed_by'], name='outbox_in_hand'), models.Index(condition=models.Q(('instead_of', ''), _negated=True), fields=['instead_of'], name='outbox_held'), models.Index(fields=['status', 'created_at'], name='outbox_status'), models.Index(fields=['address_index'], name='outbox_address'), models.Index(condition=models.Q(('cause', ''), _negated=True), fields=['cause'], name='outbox_cause'), models.Index(condition=models.Q(('next_try__isnull', False), ('status', 'unknown')), fields=['next_try'], name='outbox_doubtful')],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['delivered', 'expired', 'failed', 'queued', 'sending', 'sent', 'spared', 'stopped', 'unknown'])), name='outbox_known_status')],
            },
        ),
        migrations.AddField(
            model_name='gate',
            name='said_at',
            field=models.DateTimeField(null=True),
        ),
    ]
