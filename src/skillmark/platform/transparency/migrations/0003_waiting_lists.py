"""Lists that the monitor saw before their entry was in the log."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds the monitor's memory of them."""

    dependencies = [("transparency", "0002_monitor")]

    operations = [
        migrations.CreateModel(
            name="WaitingList",
            fields=[
                (
                    "url",
                    models.CharField(max_length=500, primary_key=True, serialize=False),
                ),
                ("since", models.DateTimeField()),
            ],
        ),
    ]
