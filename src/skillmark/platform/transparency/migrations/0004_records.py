"""Records of learning go into the log as credentials do."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Lets a credential have a second row, for the record of learning around it."""

    dependencies = [("transparency", "0003_waiting_lists")]

    operations = [
        migrations.AddField(
            model_name="loggedcredential",
            name="record",
            field=models.BooleanField(default=False),
        ),
        migrations.AlterField(
            model_name="loggedcredential",
            name="credential_id",
            field=models.UUIDField(),
        ),
        migrations.AddConstraint(
            model_name="loggedcredential",
            constraint=models.UniqueConstraint(
                fields=("credential_id", "record"), name="logged_once"
            ),
        ),
    ]
