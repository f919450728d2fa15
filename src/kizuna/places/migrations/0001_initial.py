import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Area',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=200)),
                ('level', models.CharField(choices=[('neighbourhood', 'neighbourhood'), ('community', 'community'), ('region', 'region')], max_length=20)),
                ('lat', models.FloatField()),
                ('lon', models.FloatField()),
                ('boundary', models.JSONField(blank=True, null=True)),
                ('south', models.FloatField(blank=True, null=True)),
                ('west', models.FloatField(blank=True, null=True)),
                ('north', models.FloatField(blank=True, null=True)),
                ('east', models.FloatField(blank=True, null=True)),
                ('size_m2', models.FloatField(blank=True, null=True)),
                ('foreign_id', models.CharField(blank=True, max_length=200)),
                ('emergency_until', models.DateTimeField(blank=True, null=True)),
                ('above', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='places.area')),
            ],
            options={
                'indexes': [models.Index(fields=['south', 'north'], name='area_box'), models.Index(fields=['emergency_until'], name='area_emergency')],
                'constraints': [models.CheckConstraint(condition=models.Q(('level__in', ('neighbourhood', 'community', 'region'))), name='area_level_known'), models.CheckConstraint(condition=models.Q(('lat__gte', -90), ('lat__lte', 90), ('lon__gte', -180), ('lon__lte', 180)), name='area_on_earth'), models.CheckConstraint(condition=models.Q(('above__isnull', True), models.Q(('above', models.F('id')), _negated=True), _connector='OR'), name='area_not_above_itself')],
            },
        ),
        migrations.CreateModel(
            name='CrisisNumber',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('emergency', 'emergency'), ('call', 'call'), ('text', 'text'), ('chat', 'chat')], max_length=20)),
                ('number', models.CharField(blank=True, max_length=40)),
                ('url', models.URLField(blank=True)),
                ('label', models.JSONField()),
                ('note', models.JSONField(blank=True, default=dict)),
                ('position', models.PositiveIntegerField()),
                ('reviewed_on', models.DateField()),
                ('review_by', models.DateField()),
            ],
            options={
                'ordering': ['position'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ('emergency', 'call', 'text', 'chat'))), name='crisis_kind_known'), models.CheckConstraint(condition=models.Q(('review_by__gt', models.F('reviewed_on'))), name='crisis_review_later'), models.CheckConstraint(condition=models.Q(models.Q(('number', ''), _negated=True), models.Q(('url', ''), _negated=True), _connector='OR'), name='crisis_reachable'), models.UniqueConstraint(fields=('position',), name='crisis_position_once')],
            },
        ),
        migrations.CreateModel(
            name='PostcodeFile',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('country', models.CharField(max_length=2)),
                ('sha256', models.CharField(max_length=64)),
                ('codes', models.PositiveIntegerField(default=0)),
                ('loaded_at', models.DateTimeField()),
                ('in_use', models.BooleanField(default=False)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('in_use', True)), fields=('country',), name='postcodes_one_in_use')],
            },
        ),
        migrations.CreateModel(
            name='Postcode',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=16)),
                ('lat', models.FloatField()),
                ('lon', models.FloatField()),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='places.postcodefile')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('file', 'key'), name='postcode_once'), models.CheckConstraint(condition=models.Q(('lat__gte', -90), ('lat__lte', 90), ('lon__gte', -180), ('lon__lte', 180)), name='postcode_on_earth')],
            },
        ),
        migrations.CreateModel(
            name='PostureChange',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('raised', 'raised'), ('prolonged', 'prolonged'), ('lowered', 'lowered')], max_length=20)),
                ('until', models.DateTimeField(blank=True, null=True)),
                ('why', models.CharField(max_length=200)),
                ('by', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='places.area')),
            ],
            options={
                'ordering': ['-at', '-id'],
                'indexes': [models.Index(fields=['area', '-at'], name='posture_of_area')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ('raised', 'prolonged', 'lowered'))), name='posture_change_known'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'lowered'), ('until__isnull', True)), ('until__gt', models.F('at')), _connector='OR'), name='posture_ends')],
            },
        ),
    ]
