from django.db import migrations, models


def consent_to_what_is_there(apps, _schema):
    """Count what was named before anybody was asked as allowed: it stands in the catalogue."""
    unit, consent = apps.get_model("programmes", "Unit"), apps.get_model("programmes", "Consent")
    foreign = unit._base_manager.exclude(
        achievement__organisation_id=models.F("organisation_id")
    )
    consent._base_manager.bulk_create(
        consent(
            organisation_id=row.achievement.organisation_id,
            programme_id=row.programme_id,
            achievement_id=row.achievement_id,
            state="given",
        )
        for row in foreign.select_related("achievement")
    )


class Migration(migrations.Migration):

    dependencies = [
        ("programmes", "0002_consents"),
    ]

    operations = [
        migrations.RunPython(consent_to_what_is_there, migrations.RunPython.noop),
    ]
