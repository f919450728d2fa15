import django.db.models.deletion
import kizuna.access.fields
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('places', '0001_initial'),
        ('people', '0002_counts'),
    ]

    operations = [
        migrations.CreateModel(
            name='UnmetNeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('need', models.CharField(max_length=40)),
                ('day', models.DateField()),
                ('n', models.PositiveIntegerField(default=0)),
                ('area', kizuna.access.fields.Key(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.area')),
            ],
            options={
                'indexes': [models.Index(fields=['day'], name='signposting_day_9fe15b_idx')],
                'constraints': [models.UniqueConstraint(fields=('need', 'area', 'day'), name='unmet_need_counted_once'), models.UniqueConstraint(condition=models.Q(('area__isnull', True)), fields=('need', 'day'), name='unmet_need_somewhere_counted_once')],
            },
        ),
        migrations.CreateModel(
            name='ListHour',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hour', models.DateTimeField(unique=True)),
                ('n', models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='ShownCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField()),
                ('side', models.CharField(max_length=10)),
                ('value', models.CharField(blank=True, max_length=40)),
                ('n', models.PositiveIntegerField(default=0)),
                ('found', models.PositiveIntegerField(default=0)),
                ('reached', models.PositiveIntegerField(default=0)),
                ('suited', models.PositiveIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('month', 'side', 'value'), name='shown_counted_once')],
            },
        ),
        migrations.CreateModel(
            name='Offer',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=10)),
                ('option', models.CharField(max_length=36)),
                ('name', models.CharField(max_length=300)),
                ('group', models.CharField(blank=True, max_length=40)),
                ('shown_at', models.DateTimeField()),
                ('chosen_at', models.DateTimeField(null=True)),
                ('came', models.CharField(blank=True, max_length=10)),
                ('came_at', models.DateTimeField(null=True)),
                ('area', kizuna.access.fields.Key(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.area')),
                ('person', kizuna.access.fields.Key(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'indexes': [models.Index(fields=['shown_at'], name='offer_shown')],
                'constraints': [models.UniqueConstraint(fields=('person', 'kind', 'option'), name='offer_once'), models.CheckConstraint(condition=models.Q(('came__in', ['', 'helped', 'went', 'stayed'])), name='offer_came_known'), models.CheckConstraint(condition=models.Q(('came', ''), ('chosen_at__isnull', False), _connector='OR'), name='offer_came_of_what_was_chosen')],
            },
        ),
    ]
