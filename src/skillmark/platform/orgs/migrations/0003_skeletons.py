"""Give organisations that were there before the column what their name looks like."""

from typing import Any

from django.db import migrations

from skillmark.platform.people import names

LENGTH = 200  # characters of the column
A_TIME = 500  # rows


def fill(apps: Any, _editor: Any) -> None:
    """Write the skeleton of every organisation that has none."""
    organisations = apps.get_model("orgs", "Organisation").objects
    rows = organisations.filter(skeleton="").only("pk", "name").order_by("pk")
    batch = []
    for row in rows.iterator(chunk_size=A_TIME):
        row.skeleton = names.skeleton(row.name)[:LENGTH]
        batch.append(row)
        if len(batch) == A_TIME:
            organisations.bulk_update(batch, ["skeleton"])
            batch = []
    if batch:
        organisations.bulk_update(batch, ["skeleton"])


class Migration(migrations.Migration):
    """Runs once, after the column is there."""

    dependencies = [("orgs", "0002_issuers_daily_work")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
