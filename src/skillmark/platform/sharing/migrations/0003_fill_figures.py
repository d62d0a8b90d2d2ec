"""Fill the figures of whole organisations from the tallies of before."""

from datetime import UTC

from django.db import migrations, models

CHUNK = 2_000


def fill(apps, _schema_editor):
    """Add up the tallies that are there already."""
    tallies = apps.get_model("sharing", "Tally")._base_manager
    whole = apps.get_model("sharing", "DayTally")
    keys = ("organisation_id", "achievement_id", "day", "deed", "channel")
    sums = tallies.order_by().values(*keys).annotate(sum=models.Sum("count"))
    whole._base_manager.bulk_create(
        (whole(**{key: row[key] for key in keys}, count=row["sum"]) for row in sums.iterator()),
        batch_size=CHUNK,
    )
    reach = apps.get_model("sharing", "Reach")
    keys = ("organisation_id", "credential_id", "deed")
    first = tallies.order_by().values(*keys, "credential__issued_at").distinct()
    reach._base_manager.bulk_create(
        (
            reach(
                **{key: row[key] for key in keys},
                issued_on=row["credential__issued_at"].astimezone(UTC).date(),
            )
            for row in first.iterator()
        ),
        batch_size=CHUNK,
    )


class Migration(migrations.Migration):

    dependencies = [('sharing', '0002_figures')]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
