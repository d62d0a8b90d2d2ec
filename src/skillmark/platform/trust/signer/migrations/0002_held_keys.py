"""Sealed bytes leave the journal for a table from which they are removed again.

What the journal has of earlier keys keeps its public half and a digest; the bytes are in the
platform's own rows, where a key that ends is destroyed.
"""

import base64
import hashlib

import django.utils.timezone
from django.db import migrations, models

SEALED = ("wrapped_key", "ciphertext")


def strip(apps, schema_editor):
    """Replace the sealed bytes of every row by their SHA-256."""
    rows = apps.get_model("signer", "MadeKey").objects.using(schema_editor.connection.alias)
    for row in rows.iterator(chunk_size=500):
        parts = [base64.b64decode(row.facts.pop(name, "")) for name in SEALED]
        row.facts.pop("encryption", None)
        row.facts["sealed_sha256"] = hashlib.sha256(b"".join(parts)).hexdigest()
        row.save(update_fields=["facts"])


class Migration(migrations.Migration):

    dependencies = [
        ("signer", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="HeldKey",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("key_id", models.UUIDField()),
                ("encryption", models.PositiveIntegerField()),
                ("wrapped_key", models.BinaryField()),
                ("ciphertext", models.BinaryField()),
            ],
            options={
                "ordering": ["at"],
                "indexes": [models.Index(fields=["key_id"], name="signer_held_of_key")],
            },
        ),
        migrations.RunPython(strip, migrations.RunPython.noop),
    ]
