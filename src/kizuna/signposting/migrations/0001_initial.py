import django.db.models.deletion
import kizuna.access.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('places', '0001_initial'),
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
    ]
