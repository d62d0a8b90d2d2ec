"""Figures of a whole organisation, counted as they come."""

import django.db.models.deletion
from django.db import migrations, models

class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0003_levels_and_kinds'),
        ('issuing', '0004_fill_deliveries'),
        ('orgs', '0003_skeletons'),
        ('sharing', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='DayTally',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('day', models.DateField()),
                ('deed', models.CharField(choices=[('shared', 'Shared'), ('visited', 'Visited')], max_length=8)),
                ('channel', models.CharField(choices=[('profile', 'LinkedIn profile'), ('linkedin', 'LinkedIn post'), ('x', 'X'), ('facebook', 'Facebook'), ('email', 'E-mail'), ('direct', 'Direct link or unknown'), ('other', 'Other site')], max_length=10)),
                ('count', models.PositiveIntegerField(default=0)),
                ('achievement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalog.achievement')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.organisation')),
            ],
            options={
                'verbose_name_plural': 'day tallies',
                'indexes': [models.Index(fields=['organisation', 'day', 'deed', 'channel', 'achievement', 'count'], name='day_tallies_listed')],
                'constraints': [models.UniqueConstraint(fields=('achievement', 'day', 'deed', 'channel'), name='one_day_tally')],
            },
        ),
        migrations.CreateModel(
            name='Reach',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('deed', models.CharField(choices=[('shared', 'Shared'), ('visited', 'Visited')], max_length=8)),
                ('issued_on', models.DateField()),
                ('credential', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='issuing.credential')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.organisation')),
            ],
            options={
                'verbose_name_plural': 'reaches',
                'indexes': [models.Index(fields=['organisation', 'deed', 'issued_on'], name='reached_of_a_time')],
                'constraints': [models.UniqueConstraint(fields=('credential', 'deed'), name='reached_once')],
            },
        ),
    ]
