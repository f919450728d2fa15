import django.db.models.deletion
import kizuna.access.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='BroughtList',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=20)),
                ('state', models.CharField(default='brought', max_length=10)),
                ('account', models.CharField(blank=True, max_length=40)),
                ('columns', kizuna.access.fields.SealedJSON(null=True)),
                ('rows', kizuna.access.fields.SealedJSON(null=True)),
                ('mapped', models.JSONField(default=dict)),
                ('area', models.CharField(blank=True, max_length=40)),
                ('agreement', models.JSONField(default=dict)),
                ('faults', kizuna.access.fields.SealedJSON(null=True)),
                ('twins', kizuna.access.fields.SealedJSON(null=True)),
                ('left_out', models.JSONField(default=list)),
                ('made', models.JSONField(default=list)),
                ('revision', models.PositiveIntegerField(default=0)),
                ('count', models.PositiveIntegerField(default=0)),
                ('stayed', models.PositiveIntegerField(default=0)),
                ('at', models.DateTimeField()),
                ('kept_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['account', 'at'], name='list_of_account')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['residents', 'volunteers', 'groups'])), name='list_kind_known'), models.CheckConstraint(condition=models.Q(('state__in', ['brought', 'checking', 'checked', 'writing', 'kept', 'undone', 'left'])), name='list_state_known')],
            },
        ),
        migrations.CreateModel(
            name='HealthReport',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('findings', models.JSONField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='health_report_once')],
            },
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('key', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('asked', models.CharField(max_length=64)),
                ('http', models.PositiveSmallIntegerField(default=0)),
                ('body', kizuna.access.fields.SealedText(blank=True)),
                ('at', models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name='Program',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=200)),
                ('secret', models.CharField(max_length=64)),
                ('scopes', models.JSONField(default=list)),
                ('created_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(null=True)),
                ('account', kizuna.access.fields.Key(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('used_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('audience', models.CharField(max_length=20)),
                ('area', models.UUIDField(null=True)),
                ('subject', kizuna.access.fields.SealedText()),
                ('texts', kizuna.access.fields.SealedJSON()),
                ('run', models.UUIDField()),
                ('at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('audience__in', ['news', 'organiser', 'worker', 'coordinator'])), name='notice_audience_known')],
            },
        ),
        migrations.CreateModel(
            name='Webhook',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('url', kizuna.access.fields.SealedText()),
                ('secret', kizuna.access.fields.SealedText()),
                ('events', models.JSONField(default=list)),
                ('created_at', models.DateTimeField()),
                ('stopped_at', models.DateTimeField(null=True)),
                ('resumed_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='web.program')),
            ],
        ),
    ]
