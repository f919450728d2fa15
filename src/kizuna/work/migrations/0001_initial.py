from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Seen',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=200, unique=True)),
                ('at', models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name='Turn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, unique=True)),
                ('number', models.PositiveBigIntegerField(default=0)),
                ('last_at', models.DateTimeField()),
                ('next_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=200, unique=True)),
                ('result', models.UUIDField(unique=True)),
                ('name', models.CharField(max_length=100)),
                ('worker', models.CharField(blank=True, max_length=64)),
                ('leased_until', models.DateTimeField(db_index=True, null=True)),
                ('attempts', models.PositiveIntegerField(default=0)),
                ('longest', models.PositiveIntegerField(default=300)),
                ('until', models.DateTimeField(null=True)),
                ('done', models.PositiveIntegerField(default=0)),
                ('of', models.PositiveIntegerField(default=0)),
                ('cancel_asked', models.BooleanField(default=False)),
                ('last_error', models.CharField(blank=True, max_length=200)),
                ('created_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(null=True)),
                ('outcome', models.CharField(blank=True, max_length=10)),
            ],
            options={
                'indexes': [models.Index(fields=['name', 'created_at'], name='work_name_created'), models.Index(fields=['outcome', 'finished_at'], name='work_outcome_finished')],
                'constraints': [models.CheckConstraint(condition=models.Q(('outcome__in', ('', 'done', 'failed', 'cancelled', 'left'))), name='work_known_outcome')],
            },
        ),
    ]
