"""Fill in what lists search in, for credentials that were issued before the column was there."""

from itertools import batched

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from skillmark.platform.issuing.models.credentials import searchable

_CHUNK = 500


def fill(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Write name, address, number and achievement of each row into its column."""
    model = apps.get_model("issuing", "Credential")
    rows = (
        model._base_manager.filter(search_text="")
        .select_related("award", "achievement_version")
        .only(
            "search_text",
            "award__recipient_name",
            "award__recipient_email",
            "award__fields",
            "achievement_version__name",
        )
        .order_by("pk")
    )
    for chunk in batched(rows.iterator(chunk_size=_CHUNK), _CHUNK):
        for row in chunk:
            row.search_text = searchable(
                row.award.recipient_name,
                row.award.recipient_email,
                str(row.award.fields.get("identifier", "")),
                row.achievement_version.name,
            )
        model._base_manager.bulk_update(chunk, ["search_text"])


class Migration(migrations.Migration):
    dependencies = [("issuing", "0002_issuers_daily_work")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
