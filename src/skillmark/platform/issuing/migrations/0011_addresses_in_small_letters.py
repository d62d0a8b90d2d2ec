"""Addresses of awards in small letters, as accounts prove them and as every search asks for them."""

from typing import TYPE_CHECKING

from django.db import migrations
from django.db.models import F
from django.db.models.functions import Lower

if TYPE_CHECKING:
    from django.apps.registry import Apps
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def lower(apps: "Apps", _editor: "BaseDatabaseSchemaEditor") -> None:
    """Write down in small letters what a list spelled with capitals; the signed bytes stay."""
    awards = apps.get_model("issuing", "Award").objects
    awards.annotate(small=Lower("recipient_email")).exclude(recipient_email=F("small")).update(
        recipient_email=Lower("recipient_email")
    )


class Migration(migrations.Migration):
    """One pass over the awards."""

    dependencies = [("issuing", "0010_erased_credentials")]
    operations = [migrations.RunPython(lower, migrations.RunPython.noop)]
