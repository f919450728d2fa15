import django.db.models.deletion
import kizuna.access.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0001_initial'),
        ('people', '0002_counts'),
        ('people', '__first__'),
        ('places', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Spent',
            fields=[
                ('attempt', models.UUIDField(primary_key=True, serialize=False)),
            ],
        ),
        migrations.CreateModel(
            name='CheckUp',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('instrument', models.CharField(max_length=60)),
                ('version', models.CharField(max_length=20)),
                ('answers', kizuna.access.fields.SealedJSON()),
                ('needs', kizuna.access.fields.SealedJSON()),
                ('channel', models.CharField(max_length=20)),
                ('at', models.DateTimeField()),
                ('area', kizuna.access.fields.Key(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.area')),
                ('person', kizuna.access.fields.Key(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'indexes': [models.Index(fields=['person', 'at'], name='check_up_of_person'), models.Index(fields=['area', 'at'], name='check_up_of_area')],
                'constraints': [models.CheckConstraint(condition=models.Q(('channel__in', ('alone', 'with a worker', 'with a helper'))), name='check_up_channel_known')],
            },
        ),
        migrations.CreateModel(
            name='DangerCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('count', models.PositiveIntegerField(default=0)),
                ('area', kizuna.access.fields.Key(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.area')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('day', 'area'), name='danger_once_a_day_here'), models.UniqueConstraint(condition=models.Q(('area__isnull', True)), fields=('day',), name='danger_once_a_day_anywhere')],
            },
        ),
        migrations.CreateModel(
            name='Worry',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('told', kizuna.access.fields.SealedJSON()),
                ('opened_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('taken_at', models.DateTimeField(blank=True, null=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('outcome', models.CharField(blank=True, max_length=20)),
                ('closed_what', kizuna.access.fields.SealedText(blank=True, null=True)),
                ('area', kizuna.access.fields.Key(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.area')),
                ('owner', kizuna.access.fields.Key(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', kizuna.access.fields.Key(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'indexes': [models.Index(fields=['area', 'closed_at'], name='worry_open_here')],
                'constraints': [models.CheckConstraint(condition=models.Q(('outcome__in', ['', 'reached', 'helped', 'passed-on', 'not-found', 'not-needed'])), name='worry_outcome_known'), models.CheckConstraint(condition=models.Q(models.Q(('owner__isnull', True), ('taken_at__isnull', True)), models.Q(('owner__isnull', False), ('taken_at__isnull', False)), _connector='OR'), name='worry_taken_by_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('closed_what__isnull', True), ('outcome', '')), models.Q(('closed_at__isnull', False), ('closed_what__isnull', False), ('taken_at__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='worry_closed_with_what')],
            },
        ),
        migrations.CreateModel(
            name='Concern',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('kinds', kizuna.access.fields.SealedJSON()),
                ('opened_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('taken_at', models.DateTimeField(blank=True, null=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('closed_what', kizuna.access.fields.SealedText(blank=True, null=True)),
                ('reach', kizuna.access.fields.SealedJSON(blank=True, null=True)),
                ('area', kizuna.access.fields.Key(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.area')),
                ('check_up', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='screening.checkup')),
                ('owner', kizuna.access.fields.Key(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', kizuna.access.fields.Key(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'indexes': [models.Index(fields=['area', 'closed_at'], name='concern_open_here')],
                'constraints': [models.CheckConstraint(condition=models.Q(('due_at__gt', models.F('opened_at'))), name='concern_due_later'), models.CheckConstraint(condition=models.Q(models.Q(('owner__isnull', True), ('taken_at__isnull', True)), models.Q(('owner__isnull', False), ('taken_at__gte', models.F('opened_at')), ('taken_at__isnull', False)), _connector='OR'), name='concern_taken_by_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('closed_what__isnull', True)), models.Q(('closed_at__gte', models.F('taken_at')), ('closed_at__isnull', False), ('closed_what__isnull', False), ('taken_at__isnull', False)), _connector='OR'), name='concern_closed_with_what')],
            },
        ),
        migrations.CreateModel(
            name='ContactRequest',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('details', kizuna.access.fields.SealedJSON()),
                ('asked_at', models.DateTimeField()),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('answered_by', kizuna.access.fields.Key(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('area', kizuna.access.fields.Key(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.area')),
                ('check_up', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, to='screening.checkup')),
                ('person', kizuna.access.fields.Key(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'indexes': [models.Index(fields=['answered_at', 'asked_at'], name='contact_waiting')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('answered_by__isnull', True)), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False)), _connector='OR'), name='contact_answered_by_somebody')],
            },
        ),
    ]
