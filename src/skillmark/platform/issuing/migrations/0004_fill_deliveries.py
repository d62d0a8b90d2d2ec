"""Say what became of mails written before that was kept with them, and what lists search in."""

from itertools import batched

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from skillmark.platform.issuing.models.credentials import searchable

_CHUNK = 500
_STATES = {"waiting": "waiting", "sent": "sent", "failed": "bounced"}


def fill(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Write state, the server's last words, name, address and achievement of each mail."""
    model, outbox = apps.get_model("issuing", "Delivery"), apps.get_model("events", "OutboxMessage")
    rows = (
        model._base_manager.filter(search_text="")
        .select_related("credential__award", "credential__achievement_version")
        .defer("credential__document")
        .order_by("pk")
    )
    for chunk in batched(rows.iterator(chunk_size=_CHUNK), _CHUNK):
        ids = [row.outbox_id for row in chunk if row.outbox_id]
        said = {
            pk: (state, words)
            for pk, state, words in outbox.objects.filter(pk__in=ids).values_list(
                "pk", "state", "last_error"
            )
        }
        for row in chunk:
            state, words = said.get(row.outbox_id, ("sent", ""))
            row.state, row.words = _STATES[state], words
            row.search_text = searchable(
                row.credential.award.recipient_name,
                row.address,
                row.credential.achievement_version.name,
            )
        model._base_manager.bulk_update(chunk, ["state", "words", "search_text"])


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0002_issuers_daily_work"),
        ("issuing", "0003_fill_searched_text"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
