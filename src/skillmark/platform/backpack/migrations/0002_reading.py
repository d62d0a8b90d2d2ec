"""Credentials in tokens and Open Badges of version 2 keep beside them what they say."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("backpack", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="imported",
            name="reading",
            field=models.BinaryField(default=bytes),
        ),
    ]
