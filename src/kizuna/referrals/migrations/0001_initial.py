import django.db.models.deletion
import kizuna.access.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('activities', '0001_initial'),
        ('directory', '0001_initial'),
        ('people', '0001_initial'),
        ('people', '__first__'),
        ('places', '0001_initial'),
        ('people', '0002_counts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Referral',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('option_name', models.CharField(max_length=300)),
                ('status', models.CharField(max_length=20)),
                ('reason', models.CharField(blank=True, max_length=20)),
                ('need', models.CharField(max_length=60)),
                ('note', kizuna.access.fields.SealedText(blank=True)),
                ('consent', models.UUIDField(blank=True, null=True)),
                ('requested_at', models.DateTimeField()),
                ('answer_by', models.DateTimeField()),
                ('updated_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('news_at', models.DateTimeField(blank=True, null=True)),
                ('send_to', kizuna.access.fields.SealedText(blank=True)),
                ('link_nonce', models.CharField(blank=True, max_length=32)),
                ('link_until', models.DateTimeField(blank=True, null=True)),
                ('area', kizuna.access.fields.Key(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.area')),
                ('group', kizuna.access.fields.Key(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='activities.group')),
                ('person', kizuna.access.fields.Key(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('requested_by', kizuna.access.fields.Key(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('service', kizuna.access.fields.Key(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.service')),
            ],
            options={
                'indexes': [models.Index(fields=['person', 'status'], name='referral_of_person'), models.Index(fields=['status', 'answer_by'], name='referral_waiting'), models.Index(condition=models.Q(('news_at__isnull', False)), fields=['news_at'], name='referral_news')],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ('draft', 'requested', 'accepted', 'rejected', 'cancelled', 'in-progress', 'on-hold', 'completed', 'failed', 'entered-in-error'))), name='referral_status_known'), models.CheckConstraint(condition=models.Q(('reason__in', ('', 'no-places', 'not-eligible', 'out-of-area', 'could-not-reach', 'did-not-come', 'did-not-want', 'referred-elsewhere', 'got-help-elsewhere', 'died-or-moved', 'consent-withdrawn', 'other'))), name='referral_reason_known'), models.CheckConstraint(condition=models.Q(models.Q(('status__in', ('rejected', 'cancelled', 'failed')), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='referral_reason_given'), models.CheckConstraint(condition=models.Q(models.Q(('group__isnull', True), ('service__isnull', False)), models.Q(('group__isnull', False), ('service__isnull', True)), _connector='OR'), name='referral_to_one_option'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('status__in', ('rejected', 'cancelled', 'completed', 'failed', 'entered-in-error'))), models.Q(models.Q(('status__in', ('rejected', 'cancelled', 'completed', 'failed', 'entered-in-error')), _negated=True), ('closed_at__isnull', True)), _connector='OR'), name='referral_closed_and_when'), models.CheckConstraint(condition=models.Q(models.Q(('link_nonce', ''), ('link_until__isnull', True)), models.Q(models.Q(('link_nonce', ''), _negated=True), ('link_until__isnull', False)), _connector='OR'), name='referral_link_and_until'), models.CheckConstraint(condition=models.Q(('answer_by__gt', models.F('requested_at'))), name='referral_answer_later')],
            },
        ),
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('before', models.CharField(blank=True, max_length=20)),
                ('after', models.CharField(max_length=20)),
                ('reason', models.CharField(blank=True, max_length=20)),
                ('note', kizuna.access.fields.SealedText(blank=True)),
                ('by_role', models.CharField(max_length=20)),
                ('as_told', models.BooleanField(default=False)),
                ('at', models.DateTimeField()),
                ('by_account', kizuna.access.fields.Key(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('referral', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='referrals.referral')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('before__in', ['', 'draft', 'requested', 'accepted', 'rejected', 'cancelled', 'in-progress', 'on-hold', 'completed', 'failed', 'entered-in-error'])), name='step_before_known'), models.CheckConstraint(condition=models.Q(('after__in', ('draft', 'requested', 'accepted', 'rejected', 'cancelled', 'in-progress', 'on-hold', 'completed', 'failed', 'entered-in-error'))), name='step_after_known'), models.CheckConstraint(condition=models.Q(('before', models.F('after')), _negated=True), name='step_moves'), models.CheckConstraint(condition=models.Q(models.Q(('after__in', ('rejected', 'cancelled', 'failed')), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='step_reason_given')],
            },
        ),
        migrations.CreateModel(
            name='Reached',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('how', models.CharField(max_length=20)),
                ('at', models.DateTimeField()),
                ('next_on', models.DateField(blank=True, null=True)),
                ('by', kizuna.access.fields.Key(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', kizuna.access.fields.Key(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'indexes': [models.Index(fields=['person', 'at'], name='reached_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(('how__in', ['rang', 'wrote', 'visited', 'leave'])), name='reached_how_known')],
            },
        ),
    ]
